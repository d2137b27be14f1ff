import type { Column } from './column.js'
import { ColumnBuilder } from './column-builder.js'
import { invalidDefinition } from './invalid-definition.js'
import type { ColumnDefinition } from './table-definition.js'

/** The name of the global scope that hides rows which are marked as deleted. */
export const SOFT_DELETE = 'softDelete'

/** The property that says when a row was marked as deleted. */
export const DELETED_AT = 'deletedAt'

/** Its column, for the compiler. */
export type DeletedAt = Column<Date | null, 'optional'>

/** Options of `softDelete`: how rows are marked as deleted instead of being removed. */
export interface SoftDeleteOptions {
  /** The column's name in the database. Default: `deleted_at`. */
  readonly column?: string
  /**
   * Relations whose rows are marked and restored together with this one: `hasMany` and `hasOne`,
   * polymorphic or not, whose models mark their rows as well. Default: none.
   */
  readonly cascade?: readonly string[]
  /**
   * Among which rows unique values are unique: `'all'`, or only the `'living'`, so that what a
   * deleted row had can be used again. Default: `'all'`.
   */
  readonly uniques?: 'all' | 'living'
}

/** The option with its column found. */
export interface SoftDeleteDefinition {
  readonly column: ColumnDefinition
  readonly cascade: readonly string[]
  readonly livingUniques: boolean
}

/** A table's columns, with the one that says when a row was marked as deleted. */
export function withDeletedAt(
  table: string,
  columns: Readonly<Record<string, unknown>>,
  options: true | SoftDeleteOptions | undefined
): Readonly<Record<string, unknown>> {
  if (options === undefined) return columns
  if (Object.hasOwn(columns, DELETED_AT)) {
    throw invalidDefinition(
      `${table}.${DELETED_AT} is declared, and softDelete adds it`,
      "leave the column out; another name in the database is softDelete: { column: '…' }"
    )
  }
  const { column: name = 'deleted_at' } = checked(table, options)
  return {
    ...columns,
    [DELETED_AT]: new ColumnBuilder({ kind: 'timestamp' }).nullable().column(name)
  }
}

/** What the option says. */
export function softDeleteOf(
  table: string,
  byProperty: ReadonlyMap<string, ColumnDefinition>,
  options: true | SoftDeleteOptions | undefined
): SoftDeleteDefinition | undefined {
  const column = byProperty.get(DELETED_AT)
  if (options === undefined || column === undefined) return undefined
  const { cascade = [], uniques = 'all' } = checked(table, options)
  return { column, cascade, livingUniques: uniques === 'living' }
}

function checked(table: string, options: unknown): SoftDeleteOptions {
  if (options === true) return {}
  const given = (typeof options === 'object' ? options : undefined) ?? undefined
  const { cascade = [], uniques = 'all', ...rest } = (given ?? {}) as SoftDeleteOptions
  const unknown = Object.keys(rest).find(name => name !== 'column')
  const fits =
    given !== undefined &&
    unknown === undefined &&
    (uniques === 'all' || uniques === 'living') &&
    Array.isArray(cascade) &&
    cascade.every(name => typeof name === 'string')
  if (fits) return given
  throw invalidDefinition(
    `softDelete of ${table} is not understood`,
    "use true, or { column: 'deleted_at', cascade: ['posts'], uniques: 'living' }"
  )
}
