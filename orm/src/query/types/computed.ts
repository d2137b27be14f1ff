import type { AnyModel, ColumnValue } from '../../schema/model-types.js'
import type { CompareOperator } from '../operators.js'
import type { AnyQuery } from './conditions.js'
import type { RelatedColumn, RelationName, RelationTarget } from './loaded.js'
import type { Query } from './query.js'
import type { AggregateValue } from './selected.js'

/** Conditions of related rows. */
export type RelatedConditions<M extends AnyModel> = (query: Query<M>) => AnyQuery

/** How a value of related rows is called, and of which of them it is. */
export interface ComputedOptions<M extends AnyModel, As extends string = string> {
  /** The property. Default: the relation's name, what it is, and the column: `postsCount`. */
  readonly as?: As
  /** Which of the related rows count. Default: all. */
  readonly where?: RelatedConditions<M>
}

/** The property of a value of related rows. */
export type ComputedName<K extends string, What extends string, As> = string extends As
  ? `${K}${What}`
  : As & string

/** Values of related rows, and conditions on them, in queries of a model. */
export interface Relating<S extends AnyModel> {
  /**
   * Rows that have related ones: one at least, or as many as are said.
   *
   * @param relation The relation's name.
   * @param operator How their number is compared. Default: `>=`.
   * @param count How many related rows. Default: 1.
   * @throws VersaError `UNKNOWN_RELATION`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.where('role', 'member').has('posts', '=', 1).pluck('name') //=> ['Grace', 'Alan']
   * ```
   */
  has(relation: RelationName<S>, operator?: CompareOperator, count?: number): this
  /**
   * Rows that have related ones, joined by `or`.
   *
   * @param relation The relation's name.
   * @param operator How their number is compared. Default: `>=`.
   * @param count How many related rows. Default: 1.
   * @throws VersaError `UNKNOWN_RELATION`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.whereNull('age').orHas('posts', '>=', 2).pluck('name') //=> ['Ada', 'Edsger']
   * ```
   */
  orHas(relation: RelationName<S>, operator?: CompareOperator, count?: number): this
  /**
   * Rows that have no related ones.
   *
   * @param relation The relation's name.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * await User.has('posts').doesntHave('profile').pluck('name') //=> ['Alan']
   * ```
   */
  doesntHave(relation: RelationName<S>): this
  /**
   * Rows that have no related ones, joined by `or`.
   *
   * @param relation The relation's name.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * await User.where('role', 'admin').orDoesntHave('posts').pluck('name') //=> ['Ada', 'Edsger']
   * ```
   */
  orDoesntHave(relation: RelationName<S>): this
  /**
   * Rows that have related ones which meet conditions.
   *
   * @param relation The relation's name.
   * @param conditions Gets a query of the related rows, and returns it with conditions. Default:
   * none.
   * @param operator How their number is compared. Default: `>=`.
   * @param count How many related rows. Default: 1.
   * @throws VersaError `UNKNOWN_RELATION`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await User.query().whereHas('posts', q => q.whereHas('tags', q => q, '>=', 2)).pluck('name')
   * //=> ['Ada', 'Grace']
   * ```
   */
  whereHas<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>,
    operator?: CompareOperator,
    count?: number
  ): this
  /**
   * Rows that have related ones which meet conditions, joined by `or`.
   *
   * @param relation The relation's name.
   * @param conditions Gets a query of the related rows, and returns it with conditions. Default:
   * none.
   * @param operator How their number is compared. Default: `>=`.
   * @param count How many related rows. Default: 1.
   * @throws VersaError `UNKNOWN_RELATION`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const users = User.whereNull('age').orWhereHas('posts', q => q.where('title', 'Notes'))
   * await users.pluck('name') //=> ['Ada', 'Edsger']
   * ```
   */
  orWhereHas<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>,
    operator?: CompareOperator,
    count?: number
  ): this
  /**
   * Rows that have no related ones which meet conditions.
   *
   * @param relation The relation's name.
   * @param conditions Gets a query of the related rows, and returns it with conditions. Default:
   * none.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = User.has('posts').whereDoesntHave('posts', q => q.where('published', false))
   * await users.pluck('name') //=> ['Grace', 'Alan']
   * ```
   */
  whereDoesntHave<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>
  ): this
  /**
   * Rows that have no related ones which meet conditions, joined by `or`.
   *
   * @param relation The relation's name.
   * @param conditions Gets a query of the related rows, and returns it with conditions. Default:
   * none.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = User.where('id', 1).orWhereDoesntHave('posts', q => q.where('published', true))
   * await users.pluck('name') //=> ['Ada', 'Edsger']
   * ```
   */
  orWhereDoesntHave<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>
  ): this
}

