import type { Computed, ComputedName, ComputedOptions } from '../../query/types/computed.js'
import type {
  NoRelations,
  RelatedColumn,
  RelationName,
  RelationTarget
} from '../../query/types/loaded.js'
import type { Query } from '../../query/types/query.js'
import type { AnyModel } from '../../schema/model-types.js'

/** The static methods of models that begin a query with a value of related rows. */
export interface ComputedStatics {
  /**
   * Begins a query that reads how many related rows there are, as a property; see
   * {@link WithComputed.withCount}.
   *
   * @param relation The relation's name.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsCount`, all.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = await User.withCount('posts').orderBy('postsCount', 'desc').all()
   * users[0]?.postsCount //=> 2
   * ```
   */
  withCount<S extends AnyModel, K extends RelationName<S>, const As extends string = string>(
    this: S,
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, NoRelations, Record<ComputedName<K, 'Count', As>, number>>
  /**
   * Begins a query that reads whether there are related rows, as a property; see
   * {@link WithComputed.withExists}.
   *
   * @param relation The relation's name.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsExists`, all.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = await User.withExists('posts').all()
   * users.map(user => user.postsExists) //=> [true, true, true, false]
   * ```
   */
  withExists<S extends AnyModel, K extends RelationName<S>, const As extends string = string>(
    this: S,
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, NoRelations, Record<ComputedName<K, 'Exists', As>, boolean>>
  /**
   * Begins a query that reads the sum of a column of the related rows, as a property; null of none;
   * see {@link WithComputed.withSum}.
   *
   * @param relation The relation's name.
   * @param column A column of numbers.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsSumId`, named by
   * the three, all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const users = await User.withSum('posts', 'id').orderBy('id').all()
   * users.map(user => user.postsSumId) //=> [3, 3, 4, null]
   * ```
   */
  withSum<
    S extends AnyModel,
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    this: S,
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<
    S,
    NoRelations,
    Record<ComputedName<K, `Sum${Capitalize<C>}`, As>, Computed<'sum', S[K], C>>
  >
  /**
   * Begins a query that reads the average of a column of the related rows, as a property; null of
   * none; see
   * {@link WithComputed.withAvg}.
   *
   * @param relation The relation's name.
   * @param column A column of numbers.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsAvgId`, named by
   * the three, all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const users = await User.withAvg('posts', 'id').orderBy('id').all()
   * users.map(user => user.postsAvgId) //=> [1.5, 3, 4, null]
   * ```
   */
  withAvg<
    S extends AnyModel,
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    this: S,
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<
    S,
    NoRelations,
    Record<ComputedName<K, `Avg${Capitalize<C>}`, As>, Computed<'avg', S[K], C>>
  >
  /**
   * Begins a query that reads the smallest value of a column of the related rows, as a property;
   * null of none; see
   * {@link WithComputed.withMin}.
   *
   * @param relation The relation's name.
   * @param column The column.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsMinId`, named by
   * the three, all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * const users = await User.withMin('posts', 'id').orderBy('id').all()
   * users.map(user => user.postsMinId) //=> [1, 3, 4, null]
   * ```
   */
  withMin<
    S extends AnyModel,
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    this: S,
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<
    S,
    NoRelations,
    Record<ComputedName<K, `Min${Capitalize<C>}`, As>, Computed<'min', S[K], C>>
  >
  /**
   * Begins a query that reads the largest value of a column of the related rows, as a property;
   * null of none; see
   * {@link WithComputed.withMax}.
   *
   * @param relation The relation's name.
   * @param column The column.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsMaxId`, named by
   * the three, all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * const users = await User.withMax('posts', 'id').orderBy('id').all()
   * users.map(user => user.postsMaxId) //=> [2, 3, 4, null]
   * ```
   */
  withMax<
    S extends AnyModel,
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    this: S,
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<
    S,
    NoRelations,
    Record<ComputedName<K, `Max${Capitalize<C>}`, As>, Computed<'max', S[K], C>>
  >
}
