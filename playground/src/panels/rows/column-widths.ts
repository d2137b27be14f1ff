// How wide the columns of a table are: as wide as their values, within reason.
import type { ResultTable } from '../../protocol'
import { shortText } from '../values/short-text'

const characterPixels = 7.4
const paddingPixels = 26
const widthMin = 64
const widthMax = 360

/** How many rows are looked at, from the beginning. */
const sampleRows = 80

/** The width of each column, in pixels. */
export function columnWidths(table: ResultTable): number[] {
  const sample = table.rows.slice(0, sampleRows)
  return table.columns.map((column, index) => {
    const header = column.name.length + column.type.length * 0.85 + 2
    const values = sample.map(row => shortText(row[index], { textMax: 60 }).length)
    const characters = Math.max(header, ...values)
    const width = Math.round(characters * characterPixels + paddingPixels)
    return Math.min(widthMax, Math.max(widthMin, width))
  })
}
