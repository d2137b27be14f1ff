import type { Columns, InsertOf, KeyOf, RowOf, WritableOf } from './row-types.js'

/** Where a model class keeps its table: its types for the compiler, its definition at run time. */
export const tableOf: unique symbol = Symbol('versa.table')

/** What the compiler knows of a model's table. */
export interface TableTypes<Name extends string, C extends Columns> {
  readonly name: Name
  readonly columns: C
  readonly row: RowOf<C>
  readonly insert: InsertOf<C>
  readonly writable: WritableOf<C>
  readonly key: KeyOf<C>
}

/** The part of {@link TableTypes} that any table has. */
export interface AnyTableTypes {
  readonly name: string
  readonly columns: object
  readonly row: object
  readonly insert: object
  readonly writable: object
  readonly key: unknown
}

/** Any model class. */
export type AnyModel = (abstract new (
  ...args: never
) => object) & {
  readonly [tableOf]: AnyTableTypes
}

/** The values of a model's rows, by property. */
export type ModelRow<S extends AnyModel> = S[typeof tableOf]['row']
/** The values of a model's new rows. */
export type ModelInsert<S extends AnyModel> = S[typeof tableOf]['insert']
/** The values of a model's rows that can be written. */
export type ModelWritable<S extends AnyModel> = S[typeof tableOf]['writable']
/** What a model's `find` takes. */
export type ModelKey<S extends AnyModel> = S[typeof tableOf]['key']
/** The names of a model's columns, which are its properties. */
export type ColumnName<S extends AnyModel> = keyof S[typeof tableOf]['row'] & string
/** The values of one column. */
export type ColumnValue<S extends AnyModel, K> = K extends keyof S[typeof tableOf]['row']
  ? S[typeof tableOf]['row'][K]
  : never
