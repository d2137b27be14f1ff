import type { BelongsTo, relationTarget } from '../../relations/relation-types.js'
import type { AnyModel, ModelRow, tableOf } from '../../schema/model-types.js'
import type { AnyQuery } from './conditions.js'
import type { Query, relationTree } from './query.js'

/** The names of a model's relations. The many that all models have need no look at their types. */
export type RelationName<S extends AnyModel> = {
  [K in Exclude<keyof S, S[typeof tableOf]['inherited']>]: S[K] extends {
    readonly [relationTarget]: unknown
  }
    ? K
    : never
}[Exclude<keyof S, S[typeof tableOf]['inherited']>] &
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

/** What a name would have to be that is no relation; nothing is. */
interface NoSuchRelation<Name> {
  /** @internal */
  readonly [relationTarget]: Name
}

/**
 * What else an argument of `with` has to be: nothing where all names are relations, and what cannot
 * be in the place of each that is none. A condition puts that off; otherwise it would take the
 * types of callbacks away.
 */
export type KnownOnly<S extends AnyModel, W> = [UnknownName<S, W>] extends [never]
  ? unknown
  : Mistakes<S, W>

type Mistakes<S extends AnyModel, W> = {
  readonly [K in keyof W]: K extends RelationName<S>
    ? W[K] extends true | ((...args: never) => unknown)
      ? unknown
      : KnownOnly<RelationTarget<S[K]>, W[K]>
    : NoSuchRelation<K>
}

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
    relations: W & KnownOnly<S, W>
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
    Found<RelationTarget<S[K]>, Nested<W[K]>>
  >
}

/**
 * An instance with its loaded relations. Editors show it by this name and what was loaded, as in
 * `Loaded<typeof User, { readonly posts: true }>`.
 */
export type Loaded<S extends AnyModel, W> = InstanceType<S> & Linked<S> & LoadedRelations<S, W>

/** What a query of models gives: instances, with relations where it loads some. */
export type Found<S extends AnyModel, W> = [keyof W] extends [never] ? Instance<S> : Loaded<S, W>

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
