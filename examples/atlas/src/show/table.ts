import Table from 'cli-table3'
import { colors, lineWidth } from './colors.js'
import { integer } from './numbers.js'

/** What a table's cell may hold; numbers are grouped by thousands and stand on the right. */
export type Cell = string | number

/**
 * A table as text, its columns aligned also where characters are two columns wide. Where it is too
 * wide its widest column is wrapped.
 *
 * @param head The columns' names.
 * @param rows As many cells per row as there are names.
 * @param widthMax How wide it may be; default: the terminal.
 */
export function tableText(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  widthMax = lineWidth
): string {
  const natural = draw(head, rows, [])
  const widths = columnWidths(natural)
  const excess = widths.reduce((sum, width) => sum + width + 1, 1) - widthMax
  if (excess <= 0) return natural
  const widest = widths.indexOf(Math.max(...widths))
  return draw(
    head,
    rows,
    widths.map((width, index) => (index === widest ? Math.max(12, width - excess) : width))
  )
}

function draw(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  colWidths: number[]
): string {
  const table = new Table({
    head: head.map(name => colors.bold(name)),
    colAligns: head.map((_, index) => (typeof rows[0]?.[index] === 'number' ? 'right' : 'left')),
    colWidths,
    wordWrap: true,
    style: { head: [], border: [], compact: true }
  })
  table.push(...rows.map(row => row.map(cell => (typeof cell === 'number' ? integer(cell) : cell))))
  return table.toString()
}

/** The widths of a table's columns, as its upper border shows them. */
function columnWidths(text: string): number[] {
  const [border = ''] = text.split('\n')
  return border
    .slice(1, -1)
    .split('┬')
    .map(segment => segment.length)
}
