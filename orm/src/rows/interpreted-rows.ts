import type { PackedChunk, RowDecoder } from '../engine/engine.js'
import { beyondSafeInteger, fromNumber, fromText, isText } from './cells.js'
import { Tag } from './generated/tags.js'
import type { RowColumn, RowForm } from './row-decoder.js'

/** Decodes without generated code: the same cells, one after another. */
export function interpretRows<Row>(
  columns: readonly RowColumn[],
  { construct, keyed = false }: RowForm<Row>
): RowDecoder<Row> {
  const own = keyed ? columns.slice(0, -1) : columns
  const make = (values: readonly unknown[]): Row =>
    construct === undefined ? literal<Row>(own, values) : new construct(undefined, 0, ...values)
  return (chunk, rows) => {
    const cells = new CellReader(chunk)
    for (let row = 0; row < chunk.rows; row++) {
      const values = columns.map(column => cells.next(column))
      if (keyed) (rows as unknown[]).push({ key: values[own.length], row: make(values) })
      else rows.push(make(values))
    }
  }
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
