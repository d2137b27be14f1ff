import type { AnyModel, ModelRow, tableOf } from '../../schema/model-types.js'
import type { NewValue } from './bulk.js'
import type { Clauses, Groups } from './clauses.js'
import type { AnyQuery, Conditions } from './conditions.js'
import type { Reading } from './reading.js'
import type { OrNull, Qualified, SelectArgument, Selected, WithSelected } from './selected.js'
import type { AliasedRows, AnyAlias, aliasTypes } from './table-alias.js'

type TableName<S extends AnyModel> = S[typeof tableOf]['name']

/** The columns of a query's own table, by their qualified names too. */
type Own<Scope, S> = S extends AnyModel ? Scope & Qualified<TableName<S>, ModelRow<S>> : Scope

/** What can be joined: a model, a table by its name, or either by another name. */
export type Joinable = AnyModel | AnyAlias | string

/** The columns of what is joined. */
type Of<T> = T extends AnyModel
  ? Qualified<TableName<T>, ModelRow<T>>
  : T extends {
        readonly [aliasTypes]: { readonly name: infer N extends string; readonly row: infer R }
      }
    ? Qualified<N, R>
    : T extends string
      ? { [Column in `${T}.${string}`]: unknown }
      : never

/** The names that the two columns of a join can have. */
type Side<Scope, S, T> = keyof (Own<Scope, S> & Of<T>) & string

/** The conditions of a join. */
type On<Scope, S, T> = (conditions: Conditions<Own<Scope, S> & Of<T>>) => AnyQuery

/** Joins. `S` is the model of the query's own table, where it has one. */
export interface Joins<Scope, S, Row = S extends AnyModel ? ModelRow<S> : Scope> {
  /**
   * Pairs the rows with those of another table where two columns are equal, or where conditions
   * are met. The rows are plain objects; qualified names like `'posts.title'` name columns of
   * either table. A table is joined again by another name.
   *
   * @example
   * User.query().join(Post, 'users.id', 'posts.userId').select('name', 'posts.title').rows()
   * User.query().join(User.as('boss'), 'users.bossId', 'boss.id').select('name', 'boss.name')
   * User.query().join(Post, on => on.whereColumn('users.id', 'posts.userId').where('posts.id', 1))
   */
  join<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<Own<Scope, S> & Of<T>, Row>
  join<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<Own<Scope, S> & Of<T>, Row>
  /** The same, and rows without a partner too: the other table's columns are null. */
  leftJoin<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<Own<Scope, S> & OrNull<Of<T>>, Row>
  leftJoin<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<Own<Scope, S> & OrNull<Of<T>>, Row>
  /** The same, and the other table's rows without a partner: this table's columns are null. */
  rightJoin<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S>> & Of<T>, OrNull<Row>>
  rightJoin<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S>> & Of<T>, OrNull<Row>>
  /** The rows of both tables, with or without a partner. */
  fullJoin<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S> & Of<T>>, OrNull<Row>>
  fullJoin<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S> & Of<T>>, OrNull<Row>>
  /** Pairs each row with each of another table. */
  crossJoin<const T extends Joinable>(table: T): RowQuery<Own<Scope, S> & Of<T>, Row>
  /**
   * Pairs the rows with those of a query, which get a name.
   *
   * @example
   * const written = Post.query().select('userId', { posts: count() }).groupBy('userId')
   * User.query().joinSub(written, 'written', 'users.id', 'written.userId')
   */
  joinSub<Rows extends object, const Name extends string>(
    query: RowTerminals<Rows> & AnyQuery,
    name: Name,
    left: Side<Scope, S, AliasedRows<Name, Rows>>,
    right: Side<Scope, S, AliasedRows<Name, Rows>>
  ): RowQuery<Own<Scope, S> & Qualified<Name, Rows>, Row>
  /** The same, and rows without a partner too. */
  leftJoinSub<Rows extends object, const Name extends string>(
    query: RowTerminals<Rows> & AnyQuery,
    name: Name,
    left: Side<Scope, S, AliasedRows<Name, Rows>>,
    right: Side<Scope, S, AliasedRows<Name, Rows>>
  ): RowQuery<Own<Scope, S> & OrNull<Qualified<Name, Rows>>, Row>
  /** The rows of the query as a table of another: to join, or to select from. */
  as<const Name extends string>(name: Name): AliasedRows<Name, Row>
}

/** What of a query gives plain rows. */
export interface RowTerminals<Row> {
  /** All rows. */
  all(): Promise<Row[]>
  /** All rows; the same as `all`. */
  rows(): Promise<Row[]>
  /** The first row, or null. */
  first(): Promise<Row | null>
  /** The first row. @throws VersaError `NOT_FOUND`. */
  firstOrFail(): Promise<Row>
  /** All rows one after another, without holding all in memory. */
  stream(): AsyncGenerator<Row, void, undefined>
  /** All rows one after another; the same as `stream`. */
  streamRows(): AsyncGenerator<Row, void, undefined>
}

/**
 * A query whose rows are plain objects: of a selection or a join. `Scope` has the names it can use.
 *
 * @example
 * const rows = await Post.query().select('userId', { posts: count() }).groupBy('userId').rows()
 */
export interface RowQuery<Scope, Row>
  extends Clauses<WithSelected<Scope, Row>>,
    Groups<Scope>,
    Joins<Scope, undefined, Row>,
    Reading<Row, Scope>,
    RowTerminals<Row> {
  /** Selects columns; the names of joined tables are qualified: `'posts.title'`. */
  select<const A extends readonly [SelectArgument<Scope>, ...SelectArgument<Scope>[]]>(
    ...columns: A
  ): RowQuery<Scope, Selected<Scope, A>>
  /**
   * Changes the rows of the query's own table that have a partner in each joined one; how many,
   * each counted once.
   *
   * @example
   * await Post.query().join(User, 'posts.userId', 'users.id')
   *   .where('users.role', 'guest')
   *   .update({ published: false, author: ref('users.name') })
   */
  update(values: { readonly [K in keyof Row]?: NewValue<Row[K], Scope> }): Promise<number>
}
