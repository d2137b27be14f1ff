import type { AnyModel, ColumnName } from '../schema/model-types.js'

/** The model at the other end of a relation, for the compiler. */
export declare const relationTarget: unique symbol
/** The properties that hold the foreign key, for the compiler. */
export declare const relationKey: unique symbol
/** Of `belongsToMany`: the model between and its columns that are loaded, for the compiler. */
export declare const relationPivot: unique symbol
/** Of `morphTo`: the models it may lead to, for the compiler. */
export declare const relationModels: unique symbol

/** A relation to several rows that refer to this one. */
export interface HasMany<M, Key extends string = never> {
  /** What it is: `hasMany`. */
  readonly kind: 'hasMany'
  /** @internal */
  readonly [relationTarget]: M
  /** @internal */
  readonly [relationKey]: Key
}

/** A relation to at most one row that refers to this one. */
export interface HasOne<M extends AnyModel, Key extends string = never> {
  /** What it is: `hasOne`. */
  readonly kind: 'hasOne'
  /** @internal */
  readonly [relationTarget]: M
  /** @internal */
  readonly [relationKey]: Key
  /**
   * Leads to the one of several rows that has the largest value of a column.
   *
   * @param column The column, which is not nullable. Default: the primary key.
   * @throws VersaError `INVALID_MODEL` on another kind of relation.
   * @example
   * ```ts
   * import { hasOne, Model, t } from 'versa-orm'
   *
   * class Writer extends Model.table('users', { id: t.id() }) {
   *   static lastPost = hasOne(() => Post, 'userId').latestOfMany('id')
   * }
   *
   * const writer = await Writer.with({ lastPost: true }).findOrFail(1)
   * writer.lastPost?.title //=> 'Drafts'
   * ```
   */
  latestOfMany(column?: ColumnName<M>): HasOne<M, Key>
  /**
   * Leads to the one of several rows that has the smallest value of a column.
   *
   * @param column The column, which is not nullable. Default: the primary key.
   * @throws VersaError `INVALID_MODEL` on another kind of relation.
   * @example
   * ```ts
   * import { hasOne, Model, t } from 'versa-orm'
   *
   * class Writer extends Model.table('users', { id: t.id() }) {
   *   static firstPost = hasOne(() => Post, 'userId').oldestOfMany('id')
   * }
   *
   * const writer = await Writer.with({ firstPost: true }).findOrFail(1)
   * writer.firstPost?.title //=> 'Notes'
   * ```
   */
  oldestOfMany(column?: ColumnName<M>): HasOne<M, Key>
}

/** A relation to the row that this one refers to. */
export interface BelongsTo<M, Key extends string = string> {
  /** What it is: `belongsTo`. */
  readonly kind: 'belongsTo'
  /** @internal */
  readonly [relationTarget]: M
  /** @internal */
  readonly [relationKey]: Key
}

/** A relation to several rows through a table that pairs keys. */
export interface BelongsToMany<M, P = unknown, Data extends string = never> {
  /** What it is: `belongsToMany`. */
  readonly kind: 'belongsToMany'
  /** @internal */
  readonly [relationTarget]: M
  /** @internal */
  readonly [relationPivot]: { readonly model: P; readonly data: Data }
}

/** A relation to several rows that refer to rows of a model between. */
export interface HasManyThrough<M> {
  /** What it is: `hasManyThrough`. */
  readonly kind: 'hasManyThrough'
  /** @internal */
  readonly [relationTarget]: M
}

/** A relation to one row that refers to a row of a model between. */
export interface HasOneThrough<M> {
  /** What it is: `hasOneThrough`. */
  readonly kind: 'hasOneThrough'
  /** @internal */
  readonly [relationTarget]: M
}

/** A relation to a row of one of several models. */
export interface MorphTo<Models> {
  /** What it is: `morphTo`. */
  readonly kind: 'morphTo'
  /** @internal */
  readonly [relationTarget]: Models[keyof Models]
  /** @internal */
  readonly [relationModels]: Models
}

/** Any relation. */
export type AnyRelation =
  | HasMany<AnyModel, string>
  | HasOne<AnyModel, string>
  | BelongsTo<AnyModel>
  | BelongsToMany<AnyModel, unknown, string>
  | HasManyThrough<AnyModel>
  | HasOneThrough<AnyModel>
  | MorphTo<Readonly<Record<string, AnyModel>>>
