// Rows as CSV of RFC 4180. What a spreadsheet would take for a formula is made text: a table that
// someone else wrote must not run anything where it is opened.
import type { ResultTable } from '../../protocol'
import { jsonText } from '../values/json-text'
import { bytesOf, hexText, isoText, kindOf } from '../values/kinds'

/** A header line and a line for each row. Null is nothing, the empty text is `""`. */
export function csvText(table: ResultTable): string {
  const lines = [
    table.columns.map(column => field(column.name)).join(','),
    ...table.rows.map(row =>
      table.columns.map((_, index) => (row.length > index ? field(row[index]) : '')).join(',')
    )
  ]
  return `${lines.join('\r\n')}\r\n`
}

function field(value: unknown): string {
  switch (kindOf(value)) {
    case 'missing':
    case 'null':
      return ''
    case 'date':
      return value instanceof Date ? isoText(value) : ''
    case 'bytes':
      return hexText(bytesOf(value) ?? new Uint8Array())
    case 'list':
    case 'object':
      return quoted(jsonText(value).replace(/\n */g, ' '))
    case 'text':
      return quoted(harmless(String(value)))
    default:
      return String(value)
  }
}

/** With an apostrophe before what begins like a formula. Decimals, which are texts, are none. */
export function harmless(text: string): string {
  const number = /^[+-]?\d+(\.\d+)?$/.test(text)
  return /^[=+\-@\t\r\n]/.test(text) && !number ? `'${text}` : text
}

function quoted(text: string): string {
  const plain = text !== '' && text.trim() === text && !/[",\r\n]/.test(text)
  return plain ? text : `"${text.replaceAll('"', '""')}"`
}
