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
  /** The property; default: the relation's name, what it is, and the column: `postsCount`. */
  readonly as?: As
  /** Which of the related rows count; default: all. */
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
   * @example
   * User.has('posts')
   * User.has('posts', '>=', 3)
   */
  has(relation: RelationName<S>, operator?: CompareOperator, count?: number): this
  /** The same, joined by `or`. */
  orHas(relation: RelationName<S>, operator?: CompareOperator, count?: number): this
  /** Rows that have no related ones. */
  doesntHave(relation: RelationName<S>): this
  /** The same, joined by `or`. */
  orDoesntHave(relation: RelationName<S>): this
  /**
   * Rows that have related ones which meet conditions.
   *
   * @example
   * User.whereHas('posts', q => q.where('published', true))
   * User.whereHas('posts', q => q.whereHas('tags'), '>=', 2)
   */
  whereHas<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>,
    operator?: CompareOperator,
    count?: number
  ): this
  /** The same, joined by `or`. */
  orWhereHas<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>,
    operator?: CompareOperator,
    count?: number
  ): this
  /** Rows that have no related ones which meet conditions. */
  whereDoesntHave<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>
  ): this
  /** The same, joined by `or`. */
  orWhereDoesntHave<K extends RelationName<S>>(
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>
  ): this
}

/** What queries of a model with values of related rows become. */
export interface WithComputed<S extends AnyModel, W extends object, X> {
  /**
   * How many related rows there are, as a property: `postsCount`, or as it is called. Rows can be
   * ordered by it.
   *
   * @example
   * User.withCount('posts').orderBy('postsCount', 'desc')
   * User.withCount('posts', { as: 'drafts', where: q => q.where('published', false) })
   */
  withCount<K extends RelationName<S>, const As extends string = string>(
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, 'Count', As>, number>>
  /** Whether there are related rows: `postsExists`. */
  withExists<K extends RelationName<S>, const As extends string = string>(
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, 'Exists', As>, boolean>>
  /** The sum of a column of the related rows: `postsSumLikes`; null of none. */
  withSum<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Sum${Capitalize<C>}`, As>, Computed<'sum', S[K], C>>>
  /** The average of a column of the related rows: `postsAvgLikes`; null of none. */
  withAvg<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Avg${Capitalize<C>}`, As>, Computed<'avg', S[K], C>>>
  /** The smallest value of a column of the related rows: `postsMinLikes`; null of none. */
  withMin<
    K extends RelationName<S>,
    C extends RelatedColumn<S[K]>,
    const As extends string = string
  >(
    relation: K,
    column: C,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, W, X & Record<ComputedName<K, `Min${Capitalize<C>}`, As>, Computed<'min', S[K], C>>>
  /** The largest value of a column of the related rows: `postsMaxLikes`; null of none. */
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
type Computed<Name, R, C> = AggregateValue<Name, ColumnValue<RelationTarget<R>, C>>
