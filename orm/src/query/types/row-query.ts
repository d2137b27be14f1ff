import type { AnyModel, ModelRow, tableOf } from '../../schema/model-types.js'
import type { Clauses, Groups } from './clauses.js'
import type { OrNull, Qualified, SelectArgument, Selected, WithSelected } from './selected.js'

type TableName<S extends AnyModel> = S[typeof tableOf]['name']

/** The columns of a query's own table, by their qualified names too. */
type Own<Scope, S> = S extends AnyModel ? Scope & Qualified<TableName<S>, ModelRow<S>> : Scope

/** The columns of a joined model. */
type Of<T extends AnyModel> = Qualified<TableName<T>, ModelRow<T>>

/** The columns of a joined table that has no model. */
type Loose<Name extends string> = { [Column in `${Name}.${string}`]: unknown }

/** Joins. `S` is the model of the query's own table, where it has one. */
export interface Joins<Scope, S, Row = S extends AnyModel ? ModelRow<S> : Scope> {
  /**
   * Pairs the rows with those of another table where two columns are equal. The rows are plain
   * objects; qualified names like `'posts.title'` name columns of either table.
   *
   * @example
   * User.query().join(Post, 'users.id', 'posts.userId').select('name', 'posts.title').rows()
   */
  join<T extends AnyModel>(
    model: T,
    left: keyof (Own<Scope, S> & Of<T>) & string,
    right: keyof (Own<Scope, S> & Of<T>) & string
  ): RowQuery<Own<Scope, S> & Of<T>, Row>
  join<const Name extends string>(
    table: Name,
    left: string,
    right: string
  ): RowQuery<Own<Scope, S> & Loose<Name>, Row>
  /** The same, and rows without a partner too: the other table's columns are null. */
  leftJoin<T extends AnyModel>(
    model: T,
    left: keyof (Own<Scope, S> & Of<T>) & string,
    right: keyof (Own<Scope, S> & Of<T>) & string
  ): RowQuery<Own<Scope, S> & OrNull<Of<T>>, Row>
  leftJoin<const Name extends string>(
    table: Name,
    left: string,
    right: string
  ): RowQuery<Own<Scope, S> & Loose<Name>, Row>
  /** The same, and the other table's rows without a partner: this table's columns are null. */
  rightJoin<T extends AnyModel>(
    model: T,
    left: keyof (Own<Scope, S> & Of<T>) & string,
    right: keyof (Own<Scope, S> & Of<T>) & string
  ): RowQuery<OrNull<Own<Scope, S>> & Of<T>, OrNull<Row>>
  rightJoin<const Name extends string>(
    table: Name,
    left: string,
    right: string
  ): RowQuery<OrNull<Own<Scope, S>> & Loose<Name>, OrNull<Row>>
  /** The rows of both tables, with or without a partner. Not on MySQL and MariaDB. */
  fullJoin<T extends AnyModel>(
    model: T,
    left: keyof (Own<Scope, S> & Of<T>) & string,
    right: keyof (Own<Scope, S> & Of<T>) & string
  ): RowQuery<OrNull<Own<Scope, S> & Of<T>>, OrNull<Row>>
  fullJoin<const Name extends string>(
    table: Name,
    left: string,
    right: string
  ): RowQuery<OrNull<Own<Scope, S>> & Loose<Name>, OrNull<Row>>
  /** Pairs each row with each of another table. */
  crossJoin<T extends AnyModel>(model: T): RowQuery<Own<Scope, S> & Of<T>, Row>
  crossJoin<const Name extends string>(table: Name): RowQuery<Own<Scope, S> & Loose<Name>, Row>
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
    RowTerminals<Row> {
  /** Selects columns; the names of joined tables are qualified: `'posts.title'`. */
  select<const A extends readonly [SelectArgument<Scope>, ...SelectArgument<Scope>[]]>(
    ...columns: A
  ): RowQuery<Scope, Selected<Scope, A>>
}