/** What queries of a model with values of related rows become. */
export interface WithComputed<S extends AnyModel, W extends object, X> {
  /**
   * Reads how many related rows there are, as a property: `postsCount`, or as it is called. Rows
   * can be ordered by it.
   *
   * @param relation The relation's name.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsCount`, all.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const users = await User.withCount('posts')
   *   .withCount('posts', { as: 'drafts', where: q => q.where('published', false) })
   *   .orderBy('postsCount', 'desc')
   *   .all()
   * users[0]?.postsCount //=> 2
   * users[0]?.drafts //=> 1
   * ```
   */
  withCount<K extends RelationName<S>, const As extends string = string>(
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, 'Count', As>, number>>
  /**
   * Reads whether there are related rows, as a property: `postsExists`.
   *
   * @param relation The relation's name.
   * @param options `as`: the property; `where`: which of the rows. Default: `postsExists`, all.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const [ada] = await User.where('id', 1).withExists('profile').all()
   * ada?.profileExists //=> true
   * ```
   */
  withExists<K extends RelationName<S>, const As extends string = string>(
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, 'Exists', As>, boolean>>
  /**
   * Reads the sum of a column of the related rows, as a property: `postsSumLikes`; null of none.
   *
   * @param relation The relation's name.
   * @param column A column of numbers.
   * @param options `as`: the property; `where`: which of the rows. Default: named by the three,
   * all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const [ada] = await User.where('id', 1).withSum('posts', 'id').all()
   * ada?.postsSumId //=> 3
   * ```
   */
  withSum<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Sum${Capitalize<C>}`, As>, Computed<'sum', S[K], C>>>
  /**
   * Reads the average of a column of the related rows, as a property: `postsAvgLikes`; null of
   * none.
   *
   * @param relation The relation's name.
   * @param column A column of numbers.
   * @param options `as`: the property; `where`: which of the rows. Default: named by the three,
   * all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const [ada] = await User.where('id', 1).withAvg('posts', 'id').all()
   * ada?.postsAvgId //=> 1.5
   * ```
   */
  withAvg<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Avg${Capitalize<C>}`, As>, Computed<'avg', S[K], C>>>
  /**
   * Reads the smallest value of a column of the related rows, as a property: `postsMinLikes`; null
   * of none.
   *
   * @param relation The relation's name.
   * @param column The column.
   * @param options `as`: the property; `where`: which of the rows. Default: named by the three,
   * all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * const [ada] = await User.where('id', 1).withMin('posts', 'title').all()
   * ada?.postsMinTitle //=> 'Drafts'
   * ```
   */
  withMin<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Min${Capitalize<C>}`, As>, Computed<'min', S[K], C>>>
  /**
   * Reads the largest value of a column of the related rows, as a property: `postsMaxLikes`; null
   * of none.
   *
   * @param relation The relation's name.
   * @param column The column.
   * @param options `as`: the property; `where`: which of the rows. Default: named by the three,
   * all.
   * @throws VersaError `UNKNOWN_RELATION`, `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * const [ada] = await User.where('id', 1).withMax('posts', 'title', { as: 'last' }).all()
   * ada?.last //=> 'Notes'
   * ```
   */
  withMax<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Max${Capitalize<C>}`, As>, Computed<'max', S[K], C>>>
}

/** The value of an aggregate of a relation's column. */
export type Computed<Name, R, C> = AggregateValue<Name, ColumnValue<RelationTarget<R>, C>>
