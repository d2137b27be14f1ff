// Rows as a table of GitHub's Markdown.
import type { ResultTable } from '../../protocol'
import { bytesOf, hexText, kindOf } from '../values/kinds'
import { shortText } from '../values/short-text'

/** Types whose values stand on the right. */
const numeric = /^(int|integer|bigint|smallint|float|double|real|decimal|numeric|number)/

/** Whether a column's values are numbers, by its type. */
export function isNumeric(type: string): boolean {
  return numeric.test(type)
}

/** A table with a line for each row, at most `rowsMax` of them; what is left out is said below. */
export function markdownText(table: ResultTable, rowsMax = Number.POSITIVE_INFINITY): string {
  const names = table.columns.map(column => escaped(column.name))
  const rules = table.columns.map(column => (isNumeric(column.type) ? '---:' : '---'))
  const rows = table.rows
    .slice(0, Math.min(table.rows.length, rowsMax))
    .map(row => line(table.columns.map((_, index) => cell(row[index]))))
  const left = table.rows.length - rows.length
  const note = left > 0 ? ['', `… and ${left} more rows`] : []
  return `${[line(names), line(rules), ...rows, ...note].join('\n')}\n`
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function cell(value: unknown): string {
  switch (kindOf(value)) {
    case 'missing':
      return ''
    case 'null':
      return '*null*'
    case 'bytes':
      return `\`${hexText(bytesOf(value) ?? new Uint8Array(), 32)}\``
    default:
      return escaped(shortText(value, { textMax: 500 }))
  }
}

/** Text that stays text: no columns, no lines, no markup of its own. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\r\n|\r|\n/g, '<br>')
}
