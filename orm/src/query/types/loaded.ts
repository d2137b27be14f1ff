import type { StatementLimits } from '../../engine/engine.js'
import type {
  BelongsTo,
  BelongsToMany,
  MorphTo,
  relationTarget
} from '../../relations/relation-types.js'
import type {
  AnyModel,
  ColumnName,
  HidesRows,
  ModelRow,
  tableOf
} from '../../schema/model-types.js'
import type { AnyQuery } from './conditions.js'
import type { Query, relationTree } from './query.js'
import type { Related } from './related.js'

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
  readonly [K in RelationName<S>]?: true | WithOf<S[K]>
}

/** What is loaded of one relation. */
type WithOf<R> =
  R extends MorphTo<infer Models>
    ? {
        readonly [T in keyof Models]?:
          | true
          | (Models[T] extends AnyModel ? WithRows<Models[T]> : never)
      }
    : WithRows<RelationTarget<R>>

/** Further relations and how many rows at most, or the query of the rows. */
type WithRows<M extends AnyModel> =
  | (With<M> & {
      /** The most rows that each row gets. Default: all. */
      readonly limit?: number
    })
  | ((query: Query<M>) => AnyQuery)

/** The names on any level that are no relations; never where all are. */
type UnknownName<S extends AnyModel, W> = [With<S>] extends [W]
  ? never
  : {
      [K in keyof W]: K extends RelationName<S>
        ? W[K] extends true | ((...args: never) => unknown)
          ? never
          : S[K] extends MorphTo<infer Models>
            ? Exclude<keyof W[K], keyof Models>
            : UnknownName<RelationTarget<S[K]>, W[K]>
        : Exclude<K, 'limit'>
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

/** What cannot be, in the place of each name that is no relation. */
type Mistakes<S extends AnyModel, W> = {
  readonly [K in keyof W]: K extends RelationName<S>
    ? W[K] extends true | ((...args: never) => unknown)
      ? unknown
      : S[K] extends MorphTo<infer Models>
        ? { readonly [T in keyof W[K]]: T extends keyof Models ? unknown : NoSuchRelation<T> }
        : KnownOnly<RelationTarget<S[K]>, W[K]>
    : K extends 'limit'
      ? unknown
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
  readonly kind: 'hasMany' | 'belongsToMany' | 'hasManyThrough'
}
  ? WithPivot<R, Row>[]
  : R extends BelongsTo<infer M, infer Key>
    ? Row | (IsCertain<S, Key, M, V> extends true ? never : null)
    : Row | null

/**
 * A row with what it has of the table between. Where that is nothing, it is the row itself and not
 * an intersection with something empty, which would lose its name.
 */
type WithPivot<R, Row> =
  R extends BelongsToMany<AnyModel, infer P extends AnyModel, infer Data>
    ? [Data] extends [never]
      ? Row
      : Row & { pivot: Pick<ModelRow<P>, Data & keyof ModelRow<P>> }
    : Row

/** Whether a row is there for sure: its key cannot be null, and nothing leaves it out. */
type IsCertain<S extends AnyModel, Key, M, V> = V extends (...args: never) => unknown
  ? false
  : M extends HidesRows
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
   * @param relations The relations' names with `true`, with further relations, or with a function
   * that gets the query of their rows.
   * @param options A signal, and how long a statement may take. Default: those of `connect`.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * const { posts } = await user.load({ posts: { tags: true } })
   * posts.map(post => post.tags.length) //=> [2, 0]
   * ```
   */
  load<I extends InstanceType<S>, const W extends With<S>>(
    this: I,
    relations: W & KnownOnly<S, W>,
    options?: StatementLimits
  ): Promise<I & LoadedRelations<S, W>>
  /**
   * Loads relations of this instance, but only those that are not loaded yet.
   *
   * @param relations The relations' names with `true`, with further relations, or with a function
   * that gets the query of their rows.
   * @param options A signal, and how long a statement may take. Default: those of `connect`.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const user = await User.with({ posts: true }).findOrFail(1)
   * statements.length = 0
   * await user.loadMissing({ posts: true, profile: true })
   * statements.length //=> 1
   * ```
   */
  loadMissing<I extends InstanceType<S>, const W extends With<S>>(
    this: I,
    relations: W & KnownOnly<S, W>,
    options?: StatementLimits
  ): Promise<I & LoadedRelations<S, W>>
  /**
   * The query of a relation's rows, and what can be done with the relation.
   *
   * @param relation The relation's name.
   * @throws VersaError `UNKNOWN_RELATION`.
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await user.related('posts').where('published', false).pluck('title') //=> ['Drafts']
   * const post = await Post.findOrFail(2)
   * await post.related('tags').attach([1, 2])
   * ```
   */
  related<K extends RelationName<S>>(relation: K): Related<S[K]>
  /**
   * The row as it is now, as another instance without relations; null where it is gone.
   *
   * @example
   * ```ts
   * const user = await User.findOrFail(1)
   * await User.where('id', 1).update({ age: 37 })
   * const fresh = await user.fresh()
   * fresh?.age //=> 37
   * user.age //=> 36
   * ```
   */
  fresh(): Promise<Instance<S> | null>
  /**
   * Makes a new instance with the values of this one, without what tells rows apart: the primary
   * key, what is generated, timestamps and the version, and the columns that are named.
   *
   * @param except Columns that are left out, too. Default: none.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * const post = await Post.findOrFail(1)
   * const copy = await post.replicate(['published']).save()
   * copy.title //=> 'Notes'
   * copy.published //=> false
   * ```
   */
  replicate(except?: readonly ColumnName<S>[]): Instance<S>
}

