import type {
  BelongsTo,
  BelongsToMany,
  HasMany,
  HasOne,
  MorphTo
} from '../../relations/relation-types.js'
import type { AnyModel, ModelInsert, ModelKey, ModelRow } from '../../schema/model-types.js'
import type { Instance, RelationTarget } from './loaded.js'
import type { Query } from './query.js'

/** The query of a relation's rows from one instance, and what can be done with the relation. */
export type Related<R> = Query<RelationTarget<R>> & RelatedWrites<R>

/** What can be done with a relation, by its kind. */
export type RelatedWrites<R> =
  R extends BelongsToMany<infer M extends AnyModel, infer P, string>
    ? PairedWrites<M, P extends AnyModel ? Partial<ModelRow<P>> : Record<string, unknown>>
    : R extends
          | HasMany<infer M extends AnyModel, infer Key>
          | HasOne<infer M extends AnyModel, infer Key>
      ? OwnedWrites<M, Key>
      : R extends BelongsTo<infer M extends AnyModel>
        ? OwnerWrites<M>
        : R extends MorphTo<infer Models>
          ? OwnerWrites<Models[keyof Models] & AnyModel>
          : unknown

/** A new row of a relation, whose foreign key comes from the relation. */
export type OwnedInsert<M extends AnyModel, Key> = Omit<ModelInsert<M>, Key & string> &
  Partial<Pick<ModelInsert<M>, Key & keyof ModelInsert<M>>>

/** Writes of a relation to rows that refer to this one. */
export interface OwnedWrites<M extends AnyModel, Key> {
  /**
   * Adds a row that refers to this one.
   *
   * @param values The other columns of the row.
   * @throws VersaError What an insert throws: `UNIQUE_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * ```ts
   * const user = await User.findOrFail(4)
   * const post = await user.related('posts').create({ title: 'First' })
   * post.userId //=> 4
   * ```
   */
  create(values: OwnedInsert<M, Key>): Promise<Instance<M>>
  /**
   * Adds rows that refer to this one, all or none.
   *
   * @param list The other columns of each row.
   * @throws VersaError What an insert throws: `UNIQUE_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * ```ts
   * const user = await User.findOrFail(4)
   * await user.related('posts').createMany([{ title: 'First' }, { title: 'Second' }])
   * await user.related('posts').count() //=> 2
   * ```
   */
  createMany(list: readonly OwnedInsert<M, Key>[]): Promise<Instance<M>[]>
  /**
   * Makes an instance refer to this one, and saves it.
   *
   * @param instance One of the other model, new or not.
   * @throws VersaError As `save` of an instance: `NOT_FOUND`, `STALE` and others.
   * @example
   * ```ts
   * const user = await User.findOrFail(4)
   * await user.related('posts').save(await Post.findOrFail(2))
   * await user.related('posts').pluck('title') //=> ['Drafts']
   * ```
   */
  save(instance: InstanceType<M>): Promise<Instance<M>>
}

/** Writes of a relation to the row that this one refers to. */
export interface OwnerWrites<M extends AnyModel> {
  /**
   * Makes this row refer to another one, and saves it.
   *
   * @param owner An instance of the other model.
   * @throws VersaError As `save` of an instance: `NOT_FOUND`, `STALE` and others.
   * @example
   * ```ts
   * const post = await Post.findOrFail(2)
   * await post.related('author').associate(await User.findOrFail(4))
   * post.userId //=> 4
   * ```
   */
  associate(owner: InstanceType<M>): Promise<void>
  /**
   * Makes this row refer to none, and saves it; the foreign key has to be nullable.
   *
   * @throws VersaError `NOT_NULL_VIOLATION` where it is not.
   * @example
   * ```ts
   * const post = await Post.findOrFail(2)
   * await post.related('author').dissociate() //! NOT_NULL_VIOLATION
   * ```
   */
  dissociate(): Promise<void>
}

/** A row of a relation through a table that pairs keys: its key, or an instance. */
export type PairTarget<M extends AnyModel> = ModelKey<M> | InstanceType<M>

