import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvText, harmless } from '../../src/panels/rows/csv'
import type { ResultTable } from '../../src/protocol'

const tableOf = (names: readonly string[], rows: readonly unknown[][]): ResultTable => ({
  columns: names.map(name => ({ name, type: 'text' })),
  rows
})

/** A reader of RFC 4180, written from its grammar: fields of text, and whether they had quotes. */
function parseCsv(text: string): { text: string; quoted: boolean }[][] {
  const records: { text: string; quoted: boolean }[][] = []
  let at = 0
  while (at < text.length) {
    const record: { text: string; quoted: boolean }[] = []
    for (;;) {
      const quoted = text[at] === '"'
      let value = ''
      if (quoted) {
        at += 1
        while (text[at] !== '"' || text[at + 1] === '"') {
          value += text[at]
          at += text[at] === '"' ? 2 : 1
          if (at > text.length) throw new Error('A quote is not closed')
        }
        at += 1
      } else {
        while (at < text.length && !',\r\n"'.includes(text.charAt(at))) value += text[at++]
      }
      record.push({ text: value, quoted })
      if (text[at] !== ',') break
      at += 1
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`No end of line at ${at}`)
    at += 2
    records.push(record)
  }
  return records
}

const cell = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', ',', '\r\n', '=1+1', ' x ', "it's", '-5', '+1', '@x', '\tx')
)

describe('rows as CSV', () => {
  test('every text comes back, whatever is in it', () => {
    const tables = fc
      .integer({ min: 1, max: 5 })
      .chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width })))
    fc.assert(
      fc.property(tables, rows => {
        const names = Array.from({ length: rows[0]?.length ?? 1 }, (_, index) => `c${index}`)
        const [header, ...records] = parseCsv(csvText(tableOf(names, rows)))
        expect(header?.map(field => field.text)).toEqual(names)
        const read = records.map(record =>
          record.map(field => (field.text === '' && !field.quoted ? null : field.text))
        )
        const wanted = rows.map(row => row.map(value => (value === null ? null : harmless(value))))
        expect(read).toEqual(wanted)
      })
    )
  })

  test('no text is a formula to a spreadsheet', () => {
    fc.assert(
      fc.property(fc.constantFrom(...'=+-@\t\r\n'), fc.string(), (sign, rest) => {
        const text = harmless(`${sign}${rest}`)
        expect(/^[=+\-@\t\r\n]/.test(text) && !/^[+-]\d+(\.\d+)?$/.test(text)).toBe(false)
      })
    )
    expect(csvText(tableOf(['=a'], [['=cmd()']]))).toBe("'=a\r\n'=cmd()\r\n")
    expect(csvText(tableOf(['price'], [['-12.50'], [-3]]))).toBe('price\r\n-12.50\r\n-3\r\n')
  })

  test('null, the empty text and no value are told apart as far as CSV can', () => {
    expect(csvText(tableOf(['a', 'b', 'c'], [[null, '', undefined]]))).toBe('a,b,c\r\n,"",\r\n')
  })

  test('dates, bytes, large numbers and objects are texts that others read', () => {
    const row = [new Date(0), new Uint8Array([1, 255]), 2n ** 63n, { a: [1] }, true]
    expect(csvText(tableOf(['d', 'b', 'n', 'o', 't'], [row]))).toBe(
      'd,b,n,o,t\r\n1970-01-01T00:00:00.000Z,01ff,9223372036854775808,"{ ""a"": [ 1 ] }",true\r\n'
    )
  })
})
