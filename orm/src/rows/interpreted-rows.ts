import type { PackedChunk, RowDecoder } from '../engine/engine.js'
import { beyondSafeInteger, fromNumber, fromText, isText } from './cells.js'
import { Tag } from './generated/tags.js'
import { columnParts, type RowColumn, type RowForm } from './row-decoder.js'

/** Decodes without generated code: the same cells, one after another. */
export function interpretRows<Row>(
  columns: readonly RowColumn[],
  form: RowForm<Row>
): RowDecoder<Row> {
  const { construct } = form
  const { own, extras, keys } = columnParts(columns, form)
  return (chunk, rows) => {
    const cells = new CellReader(chunk)
    const take = (some: readonly RowColumn[]): unknown[] => some.map(column => cells.next(column))
    for (let at = 0; at < chunk.rows; at++) {
      const values = take(own)
      const row =
        construct === undefined ? literal<Row>(own, values) : new construct(undefined, 0, ...values)
      addExtras(row, extras, take(extras))
      if (keys.length === 0) {
        rows.push(row)
        continue
      }
      const key = take(keys)
      // Only the caller knows that these rows are keyed ones.
      ;(rows as unknown[]).push({ key: keys.length === 1 ? key[0] : key, row })
    }
  }
}

/** Adds what is no column of the row's own. */
function addExtras(row: unknown, extras: readonly RowColumn[], values: readonly unknown[]): void {
  const made = row as Record<string, unknown>
  extras.forEach(({ property, within }, at) => {
    if (within === undefined) {
      made[property] = values[at]
      return
    }
    const group = Object.hasOwn(made, within) ? (made[within] as object) : {}
    made[within] = { ...group, [property]: values[at] }
  })
}

function literal<Row>(columns: readonly RowColumn[], values: readonly unknown[]): Row {
  // Only the caller knows that these columns make a Row: the one place where that is said.
  return Object.fromEntries(columns.map((column, at) => [column.property, values[at]])) as Row
}

class CellReader {
  private cell = 0
  private textEnd = 0
  private bytesEnd = 0

  constructor(private readonly chunk: PackedChunk) {}

  next(column: RowColumn): unknown {
    const tag = this.chunk.tags[this.cell] ?? Tag.NULL
    const number = this.chunk.numbers[this.cell] ?? 0
    this.cell++
    if (tag === Tag.NULL) return null
    if (tag === Tag.BYTES) {
      const from = this.bytesEnd
      this.bytesEnd = number
      return this.chunk.bytes.slice(from, number)
    }
    if (!isText(tag)) {
      return column.type === 'bigInt' ? BigInt(number) : fromNumber(tag, number)
    }
    const from = this.textEnd
    this.textEnd = number
    const text = this.chunk.text.slice(from, number)
    if (column.type === 'int') return beyondSafeInteger(column.property)
    return fromText(tag, text)
  }
}
