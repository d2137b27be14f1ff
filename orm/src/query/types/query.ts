import type {
  AnyModel,
  ColumnName,
  ModelKey,
  ModelRow,
  ModelWritable,
  tableOf
} from '../../schema/model-types.js'
import type { NewValue, NumberName, Step, UpdateManyOptions } from './bulk.js'
import type { Clauses, Groups } from './clauses.js'
import type { Relating, WithComputed } from './computed.js'
import type { ofView, WritableQuery } from './conditions.js'
import type { Found, KnownOnly, LoadedRow, NoRelations, With } from './loaded.js'
import type { Reading } from './reading.js'
import type { Joins, RowQuery } from './row-query.js'
import type { Scoping } from './scoping.js'
import type { SelectArgument, Selected } from './selected.js'

/** What relations a query loads; for the compiler only. */
export declare const relationTree: unique symbol

/** The names a query of a model can use: columns, and values of related rows. */
type QueryScope<S extends AnyModel, X> = [keyof X] extends [never] ? ModelRow<S> : ModelRow<S> & X

/** The names a query of a model can use, and their values. */
export type ModelScope<S extends AnyModel> = ModelRow<S>

/**
 * A query of a model. It is immutable, and nothing runs before a terminal is called: `all`,
 * `first`, `find`, `count`, `update` and so on. `W` is what it loads, `X` what else it reads.
 */
