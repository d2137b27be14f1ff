import type { LogicalType } from '../ast/generated/ast.js'
import type { RowDecoder } from '../engine/engine.js'
import { canGenerateCode } from './code-generation.js'
import { generateRows } from './generated-rows.js'
import { interpretRows } from './interpreted-rows.js'

/** A column of a result and where its value goes. */
export interface RowColumn {
  /** The property of the row. */
  readonly property: string
  /** How its cells are decoded; null: as each cell's tag says. */
  readonly type: LogicalType | null
}

/** Makes a row of its values, in the order of the columns. */
// A row's constructor takes values of every column's type: no narrower parameter type exists.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type RowConstructor<Row> = new (...values: any[]) => Row

/**
 * Makes the decoder of a shape: rows are object literals, or made by `construct`.
 *
 * The code is generated once per shape, with the columns unrolled: an object whose properties are
 * written in one literal is the fastest there is. Where generating code is forbidden (a Content
 * Security Policy, some edge platforms) an interpreter does the same, slower.
 */
export function compileRows<Row>(
  columns: readonly RowColumn[],
  construct?: RowConstructor<Row>
): RowDecoder<Row> {
  return canGenerateCode() ? generateRows(columns, construct) : interpretRows(columns, construct)
}
