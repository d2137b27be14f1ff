import type { ColumnReference } from '../build/column-reference.js'
import type { SqlFragment } from '../fragment/sql-fragment.js'

/**
 * The columns to which can be added: numbers, and decimals, which are strings; those of which
 * nothing is known, too.
 */
export type NumberName<Row> = {
  [K in keyof Row]: unknown extends Row[K]
    ? K
    : NonNullable<Row[K]> extends number | bigint | string
      ? K
      : never
}[keyof Row] &
  string

/** How much is added: a decimal column takes its digits as a string, too. */
export type Step = number | bigint | string

/** The new value of a column: one, SQL, or another column of the query. */
export type NewValue<Value, Scope> = Value | SqlFragment | ColumnReference<keyof Scope & string>

/** Rows, as they come. */
export type RowsOf<Row> = Iterable<Row> | AsyncIterable<Row>

/** Options of `insertMany`. */
export interface InsertManyOptions {
  /** How many rows are sent in one statement. Default: 1,000. */
  readonly batch?: number
}

/** Options of `updateMany`. */
export interface UpdateManyOptions<Column extends string = string> {
  /** The columns by which rows are found. Default: the primary key. */
  readonly key?: Column | readonly Column[]
}

/** Writes to the rows that meet a query's conditions. `Row` has the values of its own table. */
export interface BulkWrites<Row> {
  /**
   * Adds to a column, in the database: nothing that others add meanwhile is lost. Null stays null.
   *
   * @param column A column of numbers.
   * @param by How much. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @returns How many rows met the conditions.
   * @throws VersaError `INVALID_QUERY` for a column without numbers, `INVALID_VALUE`.
   * @example
   * ```ts
   * await db.table('users').where('age', '<', 40).increment('age', 2) //=> 2
   * await User.where('id', 1).value('age') //=> 38
   * ```
   */
  increment<K extends NumberName<Row>>(column: K, by?: Step, extra?: Partial<Row>): Promise<number>
  /**
   * Takes from a column, in the database; see {@link BulkWrites.increment}.
   *
   * @param column A column of numbers.
   * @param by How much. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @returns How many rows met the conditions.
   * @throws VersaError `INVALID_QUERY` for a column without numbers, `INVALID_VALUE`.
   * @example
   * ```ts
   * await db.table('users').where('id', 1).decrement('age', 6, { name: 'Young Ada' }) //=> 1
   * ```
   */
  decrement<K extends NumberName<Row>>(column: K, by?: Step, extra?: Partial<Row>): Promise<number>
  /**
   * Changes rows, each to values of its own: found by the columns of `key`. One statement for all
   * that change the same columns; all or none.
   *
   * @param list Rows with their key and what changes.
   * @param options `key`: the columns by which rows are found. Default: the primary key, of models.
   * @returns How many rows there were. Those that are not there, or do not meet the conditions, are
   * left out.
   * @throws VersaError `INVALID_QUERY` for a row without its key or without a change.
   * @example
   * ```ts
   * const list = [{ id: 1, age: 37 }, { id: 2, age: 46 }]
   * await db.table('users').updateMany(list, { key: 'id' }) //=> 2
   * ```
   */
  updateMany(
    list: readonly Partial<Row>[],
    options?: UpdateManyOptions<keyof Row & string>
  ): Promise<number>
}