export interface Query<S extends AnyModel, W extends object = NoRelations, X = NoRelations>
  extends Clauses<QueryScope<S, X>>,
    Groups<ModelRow<S>>,
    Joins<ModelRow<S>, S>,
    Relating<S>,
    WithComputed<S, W, X>,
    Scoping<S>,
    Reading<Found<S, W, X>, ModelRow<S>> {
  /** @internal */
  readonly [relationTree]: W
  /** @internal */
  readonly [ofView]: S[typeof tableOf]['isView']
  /**
   * Loads relations with the rows: one more query per relation and level. Loaded relations are
   * plain properties; others are not in the type.
   *
   * @param relations The relations' names with `true`, with further relations, or with a function
   * that gets the query of their rows.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = await User.where('role', 'admin')
   *   .with({ profile: true, posts: q => q.where('published', true).with({ tags: true }) })
   *   .all()
   * users[0]?.profile?.bio //=> 'Wrote the first program.'
   * users[0]?.posts[0]?.tags.length //=> 2
   * ```
   */
  with<const V extends With<S>>(relations: V & KnownOnly<S, V>): Query<S, W & V, X>
  /**
   * Selects columns: the rows are plain objects of them.
   *
   * @param columns Columns, and objects of properties and what goes into them.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * import { count } from 'versa-orm'
   *
   * await User.where('id', 1).select('id', { mail: 'email' }).rows()
   * //=> [{ id: 1, mail: 'ada@example.com' }]
   * await User.query().select('role', { users: count() }).groupBy('role').orderBy('role').rows()
   * //=> [{ role: 'admin', users: 1 }, { role: 'member', users: 3 }]
   * ```
   */
  select<const A extends readonly [SelectArgument<ModelRow<S>>, ...SelectArgument<ModelRow<S>>[]]>(
    ...columns: A
  ): RowQuery<ModelRow<S>, Selected<ModelRow<S>, A>>
  /**
   * Leaves columns of the models out of `JSON.stringify` and of logs.
   *
   * @param columns The columns.
   * @example
   * ```ts
   * const tags = await Tag.where('id', 1).makeHidden('id').all()
   * JSON.stringify(tags) //=> '[{"label":"history"}]'
   * ```
   */
  makeHidden(...columns: readonly (keyof ModelRow<S> & string)[]): this
  /**
   * Shows columns in `JSON.stringify` and logs that the model hides.
   *
   * @param columns The columns.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Person extends Model.table('users', { id: t.id(), email: t.text() }, {
   *   hidden: ['email']
   * }) {}
   *
   * const [ada] = await Person.where('id', 1).makeVisible('email').all()
   * JSON.stringify(ada) //=> '{"id":1,"email":"ada@example.com"}'
   * ```
   */
  makeVisible(...columns: readonly (keyof ModelRow<S> & string)[]): this

  /**
   * All of them, as models.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * const users = await User.where('role', 'member').orderBy('name').all()
   * users.map(user => user.initials) //=> ['A', 'E', 'G']
   * ```
   */
  all(): Promise<Found<S, W, X>[]>
  /**
   * All of them, as plain objects.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await Tag.where('id', 1).rows() //=> [{ id: 1, label: 'history' }]
   * ```
   */
  rows(): Promise<LoadedRow<S, W, X>[]>
  /**
   * The first one, or null.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * const eldest = await User.orderBy('age', 'desc').first()
   * eldest?.name //=> 'Grace'
   * ```
   */
  first(): Promise<Found<S, W, X> | null>
  /**
   * The first one.
   *
   * @throws VersaError `NOT_FOUND` where there is none.
   * @example
   * ```ts
   * await User.where('age', '>', 99).firstOrFail() //! NOT_FOUND
   * ```
   */
  firstOrFail(): Promise<Found<S, W, X>>
  /**
   * The one of a primary key that meets the conditions, or null.
   *
   * @param key The key: a value, or an object where it has several columns.
   * @throws VersaError `INVALID_VALUE` for a key that is none of the column.
   * @example
   * ```ts
   * await User.where('role', 'member').find(1) //=> null
   * ```
   */
  find(key: ModelKey<S>): Promise<Found<S, W, X> | null>
  /**
   * The one of a primary key that meets the conditions.
   *
   * @param key The key: a value, or an object where it has several columns.
   * @throws VersaError `NOT_FOUND` where there is none, `INVALID_VALUE` for a key that is none of
   * the column.
   * @example
   * ```ts
   * const user = await User.with({ posts: true }).findOrFail(1)
   * user.posts.length //=> 2
   * ```
   */
  findOrFail(key: ModelKey<S>): Promise<Found<S, W, X>>
  /**
   * The ones of primary keys that meet the conditions, in the keys' order; those that are not there
   * are left out.
   *
   * @param keys The keys, of any number.
   * @throws VersaError `INVALID_VALUE` for a key that is none of the column.
   * @example
   * ```ts
   * const users = await User.where('role', 'member').findMany([3, 1, 2])
   * users.map(user => user.name) //=> ['Alan', 'Grace']
   * ```
   */
  findMany(keys: readonly ModelKey<S>[]): Promise<Found<S, W, X>[]>
  /**
   * All of them one after another, as models, without holding all in memory.
   *
   * @throws VersaError `TIMEOUT`, `UNKNOWN_TABLE` and others, when rows are asked for.
   * @example
   * ```ts
   * const names: string[] = []
   * for await (const user of User.where('role', 'member').stream()) names.push(user.name)
   * names //=> ['Grace', 'Alan', 'Edsger']
   * ```
   */
  stream(): AsyncGenerator<Found<S, W, X>, void, undefined>
  /**
   * All of them one after another, as plain objects, without holding all in memory.
   *
   * @throws VersaError `TIMEOUT`, `UNKNOWN_TABLE` and others, when rows are asked for.
   * @example
   * ```ts
   * let likes = 0
   * for await (const post of Post.where('published', true).streamRows()) {
   *   likes += post.meta?.likes ?? 0
   * }
   * likes //=> 49
   * ```
   */
  streamRows(): AsyncGenerator<LoadedRow<S, W, X>, void, undefined>
  /**
   * Changes the rows; how many met the conditions. Without a condition it is refused: see
   * {@link Clauses.allRows}.
   *
   * @param values New values: ones, SQL, or other columns by {@link ref}.
   * @throws VersaError `INVALID_QUERY` without a condition or without values, `INVALID_VALUE`,
   * `UNIQUE_VIOLATION`, `MASS_ASSIGNMENT` and others.
   * @example
   * ```ts
   * import { sql } from 'versa-orm'
   *
   * await User.where('id', 1).update({ name: 'Augusta', age: sql`age + ${1}` }) //=> 1
   * await User.where('id', 1).value('age') //=> 37
   * ```
   */
  update(this: WritableQuery, values: Changes<S>): Promise<number>
  /**
   * Adds to a column, in the database: nothing that others add meanwhile is lost. Null stays null.
   *
   * @param column A column of numbers.
   * @param by How much. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @returns How many rows met the conditions.
   * @throws VersaError `INVALID_QUERY` without a condition, or for a column without numbers;
   * `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.where('age', '<', 40).increment('age', 2) //=> 2
   * await User.where('id', 1).value('age') //=> 38
   * ```
   */
  increment<K extends NumberName<ModelWritable<S>>>(
    this: WritableQuery,
    column: K,
    by?: Step,
    extra?: Partial<ModelWritable<S>>
  ): Promise<number>
  /**
   * Takes from a column, in the database; see {@link Query.increment}.
   *
   * @param column A column of numbers.
   * @param by How much. Default: 1.
   * @param extra Other columns that are set with it. Default: none.
   * @returns How many rows met the conditions.
   * @throws VersaError `INVALID_QUERY` without a condition, or for a column without numbers;
   * `INVALID_VALUE`.
   * @example
   * ```ts
   * await User.where('id', 1).decrement('age', 6, { name: 'Young Ada' }) //=> 1
   * ```
   */
  decrement<K extends NumberName<ModelWritable<S>>>(
    this: WritableQuery,
    column: K,
    by?: Step,
    extra?: Partial<ModelWritable<S>>
  ): Promise<number>
  /**
   * Changes rows, each to values of its own: found by their primary key, or by the columns of
   * `key`. One statement for all that change the same columns; all or none.
   *
   * @param list Rows with their key and what changes.
   * @param options `key`: the columns by which rows are found. Default: the primary key.
   * @returns How many rows there were. Those that are not there, or do not meet the conditions, are
   * left out.
   * @throws VersaError `INVALID_QUERY` for a row without its key or without a change;
   * `INVALID_VALUE`.
   * @example
   * ```ts
   * const members = User.where('role', 'member')
   * await members.updateMany([{ id: 1, age: 37 }, { id: 2, age: 46 }]) //=> 1
   * ```
   */
  updateMany(
    this: WritableQuery,
    list: readonly Partial<ModelRow<S>>[],
    options?: UpdateManyOptions<ColumnName<S>>
  ): Promise<number>
  /**
   * Removes the rows of primary keys, of any number, or marks them as deleted where their model
   * does: all or none. Those that do not meet the conditions stay.
   *
   * @param keys The keys.
   * @returns How many there were.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` where others refer to one; then all stay.
   * @example
   * ```ts
   * await Post.where('published', false).deleteMany([1, 2]) //=> 1
   * ```
   */
  deleteMany(this: WritableQuery, keys: readonly ModelKey<S>[]): Promise<number>
}

/** New values of columns. */
export type Changes<S extends AnyModel> = {
  [K in keyof ModelWritable<S>]?: NewValue<ModelWritable<S>[K], ModelRow<S>>
}
