import type { LogicalType } from '../ast/generated/ast.js'
import type { RowDecoder } from '../engine/engine.js'
import { canGenerateCode } from './code-generation.js'
import { generateRows } from './generated-rows.js'
import { interpretRows } from './interpreted-rows.js'
import type { KeptCells } from './kept-cells.js'

/** A column of a result and where its value goes. */
export interface RowColumn {
  /** The property of the row. */
  readonly property: string
  /** How its cells are decoded; null: as each cell's tag says. */
  readonly type: LogicalType | null
  /** The property of the row whose object it belongs to, where it is not the row's own. */
  readonly within?: string
}

/**
 * Makes a row of its values, in the order of the columns. Of many rows the cells are kept: then the
 * row gets them, and its place among them, to know later what it was.
 */
export type RowConstructor<Row> = new (
  kept: KeptCells | undefined,
  at: number,
  // Values of every column's type: no narrower type exists.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  ...values: any[]
) => Row

/** A row beside the key it was found by: a value, or an array of several. */
export interface KeyedRow<Row = object> {
  readonly key: unknown
  readonly row: Row
}

/** What becomes of the values of a row: its own columns come first, then extras, then keys. */
export interface RowForm<Row> {
  /** What makes the rows; without it they are object literals. */
  readonly construct?: RowConstructor<Row> | undefined
  /** How many columns are added to a row once it is made; default 0. */
  readonly extras?: number
  /** How many columns are the key of a {@link KeyedRow}, and no part of the row; default 0. */
  readonly keys?: number
}

/** The columns of a result, by what becomes of them. */
export function columnParts<Row>(
  columns: readonly RowColumn[],
  { extras = 0, keys = 0 }: RowForm<Row>
): {
  readonly own: readonly RowColumn[]
  readonly extras: readonly RowColumn[]
  readonly keys: readonly RowColumn[]
} {
  const firstKey = columns.length - keys
  const firstExtra = firstKey - extras
  return {
    own: columns.slice(0, firstExtra),
    extras: columns.slice(firstExtra, firstKey),
    keys: columns.slice(firstKey)
  }
}

/**
 * Makes the decoder of a shape: rows are object literals, or made by `construct`.
 *
 * The code is generated once per shape, with the columns unrolled: an object whose properties are
 * written in one literal is the fastest there is. Where generating code is forbidden (a Content
 * Security Policy, some edge platforms) an interpreter does the same, slower.
 */
export function compileRows<Row>(
  columns: readonly RowColumn[],
  form: RowForm<Row> = {}
): RowDecoder<Row> {
  return canGenerateCode() ? generateRows(columns, form) : interpretRows(columns, form)
}

/** The same, of rows whose last columns are the key they were found by. */
export function compileKeyedRows<Row>(
  columns: readonly RowColumn[],
  form: RowForm<Row> & { readonly keys: number }
): RowDecoder<KeyedRow<Row>> {
  // A form that has keys gives the rows inside of keyed ones.
  const decode: unknown = compileRows<Row>(columns, form)
  return decode as RowDecoder<KeyedRow<Row>>
}
