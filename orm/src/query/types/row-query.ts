import type { AnyModel, ModelRow, tableOf } from '../../schema/model-types.js'
import type { NewValue } from './bulk.js'
import type { Clauses, Groups } from './clauses.js'
import type { AnyQuery, Conditions } from './conditions.js'
import type { Reading } from './reading.js'
import type { OrNull, Qualified, SelectArgument, Selected, WithSelected } from './selected.js'
import type { AliasedRows, AnyAlias, aliasTypes } from './table-alias.js'

/** The name of a model's table, for the compiler. */
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
   * Pairs the rows with those of another table where two columns are equal. The rows are plain
   * objects; qualified names like `'posts.title'` name columns of either table.
   *
   * @param table A model, a table's name, or either by another name.
   * @param left A column of one of them.
   * @param right A column of the other.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const rows = User.query().join(Post, 'users.id', 'posts.userId').orderBy('posts.id')
   * await rows.select('name', 'posts.title').limit(1).rows() //=> [{ name: 'Ada', title: 'Notes' }]
   * ```
   */
  join<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<Own<Scope, S> & Of<T>, Row>
  /**
   * Pairs the rows with those of another table where conditions are met.
   *
   * @param table A model, a table's name, or either by another name.
   * @param on Gets the conditions of the join, and returns them with more.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const drafts = User.query().join(Post, on =>
   *   on.whereColumn('users.id', 'posts.userId').where('posts.published', false)
   * )
   * await drafts.select('name', 'posts.title').rows() //=> [{ name: 'Ada', title: 'Drafts' }]
   * ```
   */
  join<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<Own<Scope, S> & Of<T>, Row>
  /**
   * Pairs the rows with those of another table; rows without a partner are there too, and the other
   * table's columns null.
   *
   * @param table A model, a table's name, or either by another name.
   * @param left A column of one of them.
   * @param right A column of the other.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const rows = User.query().leftJoin(Profile, 'users.id', 'profiles.userId').orderBy('users.id')
   * await rows.select('name', 'profiles.bio').offset(2).rows()
   * //=> [{ name: 'Alan', bio: null }, { name: 'Edsger', bio: null }]
   * ```
   */
  leftJoin<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<Own<Scope, S> & OrNull<Of<T>>, Row>
  /**
   * Pairs the rows with those of another table where conditions are met; rows without a partner are
   * there too.
   *
   * @param table A model, a table's name, or either by another name.
   * @param on Gets the conditions of the join, and returns them with more.
   */
  leftJoin<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<Own<Scope, S> & OrNull<Of<T>>, Row>
  /**
   * Pairs the rows with those of another table; the other table's rows without a partner are there
   * too, and this table's columns null.
   *
   * @param table A model, a table's name, or either by another name.
   * @param left A column of one of them.
   * @param right A column of the other.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const rows = Profile.query().rightJoin(User, 'profiles.userId', 'users.id')
   * await rows.where('users.id', 4).select('bio', 'users.name').rows()
   * //=> [{ bio: null, name: 'Edsger' }]
   * ```
   */
  rightJoin<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S>> & Of<T>, OrNull<Row>>
  /**
   * Pairs the rows with those of another table where conditions are met; the other table's rows
   * without a partner are there too.
   *
   * @param table A model, a table's name, or either by another name.
   * @param on Gets the conditions of the join, and returns them with more.
   */
  rightJoin<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S>> & Of<T>, OrNull<Row>>
  /**
   * Gives the rows of both tables, with or without a partner.
   *
   * @param table A model, a table's name, or either by another name.
   * @param left A column of one of them.
   * @param right A column of the other.
   * @throws VersaError `UNSUPPORTED` on MySQL and MariaDB beside other joins, groups, aggregates or
   * SQL of your own; `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.query().fullJoin(Profile, 'users.id', 'profiles.userId').count() //=> 4
   * ```
   */
  fullJoin<const T extends Joinable>(
    table: T,
    left: Side<Scope, S, T>,
    right: Side<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S> & Of<T>>, OrNull<Row>>
  /**
   * Gives the rows of both tables, paired where conditions are met, and those without a partner.
   *
   * @param table A model, a table's name, or either by another name.
   * @param on Gets the conditions of the join, and returns them with more.
   */
  fullJoin<const T extends Joinable>(
    table: T,
    on: On<Scope, S, T>
  ): RowQuery<OrNull<Own<Scope, S> & Of<T>>, OrNull<Row>>
  /**
   * Pairs each row with each of another table.
   *
   * @param table A model, a table's name, or either by another name.
   * @throws VersaError `INVALID_QUERY` for what cannot be joined.
   * @example
   * ```ts
   * await User.query().crossJoin(Tag).count() //=> 12
   * ```
   */
  crossJoin<const T extends Joinable>(table: T): RowQuery<Own<Scope, S> & Of<T>, Row>
  /**
   * Pairs the rows with those of a query, which get a name.
   *
   * @param query The query.
   * @param name The name of its rows as a table.
   * @param left A column of one of them.
   * @param right A column of the other.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * import { count } from 'versa-orm'
   *
   * const written = Post.select('userId', { posts: count() }).groupBy('userId')
   * await User.query().joinSub(written, 'written', 'users.id', 'written.userId')
   *   .where('written.posts', '>', 1)
   *   .select('name', 'written.posts')
   *   .rows() //=> [{ name: 'Ada', posts: 2 }]
   * ```
   */
  joinSub<Rows extends object, const Name extends string>(
    query: RowTerminals<Rows> & AnyQuery,
    name: Name,
    left: Side<Scope, S, AliasedRows<Name, Rows>>,
    right: Side<Scope, S, AliasedRows<Name, Rows>>
  ): RowQuery<Own<Scope, S> & Qualified<Name, Rows>, Row>
  /**
   * Pairs the rows with those of a query, which get a name; rows without a partner are there too.
   *
   * @param query The query.
   * @param name The name of its rows as a table.
   * @param left A column of one of them.
   * @param right A column of the other.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * import { count } from 'versa-orm'
   *
   * const written = Post.select('userId', { posts: count() }).groupBy('userId')
   * const rows = User.query().leftJoinSub(written, 'written', 'users.id', 'written.userId')
   * await rows.whereNull('written.posts').select('name').rows() //=> [{ name: 'Edsger' }]
   * ```
   */
  leftJoinSub<Rows extends object, const Name extends string>(
    query: RowTerminals<Rows> & AnyQuery,
    name: Name,
    left: Side<Scope, S, AliasedRows<Name, Rows>>,
    right: Side<Scope, S, AliasedRows<Name, Rows>>
  ): RowQuery<Own<Scope, S> & OrNull<Qualified<Name, Rows>>, Row>
  /**
   * Names the rows of the query, as a table of another query: to join, or to select from.
   *
   * @param name The name.
   * @throws VersaError `INVALID_QUERY` for what is no name.
   * @example
   * ```ts
   * import { avg, count } from 'versa-orm'
   *
   * const written = Post.select('userId', { posts: count() }).groupBy('userId').as('written')
   * await written.query().select({ posts: avg('posts') }).rows() //=> [{ posts: 4 / 3 }]
   * ```
   */
  as<const Name extends string>(name: Name): AliasedRows<Name, Row>
}

