import { invalidDefinition } from '../schema/column.js'
import type { AnyModel, ColumnName } from '../schema/model-types.js'

/** The model at the other end of a relation, for the compiler. */
export declare const relationTarget: unique symbol
/** Of `belongsTo`: the property that holds the key, for the compiler. */
export declare const relationKey: unique symbol

/** A relation to several rows that refer to this one. */
export interface HasMany<M> {
  readonly kind: 'hasMany'
  /** @internal */
  readonly [relationTarget]: M
}

/** A relation to at most one row that refers to this one. */
export interface HasOne<M> {
  readonly kind: 'hasOne'
  /** @internal */
  readonly [relationTarget]: M
}

/** A relation to the row that this one refers to. */
export interface BelongsTo<M, Key extends string = string> {
  readonly kind: 'belongsTo'
  /** @internal */
  readonly [relationTarget]: M
  /** @internal */
  readonly [relationKey]: Key
}

/** A relation to several rows through a table that pairs keys. */
export interface BelongsToMany<M> {
  readonly kind: 'belongsToMany'
  /** @internal */
  readonly [relationTarget]: M
}

/** Any relation. */
export type AnyRelation =
  | HasMany<AnyModel>
  | HasOne<AnyModel>
  | BelongsTo<AnyModel>
  | BelongsToMany<AnyModel>

/** Options of {@link belongsToMany}. */
export interface ThroughOptions<P extends AnyModel> {
  /** The table that pairs keys: its name, or a function that returns its model. */
  readonly through: string | (() => P)
  /** The column there that refers to this model: a property where `through` is a model. */
  readonly foreignKey: string
  /** The column there that refers to the other model. */
  readonly relatedKey: string
  /** The property here that `foreignKey` refers to; default: the primary key. */
  readonly ownerKey?: string
  /** The property there that `relatedKey` refers to; default: the primary key. */
  readonly targetKey?: string
}

/** What a relation was told, at run time. */
export type RelationSettings =
  | {
      readonly kind: 'hasMany' | 'hasOne'
      readonly foreignKey: string
      readonly ownerKey: string | undefined
    }
  | {
      readonly kind: 'belongsTo'
      readonly foreignKey: string
      readonly ownerKey: string | undefined
    }
  | ({ readonly kind: 'belongsToMany' } & ThroughOptions<AnyModel>)

/** A relation at run time. */
export class RelationDefinition {
  constructor(
    /** The model at the other end; a function, because it may not be defined yet. */
    readonly model: () => unknown,
    readonly settings: RelationSettings
  ) {
    if (typeof model !== 'function') {
      throw invalidDefinition(
        `${settings.kind} got no function that returns a model`,
        `write ${settings.kind}(() => Post, …): the class may not be defined yet`
      )
    }
  }
}

/**
 * Several rows of another model refer to this one with their `foreignKey`: to its primary key, or
 * to the property `ownerKey`.
 *
 * @example
 * class User extends Model.table('users', { id: t.id() }) {
 *   static posts = hasMany(() => Post, 'userId')
 * }
 */
export function hasMany<M extends AnyModel>(
  model: () => M,
  foreignKey: ColumnName<M>,
  ownerKey?: string
): HasMany<M> {
  return define<HasMany<M>>(model, { kind: 'hasMany', foreignKey, ownerKey })
}

/**
 * At most one row of another model refers to this one.
 *
 * @example
 * static profile = hasOne(() => Profile, 'userId')
 */
export function hasOne<M extends AnyModel>(
  model: () => M,
  foreignKey: ColumnName<M>,
  ownerKey?: string
): HasOne<M> {
  return define<HasOne<M>>(model, { kind: 'hasOne', foreignKey, ownerKey })
}

/**
 * This row refers with its own property `foreignKey` to a row of another model, to its primary key
 * or the property `ownerKey`.
 *
 * Loaded, it is null where the foreign key is null. Where the column is not nullable the compiler
 * takes the row for granted, so the database should have the foreign key (`references`).
 *
 * @example
 * static author = belongsTo(() => User, 'userId')
 */
export function belongsTo<M extends AnyModel, const Key extends string>(
  model: () => M,
  foreignKey: Key,
  ownerKey?: ColumnName<M>
): BelongsTo<M, Key> {
  return define<BelongsTo<M, Key>>(model, { kind: 'belongsTo', foreignKey, ownerKey })
}

/**
 * Several rows of another model, paired with this one by rows of a third table.
 *
 * @example
 * static tags = belongsToMany(() => Tag, {
 *   through: 'post_tags', foreignKey: 'post_id', relatedKey: 'tag_id'
 * })
 * static tags = belongsToMany(() => Tag, {
 *   through: () => PostTag, foreignKey: 'postId', relatedKey: 'tagId'
 * })
 */
export function belongsToMany<M extends AnyModel, P extends AnyModel>(
  model: () => M,
  options: ThroughOptions<P>
): BelongsToMany<M> {
  return define<BelongsToMany<M>>(model, { kind: 'belongsToMany', ...options })
}

/** The one place where a definition is claimed to have the types that only the compiler sees. */
function define<R extends { readonly kind: string }>(
  model: () => unknown,
  settings: RelationSettings
): R {
  return new RelationDefinition(model, settings) as unknown as R
}
