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
 */
export interface TableQuery<Row extends object = LooseRow>
  extends Clauses<Row>,
    Groups<Row>,
    Reading<Row, Row>,
    RowTerminals<Row>,
    BulkWrites<Row> {
  /**
   * Selects columns.
   *
   * @param columns Columns, and objects of properties and what goes into them.
   * @throws VersaError `INVALID_QUERY`; `UNKNOWN_COLUMN` when it runs.
   * @example
   * ```ts
   * await db.table('users').where('id', 1).select('id', { who: 'name' }).rows()
   * //=> [{ id: 1, who: 'Ada' }]
   * ```
   */
  select<const A extends readonly [SelectArgument<Row>, ...SelectArgument<Row>[]]>(
    ...columns: A
  ): TableQuery<Selected<Row, A> & object>
  /**
   * Pairs the rows with those of another table where two columns are equal.
   *
   * @param table The other table.
   * @param left A column of one of them: `table.column`.
   * @param right A column of the other.
   * @throws VersaError `INVALID_QUERY` for what is no name; `UNKNOWN_COLUMN` when it runs.
   * @example
   * ```ts
   * await db.table('users')
   *   .join('posts', 'users.id', 'posts.user_id')
   *   .where('posts.published', false)
   *   .select('users.name', 'posts.title')
   *   .rows() //=> [{ name: 'Ada', title: 'Drafts' }]
   * ```
   */
  join(table: string, left: string, right: string): TableQuery
  /**
   * Pairs the rows with those of another table; rows without a partner are there too.
   *
   * @param table The other table.
   * @param left A column of one of them: `table.column`.
   * @param right A column of the other.
   * @throws VersaError `INVALID_QUERY` for what is no name; `UNKNOWN_COLUMN` when it runs.
   * @example
   * ```ts
   * await db.table('users').leftJoin('profiles', 'users.id', 'profiles.user_id').count() //=> 4
   * ```
   */
  leftJoin(table: string, left: string, right: string): TableQuery
  /**
   * Pairs the rows with those of another table; the other table's rows without a partner are there
   * too.
   *
   * @param table The other table.
   * @param left A column of one of them: `table.column`.
   * @param right A column of the other.
   * @throws VersaError `INVALID_QUERY` for what is no name; `UNKNOWN_COLUMN` when it runs.
   * @example
   * ```ts
   * await db.table('profiles').rightJoin('users', 'users.id', 'profiles.user_id').count() //=> 4
   * ```
   */
  rightJoin(table: string, left: string, right: string): TableQuery
  /**
   * Gives the rows of both tables, with or without a partner.
   *
   * @param table The other table.
   * @param left A column of one of them: `table.column`.
   * @param right A column of the other.
   * @throws VersaError `UNSUPPORTED` on MySQL and MariaDB beside other joins, groups, aggregates or
   * SQL of your own; `INVALID_QUERY` for what is no name.
   * @example
   * ```ts
   * await db.table('users').fullJoin('profiles', 'users.id', 'profiles.user_id').count() //=> 4
   * ```
   */
  fullJoin(table: string, left: string, right: string): TableQuery
  /**
   * Pairs each row with each of another table.
   *
   * @param table The other table.
   * @throws VersaError `INVALID_QUERY` for what is no name.
   * @example
   * ```ts
   * await db.table('users').crossJoin('tags').count() //=> 12
   * ```
   */
  crossJoin(table: string): TableQuery
  /**
   * Changes the rows; how many met the conditions.
   *
   * @param values New values: ones, SQL, or other columns by {@link ref}.
   * @throws VersaError `INVALID_QUERY` without a condition or without values; what the database
   * refuses.
   * @example
   * ```ts
   * await db.table('users').where('role', 'member').update({ age: 18 }) //=> 3
   * ```
   */
  update(values: { readonly [K in keyof Row]?: NewValue<Row[K], Row> }): Promise<number>
  /**
   * Adds one row or several, all or none; how many.
   *
   * @param values The row, or a list of them.
   * @throws VersaError `UNIQUE_VIOLATION`, `NOT_NULL_VIOLATION`, `UNKNOWN_COLUMN` and others.
   * @example
   * ```ts
   * await db.table('tags').insert([{ label: 'logic' }, { label: 'proofs' }]) //=> 2
   * ```
   */
  insert(values: Partial<Row> | readonly Partial<Row>[]): Promise<number>
  /**
   * Adds one row or several, and gives these columns of them, in the order given.
   *
   * @param values The row, or a list of them.
   * @param columns The columns.
   * @throws VersaError `UNIQUE_VIOLATION`, `NOT_NULL_VIOLATION`, `UNKNOWN_COLUMN` and others.
   * @example
   * ```ts
   * await db.table('tags').insertReturning({ label: 'logic' }, ['id']) //=> [{ id: 4 }]
   * ```
   */
  insertReturning<const K extends keyof Row & string>(
    values: Partial<Row> | readonly Partial<Row>[],
    columns: readonly K[]
  ): Promise<{ [P in K]: Row[P] }[]>
  /**
   * Adds a row, or changes the one with the same values in the unique columns `on`; how many were
   * written.
   *
   * @param values The row.
   * @param options `on`: the unique columns; `update`: what changes then. Default: all that are
   * given.
   * @throws VersaError `INVALID_QUERY` where the row lacks a column of `on`; what the database
   * refuses.
   * @example
   * ```ts
   * const ada = { email: 'ada@example.com', name: 'Augusta' }
   * await db.table('users').upsert(ada, { on: ['email'] }) //=> 1
   * await User.where('id', 1).value('name') //=> 'Augusta'
   * ```
   */
  upsert(values: Partial<Row>, options: UpsertOptions<keyof Row & string>): Promise<number>
  /**
   * Adds rows, or changes those with the same values in the unique columns `on`, all or none; how
   * many rows that are.
   *
   * @param list The rows.
   * @param options `on`: the unique columns; `update`: what changes then. Default: all that are
   * given.
   * @throws VersaError `INVALID_QUERY` where a row lacks a column of `on`; what the database
   * refuses.
   * @example
   * ```ts
   * const list = [{ id: 1, label: 'past' }, { id: 4, label: 'logic' }]
   * await db.table('tags').upsertMany(list, { on: ['id'] }) //=> 2
   * await Tag.pluck('label') //=> ['past', 'software', 'hardware', 'logic']
   * ```
   */
  upsertMany(
    list: readonly Partial<Row>[],
    options: UpsertOptions<keyof Row & string>
  ): Promise<number>
  /**
   * Adds one row or several, or changes those with the same values in the unique columns `on`; how
   * many were written.
   *
   * @param rows The row, or a list of them.
   * @param options `on`: the unique columns; `update`: what changes then. Default: all that are
   * given.
   * @throws VersaError `INVALID_QUERY` where a row lacks a column of `on`; what the database
   * refuses.
   * @example
   * ```ts
   * await db.table('tags').insertOrUpdate({ id: 1, label: 'past' }, { on: ['id'] }) //=> 1
   * ```
   */
  insertOrUpdate(
    rows: Partial<Row> | readonly Partial<Row>[],
    options: UpsertOptions<keyof Row & string>
  ): Promise<number>
  /**
   * Adds the rows that no unique key stands against; how many.
   *
   * @param rows The row, or a list of them.
   * @throws VersaError `NOT_NULL_VIOLATION`, `UNKNOWN_COLUMN` and others.
   * @example
   * ```ts
   * await db.table('tags').insertOrIgnore([{ label: 'history' }, { label: 'logic' }]) //=> 1
   * ```
   */
  insertOrIgnore(rows: Partial<Row> | readonly Partial<Row>[]): Promise<number>
  /**
   * Adds rows as they come, all or none, without holding them; how many.
   *
   * @param rows What gives them: an array, a generator, a stream.
   * @param options `batch`: how many rows one statement sends. Default: 1,000.
   * @throws VersaError `UNIQUE_VIOLATION`, `NOT_NULL_VIOLATION` and others; then none is there.
   * @example
   * ```ts
   * function* labels() {
   *   for (let number = 1; number <= 2_500; number++) yield { label: `tag ${number}` }
   * }
   * await db.table('tags').insertMany(labels()) //=> 2_500
   * ```
   */
  insertMany(rows: RowsOf<Partial<Row>>, options?: InsertManyOptions): Promise<number>
  /**
   * Adds the rows of a query, within the database; how many.
   *
   * @param query Selects as many columns as are filled.
   * @param columns The columns for them, in order. Default: those of the names that it selects.
   * @throws VersaError `INVALID_QUERY` for what is no query that selects; what the database
   * refuses.
   * @example
   * ```ts
   * await db.table('tags').insertFrom(Post.select('title'), ['label']) //=> 4
   * ```
   */
  insertFrom(query: AnyQuery, columns?: readonly (keyof Row & string)[]): Promise<number>
  /**
   * Adds rows in the place of those that have the same values in the columns `on`, which are
   * deleted first; how many were added.
   *
   * @param rows The row, or a list of them.
   * @param options `on`: the unique columns.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where rows refer to one and do not let go.
   * @example
   * ```ts
   * await db.table('tags').replaceInto({ id: 9, label: 'history' }, { on: ['label'] }) //=> 1
   * await Tag.find(1) //=> null
   * ```
   */
  replaceInto(
    rows: Partial<Row> | readonly Partial<Row>[],
    options: { readonly on: readonly (keyof Row & string)[] }
  ): Promise<number>
  /**
   * Removes the rows of keys, of any number: all or none; how many there were.
   *
   * @param keys Objects that name the same columns.
   * @throws VersaError `INVALID_QUERY` for objects that do not, `FOREIGN_KEY_VIOLATION` where
   * others refer to one.
   * @example
   * ```ts
   * await db.table('posts').deleteMany([{ id: 1 }, { id: 2 }]) //=> 2
   * ```
   */
  deleteMany(keys: readonly Partial<Row>[]): Promise<number>
}

/** Options of an upsert. */
export interface UpsertOptions<Column extends string = string> {
  /**
   * The columns of the unique key by which an existing row is found. Where a table without a model
   * has no such key, SQLite and PostgreSQL refuse it, and MySQL and MariaDB add one row more.
   */
  readonly on: readonly Column[]
  /** The columns that change then. Default: all that are given, but those of `on`. */
  readonly update?: readonly Column[]
}
