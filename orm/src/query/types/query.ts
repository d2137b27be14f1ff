import type {
  AnyModel,
  ModelKey,
  ModelRow,
  ModelWritable,
  tableOf
} from '../../schema/model-types.js'
import type { SqlFragment } from '../fragment/sql-fragment.js'
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
 * `first`, `find`, `count`, `update` and so on.
 *
 * @example
 * const users = await User.where('age', '>=', 18)
 *   .with({ posts: q => q.where('published', true) })
 *   .orderBy('name')
 *   .all()
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
   * @example
   * User.with({ posts: true })
   * User.with({ posts: { tags: true } })
   * User.with({ posts: q => q.where('published', true).orderBy('id').with({ tags: true }) })
   */
  with<const V extends With<S>>(relations: V & KnownOnly<S, V>): Query<S, W & V, X>
  /**
   * Selects columns: the rows are plain objects of them.
   *
   * @example
   * User.query().select('id', { mail: 'email' })
   * User.query().select('role', { users: count() }).groupBy('role')
   */
  select<const A extends readonly [SelectArgument<ModelRow<S>>, ...SelectArgument<ModelRow<S>>[]]>(
    ...columns: A
  ): RowQuery<ModelRow<S>, Selected<ModelRow<S>, A>>
  /** Leaves columns of the models out of `JSON.stringify` and of logs. */
  makeHidden(...columns: readonly (keyof ModelRow<S> & string)[]): this
  /** Shows columns in `JSON.stringify` and logs that the model hides. */
  makeVisible(...columns: readonly (keyof ModelRow<S> & string)[]): this

  /** All of them, as models. */
  all(): Promise<Found<S, W, X>[]>
  /** All of them, as plain objects. */
  rows(): Promise<LoadedRow<S, W, X>[]>
  /** The first one, or null. */
  first(): Promise<Found<S, W, X> | null>
  /** The first one. @throws VersaError `NOT_FOUND`. */
  firstOrFail(): Promise<Found<S, W, X>>
  /** The one of a primary key that meets the conditions, or null. */
  find(key: ModelKey<S>): Promise<Found<S, W, X> | null>
  /** The one of a primary key. @throws VersaError `NOT_FOUND`. */
  findOrFail(key: ModelKey<S>): Promise<Found<S, W, X>>
  /** The ones of primary keys, in their order; those that are not there are left out. */
  findMany(keys: readonly ModelKey<S>[]): Promise<Found<S, W, X>[]>
  /**
   * All of them one after another, as models, without holding all in memory.
   *
   * @example
   * for await (const user of User.query().stream()) …
   */
  stream(): AsyncGenerator<Found<S, W, X>, void, undefined>
  /** All of them one after another, as plain objects. */
  streamRows(): AsyncGenerator<LoadedRow<S, W, X>, void, undefined>
  /**
   * Changes the rows; how many met the conditions. Without a condition it is refused: see
   * `allRows`.
   *
   * @example
   * await User.where('id', 1).update({ name: 'Ada', age: sql`age + ${1}` })
   */
  update(this: WritableQuery, values: Changes<S>): Promise<number>
}

/** New values of columns. */
export type Changes<S extends AnyModel> = {
  [K in keyof ModelWritable<S>]?: ModelWritable<S>[K] | SqlFragment
}
