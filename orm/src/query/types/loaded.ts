import type { BelongsTo, relationTarget } from '../../relations/relation-types.js'
import type { AnyModel, ModelRow } from '../../schema/model-types.js'
import type { AnyQuery } from './conditions.js'
import type { Query, relationTree } from './query.js'

/** The names of a model's relations. */
export type RelationName<S> = {
  [K in keyof S]: S[K] extends { readonly [relationTarget]: unknown } ? K : never
}[keyof S] &
  string

/** The model at the other end of a relation. */
export type RelationTarget<R> = R extends { readonly [relationTarget]: infer M extends AnyModel }
  ? M
  : never

/** What `with` and `load` take: relations to load, and what of them. */
export type With<S extends AnyModel> = {
  readonly [K in RelationName<S>]?:
    | true
    | With<RelationTarget<S[K]>>
    | ((query: Query<RelationTarget<S[K]>>) => AnyQuery)
}

/** The names on any level that are no relations; never where all are. */
type UnknownName<S extends AnyModel, W> = [With<S>] extends [W]
  ? never
  : {
      [K in keyof W]: K extends RelationName<S>
        ? W[K] extends true | ((...args: never) => unknown)
          ? never
          : UnknownName<RelationTarget<S[K]>, W[K]>
        : K
    }[keyof W]

/**
 * Nothing where all names are relations; else an argument that nobody has, which makes the call an
 * error. A check within the argument itself would take the types of callbacks away.
 */
export type NoUnknown<S extends AnyModel, W> = [UnknownName<S, W>] extends [never]
  ? []
  : [noSuchRelation: UnknownName<S, W>]

/** No relations. */
// biome-ignore lint/complexity/noBannedTypes: the empty object is what no relations look like.
export type NoRelations = {}

/** What of a relation's own relations is loaded. */
type Nested<V> = V extends true
  ? NoRelations
  : V extends (...args: never) => { readonly [relationTree]: infer W extends object }
    ? W
    : V

/** A relation's value: a list, or a row that may be missing. */
type RelationValue<S extends AnyModel, R, V, Row> = R extends {
  readonly kind: 'hasMany' | 'belongsToMany'
}
  ? Row[]
  : R extends BelongsTo<AnyModel, infer Key>
    ? Row | (IsCertain<S, Key, V> extends true ? never : null)
    : Row | null

/** Whether a row is there for sure: its key cannot be null, and no condition leaves it out. */
type IsCertain<S extends AnyModel, Key, V> = V extends (...args: never) => unknown
  ? false
  : Key extends keyof ModelRow<S>
    ? null extends ModelRow<S>[Key]
      ? false
      : true
    : false

/** An instance of a model as queries give it. */
export type Instance<S extends AnyModel> = InstanceType<S> & Linked<S>

/** What an instance can do that came from its model, which therefore knows its relations. */
export interface Linked<S extends AnyModel> {
  /**
   * Loads relations of this instance, which become plain properties of it.
   *
   * @example
   * const user = await User.findOrFail(1)
   * const withPosts = await user.load({ posts: { tags: true } })
   */
  load<I extends InstanceType<S>, const W extends With<S>>(
    this: I,
    relations: W,
    ...unknown: NoUnknown<S, W>
  ): Promise<I & LoadedRelations<S, W>>
  /**
   * The query of a relation's rows.
   *
   * @example
   * const drafts = await user.related('posts').where('published', false).all()
   */
  related<K extends RelationName<S>>(relation: K): Query<RelationTarget<S[K]>>
}

/** The properties that loading gives an instance. */
export type LoadedRelations<S extends AnyModel, W> = {
  [K in keyof W & RelationName<S>]: RelationValue<
    S,
    S[K],
    W[K],
    Loaded<RelationTarget<S[K]>, Nested<W[K]>>
  >
}

/** An instance with its loaded relations. */
export type Loaded<S extends AnyModel, W> = [keyof W] extends [never]
  ? Instance<S>
  : Instance<S> & LoadedRelations<S, W>

/** A plain row with its loaded relations. */
export type LoadedRow<S extends AnyModel, W> = [keyof W] extends [never]
  ? ModelRow<S>
  : ModelRow<S> & {
      [K in keyof W & RelationName<S>]: RelationValue<
        S,
        S[K],
        W[K],
        LoadedRow<RelationTarget<S[K]>, Nested<W[K]>>
      >
    }
