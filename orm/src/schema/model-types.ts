import type { valueType } from './column.js'
import type { Columns, Flagged, KeyOf } from './row-types.js'

/**
 * Where a model class keeps its table: its types for the compiler, its definition at run time.
 *
 * @internal
 */
export const tableOf: unique symbol = Symbol('versa.table')

/**
 * What the compiler knows of a model's table. Rows are written out here, because editors show types
 * by their names where they have one: columns say more than their definitions.
 *
 * @internal
 */
export interface TableTypes<Name extends string, C extends Columns, Inherited = never> {
  readonly name: Name
  /** The static names that every model has: none of them is a relation. */
  readonly inherited: Inherited
  readonly columns: C
  readonly row: { -readonly [K in keyof C]: C[K][typeof valueType] }
  readonly insert: {
    -readonly [K in Exclude<
      keyof C,
      Flagged<C, 'optional'> | Flagged<C, 'generated'>
    >]: C[K][typeof valueType]
  } & {
    -readonly [K in Exclude<
      Flagged<C, 'optional'>,
      Flagged<C, 'generated'>
    >]?: C[K][typeof valueType]
  }
  /** The values that can be written: not those of columns that the database computes. */
  readonly writable: {
    -readonly [K in Exclude<keyof C, Flagged<C, 'generated'>>]: C[K][typeof valueType]
  }
  readonly key: KeyOf<C>
  readonly isView: false
}

/** @internal The same of a view, whose rows are only read. */
export interface ViewTypes<Name extends string, C extends Columns, Key, Inherited = never> {
  readonly name: Name
  readonly inherited: Inherited
  readonly columns: C
  readonly row: { readonly [K in keyof C]: C[K][typeof valueType] }
  readonly insert: never
  // biome-ignore lint/complexity/noBannedTypes: no column can be written.
  readonly writable: {}
  readonly key: Key
  readonly isView: true
}

/**
 * The same of a table that says which columns objects of values may set: the others are no part of
 * what its model takes.
 *
 * @internal
 */
export interface GuardedTableTypes<
  Name extends string,
  C extends Columns,
  Fillable,
  Inherited = never
> {
  readonly name: Name
  readonly inherited: Inherited
  readonly columns: C
  readonly row: RowOf<C>
  readonly insert: Pick<InsertOf<C>, Fillable & keyof InsertOf<C>>
  readonly writable: Pick<WritableOf<C>, Fillable & keyof WritableOf<C>>
  readonly key: KeyOf<C>
  readonly isView: false
}

/** The values of a row. */
export type RowOf<C extends Columns> = TableTypes<string, C>['row']

/** The values of a new row: what is nullable or has a default may be left out. */
export type InsertOf<C extends Columns> = TableTypes<string, C>['insert']

/** The values of a row that can be written: not those of columns that the database computes. */
export type WritableOf<C extends Columns> = TableTypes<string, C>['writable']

/** @internal The part of {@link TableTypes} that any table has. */
export interface AnyTableTypes {
  readonly name: string
  readonly inherited: unknown
  readonly columns: object
  readonly row: object
  readonly insert: object
  readonly writable: object
  readonly key: unknown
  readonly isView: boolean
}

/** Any model class. */
export type AnyModel = (abstract new (
  ...args: never
) => object) & {
  readonly [tableOf]: AnyTableTypes
}

/** @internal Tells models of which queries may leave rows out; for the compiler only. */
export declare const hidesRows: unique symbol

/** @internal A model of which queries may leave rows out that are there. */
export interface HidesRows {
  /** @internal */
  readonly [hidesRows]: string
}

/** A model whose rows are marked as deleted. */
export type SoftDeletedModel = AnyModel & { readonly [hidesRows]: 'deleted' }

/** The values of a model's rows, by property. */
export type ModelRow<S extends AnyModel> = S[typeof tableOf]['row']
/** The values of a model's new rows. */
export type ModelInsert<S extends AnyModel> = S[typeof tableOf]['insert']
/** The values of a model's rows that can be written. */
export type ModelWritable<S extends AnyModel> = S[typeof tableOf]['writable']
/** What a model's `find` takes: the primary key's value, or an object of several. */
export type ModelKey<S extends AnyModel> = S[typeof tableOf]['key']
/** The names of a model's columns, which are its properties. */
export type ColumnName<S extends AnyModel> = keyof S[typeof tableOf]['row'] & string
/** The values of one column. */
export type ColumnValue<S extends AnyModel, K> = K extends keyof S[typeof tableOf]['row']
  ? S[typeof tableOf]['row'][K]
  : never