/** The properties that loading gives an instance. */
export type LoadedRelations<S extends AnyModel, W> = {
  [K in keyof W & RelationName<S>]: S[K] extends MorphTo<infer Models>
    ? MorphLoaded<Models, W[K]> | null
    : RelationValue<S, S[K], W[K], Found<RelationTarget<S[K]>, Nested<W[K]>>>
}

/** An instance of one of several models, each with its own relations. */
type MorphLoaded<Models, V> = {
  [T in keyof Models]: Models[T] extends AnyModel
    ? Found<Models[T], V extends { readonly [K in T]: infer N } ? Nested<N> : NoRelations>
    : never
}[keyof Models]

/**
 * An instance with its loaded relations. Editors show it by this name and what was loaded, as in
 * `Loaded<typeof User, { readonly posts: true }>`.
 */
export type Loaded<S extends AnyModel, W> = InstanceType<S> & Linked<S> & LoadedRelations<S, W>

/** What a query of models gives: instances, with relations and values where it loads some. */
export type Found<S extends AnyModel, W, X = NoRelations> = [keyof X] extends [never]
  ? [keyof W] extends [never]
    ? Instance<S>
    : Loaded<S, W>
  : Found<S, W> & X

/** A plain row with its loaded relations and values. */
export type LoadedRow<S extends AnyModel, W, X = NoRelations> = [keyof X] extends [never]
  ? [keyof W] extends [never]
    ? ModelRow<S>
    : ModelRow<S> & LoadedRowRelations<S, W>
  : LoadedRow<S, W> & X

/** The properties that loading gives a plain row. */
type LoadedRowRelations<S extends AnyModel, W> = {
  [K in keyof W & RelationName<S>]: S[K] extends MorphTo<infer Models>
    ? MorphLoadedRow<Models, W[K]> | null
    : RelationValue<S, S[K], W[K], LoadedRow<RelationTarget<S[K]>, Nested<W[K]>>>
}

/** A plain row of one of several models, each with its own relations. */
type MorphLoadedRow<Models, V> = {
  [T in keyof Models]: Models[T] extends AnyModel
    ? LoadedRow<Models[T], V extends { readonly [K in T]: infer N } ? Nested<N> : NoRelations>
    : never
}[keyof Models]

/** The names of a relation's columns. */
export type RelatedColumn<R> = ColumnName<RelationTarget<R>>
