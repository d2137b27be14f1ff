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
  /** How many rows are sent in one statement; default 1,000. */
  readonly batch?: number
}

/** Options of `updateMany`. */
export interface UpdateManyOptions<Column extends string = string> {
  /** The columns by which rows are found; default: the primary key. */
  readonly key?: Column | readonly Column[]
}

/** Writes to the rows that meet a query's conditions. `Row` has the values of its own table. */
export interface BulkWrites<Row> {
  /**
   * Adds to a column, in the database: nothing that others add meanwhile is lost. Null stays null.
   *
   * @param by How much; default 1.
   * @param extra Other columns that are set with it.
   * @returns How many rows met the conditions.
   * @throws VersaError `INVALID_QUERY` for a column without numbers, `INVALID_VALUE`.
   * @example
   * await Post.where('id', 1).increment('views')
   * await Account.where('id', 1).decrement('balance', '9.90', { changedAt: new Date() })
   */
  increment<K extends NumberName<Row>>(column: K, by?: Step, extra?: Partial<Row>): Promise<number>
  /** Takes from a column; see `increment`. */
  decrement<K extends NumberName<Row>>(column: K, by?: Step, extra?: Partial<Row>): Promise<number>
  /**
   * Changes rows, each to values of its own: found by their primary key, or by the columns of
   * `key`. One statement for all that change the same columns; all or none.
   *
   * @returns How many rows there were. Those that are not there, or do not meet the conditions,
   *   are left out.
   * @throws VersaError `INVALID_QUERY` for a row without its key or without a change.
   * @example
   * await User.updateMany([{ id: 1, name: 'Ada' }, { id: 2, name: 'Grace', age: 45 }])
   * await User.updateMany([{ email: 'ada@example.com', age: 36 }], { key: 'email' })
   */
  updateMany(
    list: readonly Partial<Row>[],
    options?: UpdateManyOptions<keyof Row & string>
  ): Promise<number>
}
