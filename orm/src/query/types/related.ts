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
   * @example
   * const post = await user.related('posts').create({ title: 'First' })
   */
  create(values: OwnedInsert<M, Key>): Promise<Instance<M>>
  /** Adds rows that refer to this one, all or none. */
  createMany(list: readonly OwnedInsert<M, Key>[]): Promise<Instance<M>[]>
  /** Makes an instance refer to this one, and saves it. */
  save(instance: InstanceType<M>): Promise<Instance<M>>
}

/** Writes of a relation to the row that this one refers to. */
export interface OwnerWrites<M extends AnyModel> {
  /** Makes this row refer to another one, and saves it. */
  associate(owner: InstanceType<M>): Promise<void>
  /** Makes this row refer to none, and saves it; the foreign key has to be nullable. */
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
   * @throws VersaError `UNIQUE_VIOLATION` where they are paired, and the table is unique.
   * @example
   * await post.related('tags').attach([1, 2], { addedBy: 'ada' })
   */
  attach(targets: PairTarget<M> | readonly PairTarget<M>[], data?: Data): Promise<void>
  /** Ends pairs: of these rows, or all; how many. */
  detach(targets?: PairTarget<M> | readonly PairTarget<M>[]): Promise<number>
  /**
   * Pairs exactly these rows with this one, in a transaction: the missing are added, the others
   * removed, unless `{ detach: false }`.
   *
   * @example
   * const { attached, detached } = await post.related('tags').sync([1, 2, 3])
   */
  sync(
    targets: readonly PairTarget<M>[],
    options?: { readonly detach?: boolean; readonly data?: Data }
  ): Promise<SyncResult<ModelKey<M>>>
  /** Ends the pairs that there are of these rows, and begins the others, in a transaction. */
  toggle(targets: readonly PairTarget<M>[]): Promise<SyncResult<ModelKey<M>>>
  /** Changes columns of a pair; how many pairs there were. */
  updateExistingPivot(target: PairTarget<M>, data: Data): Promise<number>
  /** Adds a row and pairs it with this one, in a transaction. */
  create(values: ModelInsert<M>, data?: Data): Promise<Instance<M>>
  /** Adds rows and pairs them with this one, in a transaction. */
  createMany(list: readonly ModelInsert<M>[], data?: Data): Promise<Instance<M>[]>
}
