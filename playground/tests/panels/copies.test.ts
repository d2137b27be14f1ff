import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markdownText } from '../../src/panels/rows/markdown'
import { jsonText } from '../../src/panels/values/json-text'
import { cut, shortText } from '../../src/panels/values/short-text'

test('JSON of what JSON has is the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)))
    })
  )
})

test('JSON of anything else is text that says what it was', () => {
  const circle: Record<string, unknown> = { name: 'a' }
  circle['self'] = circle
  expect(JSON.parse(jsonText(circle))).toEqual({ name: 'a', self: '[Circular]' })
  expect(JSON.parse(jsonText([1n, Number.NaN, new Date(0), new Map([['k', 1]])]))).toEqual([
    '1',
    'NaN',
    '1970-01-01T00:00:00.000Z',
    { k: 1 }
  ])
  expect(jsonText(undefined)).toBe('null')
  expect(jsonText(new Date(Number.NaN))).toBe('"Invalid Date"')
})

test('the same object twice is no circle', () => {
  const shared = { a: 1 }
  expect(JSON.parse(jsonText([shared, shared]))).toEqual([{ a: 1 }, { a: 1 }])
})

test('Markdown keeps its columns and has no markup of the values', () => {
  const table = {
    columns: [
      { name: 'id', type: 'int' },
      { name: 'a|b', type: 'text' }
    ],
    rows: [
      [1, '<img src=x> | `x`\n*y*'],
      [2, null]
    ]
  }
  expect(markdownText(table)).toBe(
    [
      '| id | a\\|b |',
      '| ---: | --- |',
      '| 1 | &lt;img src=x> \\| \\`x\\`<br>\\*y\\* |',
      '| 2 | *null* |',
      ''
    ].join('\n')
  )
})

test('what Markdown leaves out is said', () => {
  const table = { columns: [{ name: 'n', type: 'int' }], rows: [[1], [2], [3]] }
  expect(markdownText(table, 1)).toContain('… and 2 more rows')
})

test('a cut text has no half of a character', () => {
  expect(cut('ab😀cd', 3)).toBe('ab…')
  expect(cut('ab', 3)).toBe('ab')
})

test('values on one line', () => {
  const circle: unknown[] = []
  circle.push(circle)
  expect(shortText(circle)).toBe('[[[1]]]')
  expect(shortText({ a: 'x', b: null, c: [1, 2] })).toBe("{ a: 'x', b: null, c: [1, 2] }")
  expect(shortText(new Uint8Array([10, 0]))).toBe("x'0a00' 2 bytes")
  expect(shortText('x'.repeat(300))).toHaveLength(201)
})
