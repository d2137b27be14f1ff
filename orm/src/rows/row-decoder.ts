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

/** A row beside the key it was found by. */
export interface KeyedRow<Row = object> {
  readonly key: unknown
  readonly row: Row
}

/** What becomes of the values of a row. */
export interface RowForm<Row> {
  /** What makes the rows; without it they are object literals. */
  readonly construct?: RowConstructor<Row> | undefined
  /** Whether the last column is the key of a {@link KeyedRow}, and no part of the row. */
  readonly keyed?: boolean
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

/** The same, of rows whose last column is the key they were found by. */
export function compileKeyedRows<Row>(
  columns: readonly RowColumn[],
  construct: RowConstructor<Row> | undefined
): RowDecoder<KeyedRow<Row>> {
  // A form that is keyed gives the rows inside of keyed ones.
  const decode: unknown = compileRows<Row>(columns, { construct, keyed: true })
  return decode as RowDecoder<KeyedRow<Row>>
}