/** What `sync` changed. */
export interface SyncResult<Key> {
  /** The keys that were paired. */
  readonly attached: Key[]
  /** The keys that are paired no longer. */
  readonly detached: Key[]
  /** The keys whose pivot rows were changed. */
  readonly updated: Key[]
}

/** Writes of a relation through a table that pairs keys. `Data` are that table's columns. */
export interface PairedWrites<M extends AnyModel, Data> {
  /**
   * Pairs rows with this one.
   *
   * @param targets Keys or instances: one, or several.
   * @param data Further columns of the table between. Default: none.
   * @throws VersaError `UNIQUE_VIOLATION` where they are paired, and the table is unique.
   * @example
   * ```ts
   * const post = await Post.findOrFail(2)
   * await post.related('tags').attach([1, 2])
   * await post.related('tags').pluck('label') //=> ['history', 'software']
   * ```
   */
  attach(targets: PairTarget<M> | readonly PairTarget<M>[], data?: Data): Promise<void>
  /**
   * Ends pairs; how many.
   *
   * @param targets Keys or instances: one, or several. Default: all that are paired.
   * @example
   * ```ts
   * const post = await Post.findOrFail(1)
   * await post.related('tags').detach(1) //=> 1
   * await post.related('tags').detach() //=> 1
   * ```
   */
  detach(targets?: PairTarget<M> | readonly PairTarget<M>[]): Promise<number>
  /**
   * Pairs exactly these rows with this one, in a transaction: the missing are added, the others
   * removed.
   *
   * @param targets Keys or instances.
   * @param options `detach: false`: the others stay; `data`: further columns of new pairs. Default:
   * they go, none.
   * @returns What was changed.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` for keys of no row.
   * @example
   * ```ts
   * const post = await Post.findOrFail(1)
   * await post.related('tags').sync([1, 2]) //=> { attached: [2], detached: [3], updated: [] }
   * ```
   */
  sync(
    targets: readonly PairTarget<M>[],
    options?: { readonly detach?: boolean; readonly data?: Data }
  ): Promise<SyncResult<ModelKey<M>>>
  /**
   * Ends the pairs that there are of these rows, and begins the others, in a transaction.
   *
   * @param targets Keys or instances.
   * @returns What was changed.
   * @throws VersaError `FOREIGN_KEY_VIOLATION` for keys of no row.
   * @example
   * ```ts
   * const post = await Post.findOrFail(1)
   * await post.related('tags').toggle([1, 2]) //=> { attached: [2], detached: [1], updated: [] }
   * ```
   */
  toggle(targets: readonly PairTarget<M>[]): Promise<SyncResult<ModelKey<M>>>
  /**
   * Changes columns of a pair; how many pairs there were.
   *
   * @param target A key or an instance.
   * @param data The columns of the table between, and their values.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`.
   * @example
   * ```ts
   * const post = await Post.findOrFail(1)
   * await post.related('tags').updateExistingPivot(3, { tagId: 2 }) //=> 1
   * await post.related('tags').pluck('label') //=> ['history', 'software']
   * ```
   */
  updateExistingPivot(target: PairTarget<M>, data: Data): Promise<number>
  /**
   * Adds a row and pairs it with this one, in a transaction.
   *
   * @param values Values of columns of the other model.
   * @param data Further columns of the table between. Default: none.
   * @throws VersaError What an insert throws: `UNIQUE_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * ```ts
   * const post = await Post.findOrFail(2)
   * await post.related('tags').create({ label: 'logic' })
   * await post.related('tags').pluck('label') //=> ['logic']
   * ```
   */
  create(values: ModelInsert<M>, data?: Data): Promise<Instance<M>>
  /**
   * Adds rows and pairs them with this one, in a transaction.
   *
   * @param list Values of columns of the other model, for each row.
   * @param data Further columns of the table between. Default: none.
   * @throws VersaError What an insert throws: `UNIQUE_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * ```ts
   * const post = await Post.findOrFail(2)
   * const tags = await post.related('tags').createMany([{ label: 'logic' }, { label: 'proofs' }])
   * tags.length //=> 2
   * ```
   */
  createMany(list: readonly ModelInsert<M>[], data?: Data): Promise<Instance<M>[]>
}
