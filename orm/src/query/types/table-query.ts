import type { BulkWrites, InsertManyOptions, NewValue, RowsOf } from './bulk.js'
import type { Clauses, Groups } from './clauses.js'
import type { AnyQuery } from './conditions.js'
import type { Reading } from './reading.js'
import type { RowTerminals } from './row-query.js'
import type { SelectArgument, Selected } from './selected.js'

/** Rows of which nothing is known. */
export type LooseRow = Record<string, unknown>

/**
 * A query of a table without a model. Names are the database's own; values are decoded by the
 * database's types.
 *
 * @example
 * const rows = await db.table('users').where('age', '>', 18).select('id', 'name').rows()
 * await db.table('users').insert([{ name: 'Ada' }, { name: 'Ben' }])
 */
export interface TableQuery<Row extends object = LooseRow>
  extends Clauses<Row>,
    Groups<Row>,
    Reading<Row, Row>,
    RowTerminals<Row>,
    BulkWrites<Row> {
  /** Selects columns. */
  select<const A extends readonly [SelectArgument<Row>, ...SelectArgument<Row>[]]>(
    ...columns: A
  ): TableQuery<Selected<Row, A> & object>
  /** Pairs the rows with those of another table where two columns are equal. */
  join(table: string, left: string, right: string): TableQuery
  /** The same, and rows without a partner too. */
  leftJoin(table: string, left: string, right: string): TableQuery
  /** The same, and the other table's rows without a partner. */
  rightJoin(table: string, left: string, right: string): TableQuery
  /** The rows of both tables, with or without a partner. Not on MySQL and MariaDB. */
  fullJoin(table: string, left: string, right: string): TableQuery
  /** Pairs each row with each of another table. */
  crossJoin(table: string): TableQuery
  /** Changes the rows; how many met the conditions. */
  update(values: { readonly [K in keyof Row]?: NewValue<Row[K], Row> }): Promise<number>
  /** Adds one row or several, all or none; how many. */
  insert(values: Partial<Row> | readonly Partial<Row>[]): Promise<number>
  /**
   * Adds one row or several; these columns of them, in the order given.
   *
   * @example
   * const [{ id }] = await db.table('users').insertReturning({ name: 'Ada' }, ['id'])
   */
  insertReturning<const K extends keyof Row & string>(
    values: Partial<Row> | readonly Partial<Row>[],
    columns: readonly K[]
  ): Promise<{ [P in K]: Row[P] }[]>
  /** Adds a row, or changes the one with the same values in the unique columns `on`. */
  upsert(values: Partial<Row>, options: UpsertOptions<keyof Row & string>): Promise<number>
  /** The same with several rows, all or none; how many rows that are. */
  upsertMany(
    list: readonly Partial<Row>[],
    options: UpsertOptions<keyof Row & string>
  ): Promise<number>
  /** The same with one row or several. */
  insertOrUpdate(
    rows: Partial<Row> | readonly Partial<Row>[],
    options: UpsertOptions<keyof Row & string>
  ): Promise<number>
  /** Adds the rows that no unique key stands against; how many. */
  insertOrIgnore(rows: Partial<Row> | readonly Partial<Row>[]): Promise<number>
  /** Adds rows as they come, all or none, without holding them; how many. */
  insertMany(rows: RowsOf<Partial<Row>>, options?: InsertManyOptions): Promise<number>
  /** Adds the rows of a query: the columns it selects, or `columns` in their order; how many. */
  insertFrom(query: AnyQuery, columns?: readonly (keyof Row & string)[]): Promise<number>
  /**
   * Adds rows in the place of those that have the same values in the columns `on`, which are
   * deleted first; how many were added.
   */
  replaceInto(
    rows: Partial<Row> | readonly Partial<Row>[],
    options: { readonly on: readonly (keyof Row & string)[] }
  ): Promise<number>
  /**
   * Removes the rows of keys, of any number: all or none; how many there were.
   *
   * @param keys Objects that name the same columns.
   * @example
   * await db.table('users').deleteMany([{ id: 1 }, { id: 2 }])
   */
  deleteMany(keys: readonly Partial<Row>[]): Promise<number>
}

/** Options of an upsert. */
export interface UpsertOptions<Column extends string = string> {
  /** The columns of the unique key by which an existing row is found. */
  readonly on: readonly Column[]
  /** The columns that change then; default: all that are given, but those of `on`. */
  readonly update?: readonly Column[]
}