/** What of a query gives plain rows. */
export interface RowTerminals<Row> {
  /**
   * All rows.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await Tag.select('label').where('id', 1).all() //=> [{ label: 'history' }]
   * ```
   */
  all(): Promise<Row[]>
  /**
   * All rows; the same as `all`.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await Tag.select('label').where('id', 1).rows() //=> [{ label: 'history' }]
   * ```
   */
  rows(): Promise<Row[]>
  /**
   * The first row, or null.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await Tag.select('label').orderBy('id').first() //=> { label: 'history' }
   * ```
   */
  first(): Promise<Row | null>
  /**
   * The first row.
   *
   * @throws VersaError `NOT_FOUND` where there is none.
   * @example
   * ```ts
   * await Tag.select('label').where('id', 99).firstOrFail() //! NOT_FOUND
   * ```
   */
  firstOrFail(): Promise<Row>
  /**
   * All rows one after another, without holding all in memory.
   *
   * @throws VersaError `TIMEOUT`, `UNKNOWN_TABLE` and others, when rows are asked for.
   * @example
   * ```ts
   * const labels: string[] = []
   * for await (const { label } of Tag.select('label').stream()) labels.push(label)
   * labels //=> ['history', 'software', 'hardware']
   * ```
   */
  stream(): AsyncGenerator<Row, void, undefined>
  /**
   * All rows one after another; the same as `stream`.
   *
   * @throws VersaError `TIMEOUT`, `UNKNOWN_TABLE` and others, when rows are asked for.
   * @example
   * ```ts
   * let count = 0
   * for await (const row of db.table('users').streamRows()) if (row['age'] !== null) count++
   * count //=> 3
   * ```
   */
  streamRows(): AsyncGenerator<Row, void, undefined>
}

/**
 * A query whose rows are plain objects: of a selection or a join. `Scope` has the names it can use.
 */
export interface RowQuery<Scope, Row>
  extends Clauses<WithSelected<Scope, Row>>,
    Groups<Scope>,
    Joins<Scope, undefined, Row>,
    Reading<Row, Scope>,
    RowTerminals<Row> {
  /**
   * Selects columns; the names of joined tables are qualified: `'posts.title'`.
   *
   * @param columns Columns, and objects of properties and what goes into them.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const rows = Post.query().join(User, 'posts.userId', 'users.id').where('posts.id', 3)
   * await rows.select('title', { by: 'users.name' }).rows()
   * //=> [{ title: 'Compilers', by: 'Grace' }]
   * ```
   */
  select<const A extends readonly [SelectArgument<Scope>, ...SelectArgument<Scope>[]]>(
    ...columns: A
  ): RowQuery<Scope, Selected<Scope, A>>
  /**
   * Changes the rows of the query's own table that have a partner in each joined one; how many,
   * each counted once. Without a condition it is refused: see {@link Clauses.allRows}.
   *
   * @param values New values: ones, SQL, or other columns by {@link ref}.
   * @throws VersaError `INVALID_QUERY` without values or a condition, `INVALID_VALUE`,
   * `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * import { ref } from 'versa-orm'
   *
   * await Post.query().join(User, 'posts.userId', 'users.id')
   *   .where('users.role', 'admin')
   *   .update({ published: false, title: ref('users.name') }) //=> 2
   * await Post.where('id', 1).value('title') //=> 'Ada'
   * ```
   */
  update(values: { readonly [K in keyof Row]?: NewValue<Row[K], Scope> }): Promise<number>
}
