import { invalidDefinition } from '../schema/column.js'
import type { AnyModel, ColumnName } from '../schema/model-types.js'
import type {
  BelongsTo,
  BelongsToMany,
  HasMany,
  HasManyThrough,
  HasOne,
  HasOneThrough,
  MorphTo
} from './relation-types.js'

/** One column, or several in the order of those they refer to. */
export type Columns<Name extends string = string> = Name | readonly [Name, ...Name[]]

/** Options of {@link belongsToMany}. */
export interface ThroughOptions<
  P extends AnyModel = AnyModel,
  Data extends readonly string[] = readonly string[]
> {
  /**
   * The table that pairs keys: its name, in the schema of this model or `schema.name`, or a
   * function that returns its model.
   */
  readonly through: string | (() => P)
  /** The column there that refers to this model: a property where `through` is a model. */
  readonly foreignKey: Columns
  /** The column there that refers to the other model. */
  readonly relatedKey: Columns
  /** The property here that `foreignKey` refers to; default: the primary key. */
  readonly ownerKey?: Columns
  /** The property there that `relatedKey` refers to; default: the primary key. */
  readonly targetKey?: Columns
  /**
   * Further columns of the table between, which loaded rows have under `pivot`; only where
   * `through` is a model.
   */
  readonly pivot?: Data
}

/** Options of {@link hasManyThrough} and {@link hasOneThrough}. */
export interface HasThroughOptions<P extends AnyModel, M extends AnyModel> {
  /** The model between. */
  readonly through: () => P
  /** The property of the model between that refers to this model. */
  readonly foreignKey: Columns<ColumnName<P>>
  /** The property of the other model that refers to the one between. */
  readonly relatedKey: Columns<ColumnName<M>>
  /** The property here that `foreignKey` refers to; default: the primary key. */
  readonly ownerKey?: Columns
  /** The property of the model between that `relatedKey` refers to; default: its primary key. */
  readonly throughKey?: Columns<ColumnName<P>>
}

/** Options of {@link morphMany} and {@link morphOne}. */
export interface MorphOptions<Key extends string = string> {
  /** The property there that says which model a row belongs to. */
  readonly type: Key
  /** The property there that has the key. */
  readonly id: Key
  /** What `type` has for this model. */
  readonly value: string
  /** The property here that `id` refers to; default: the primary key. */
  readonly ownerKey?: string
}

/** Options of {@link morphToMany}. */
export interface MorphToManyOptions<
  P extends AnyModel = AnyModel,
  Data extends readonly string[] = readonly string[]
> extends ThroughOptions<P, Data> {
  /** The column between that says of which model the rows are, and what it has for them. */
  readonly type: { readonly column: string; readonly value: string }
}

/** What a relation was told, at run time. */
export type RelationSettings =
  | {
      readonly kind: 'hasMany' | 'hasOne'
      readonly foreignKey: Columns
      readonly ownerKey: Columns | undefined
      readonly type?: { readonly column: string; readonly value: string } | undefined
      readonly pick?: PickOne | undefined
    }
  | {
      readonly kind: 'belongsTo'
      readonly foreignKey: Columns
      readonly ownerKey: Columns | undefined
    }
  | ({
      readonly kind: 'belongsToMany'
      readonly type?: { readonly column: string; readonly value: string } | undefined
    } & ThroughOptions)
  | ({
      readonly kind: 'hasManyThrough' | 'hasOneThrough'
    } & HasThroughOptions<AnyModel, AnyModel>)
  | {
      readonly kind: 'morphTo'
      readonly type: string
      readonly id: string
      readonly models: () => Readonly<Record<string, AnyModel>>
    }

/** Which of several rows a relation to one row leads to. */
export interface PickOne {
  /** The property that decides; undefined: the primary key. */
  readonly column: string | undefined
  /** Whether the largest or the smallest value wins. */
  readonly wins: 'largest' | 'smallest'
}

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

  latestOfMany(column?: string): RelationDefinition {
    return this.#picking({ column, wins: 'largest' })
  }

  oldestOfMany(column?: string): RelationDefinition {
    return this.#picking({ column, wins: 'smallest' })
  }

  #picking(pick: PickOne): RelationDefinition {
    const { settings } = this
    if (settings.kind === 'hasOne') return new RelationDefinition(this.model, { ...settings, pick })
    throw invalidDefinition(
      `${settings.kind} has no latestOfMany or oldestOfMany`,
      "write hasOne(() => Post, 'userId').latestOfMany()"
    )
  }
}

/**
 * Several rows of another model refer to this one with their `foreignKey`: to its primary key, or
 * to the property `ownerKey`. Keys of several columns are arrays, in the same order.
 *
 * @example
 * class User extends Model.table('users', { id: t.id() }) {
 *   static posts = hasMany(() => Post, 'userId')
 * }
 */
export function hasMany<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  foreignKey: Columns<Key>,
  ownerKey?: Columns
): HasMany<M, Key> {
  return define<HasMany<M, Key>>(model, { kind: 'hasMany', foreignKey, ownerKey })
}

/**
 * At most one row of another model refers to this one. Of several rows, `latestOfMany` and
 * `oldestOfMany` take the one with the largest or the smallest value of a column that is not
 * nullable; default: of the primary key.
 *
 * @example
 * static profile = hasOne(() => Profile, 'userId')
 * static lastOrder = hasOne(() => Order, 'userId').latestOfMany('placedAt')
 */
export function hasOne<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  foreignKey: Columns<Key>,
  ownerKey?: Columns
): HasOne<M, Key> {
  return define<HasOne<M, Key>>(model, { kind: 'hasOne', foreignKey, ownerKey })
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
  foreignKey: Columns<Key>,
  ownerKey?: Columns<ColumnName<M>>
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
 *   through: () => PostTag, foreignKey: 'postId', relatedKey: 'tagId', pivot: ['addedAt']
 * })
 */
export function belongsToMany<
  M extends AnyModel,
  P extends AnyModel,
  const Data extends readonly ColumnName<P>[] = []
>(model: () => M, options: ThroughOptions<P, Data>): BelongsToMany<M, P, Data[number]> {
  return define<BelongsToMany<M, P, Data[number]>>(model, { kind: 'belongsToMany', ...options })
}

/**
 * Several rows of another model that refer to rows of a model between, which refer to this one.
 *
 * @example
 * static posts = hasManyThrough(() => Post, {
 *   through: () => User, foreignKey: 'countryId', relatedKey: 'userId'
 * })
 */
export function hasManyThrough<M extends AnyModel, P extends AnyModel>(
  model: () => M,
  options: HasThroughOptions<P, M>
): HasManyThrough<M> {
  return through<HasManyThrough<M>, M, P>('hasManyThrough', model, options)
}

/**
 * One row of another model that refers to a row of a model between, which refers to this one.
 *
 * @example
 * static carOwner = hasOneThrough(() => Owner, {
 *   through: () => Car, foreignKey: 'mechanicId', relatedKey: 'carId'
 * })
 */
export function hasOneThrough<M extends AnyModel, P extends AnyModel>(
  model: () => M,
  options: HasThroughOptions<P, M>
): HasOneThrough<M> {
  return through<HasOneThrough<M>, M, P>('hasOneThrough', model, options)
}

/**
 * Several rows of a model whose rows belong to rows of several models: they say of which, and to
 * which key.
 *
 * @example
 * static comments = morphMany(() => Comment, {
 *   type: 'subjectType', id: 'subjectId', value: 'post'
 * })
 */
export function morphMany<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  options: MorphOptions<Key>
): HasMany<M, Key> {
  return define<HasMany<M, Key>>(model, { kind: 'hasMany', ...morphed(options) })
}

/**
 * At most one row of a model whose rows belong to rows of several models.
 *
 * @example
 * static image = morphOne(() => Image, { type: 'ownerType', id: 'ownerId', value: 'user' })
 */
export function morphOne<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  options: MorphOptions<Key>
): HasOne<M, Key> {
  return define<HasOne<M, Key>>(model, { kind: 'hasOne', ...morphed(options) })
}

/**
 * This row belongs to a row of one of several models: its property `type` says of which, by the
 * names of the object that `models` returns, its property `id` which one.
 *
 * @example
 * static subject = morphTo(() => ({ post: Post, video: Video }), {
 *   type: 'subjectType', id: 'subjectId'
 * })
 */
export function morphTo<const Models extends Readonly<Record<string, AnyModel>>>(
  models: () => Models,
  { type, id }: { readonly type: string; readonly id: string }
): MorphTo<Models> {
  return define<MorphTo<Models>>(models, { kind: 'morphTo', type, id, models })
}

/**
 * Several rows of another model, paired by a table that pairs rows of several models with them: a
 * column of it says of which. Seen from the other model it is the same, with the keys exchanged.
 *
 * @example
 * static tags = morphToMany(() => Tag, {
 *   through: () => Tagging, foreignKey: 'subjectId', relatedKey: 'tagId',
 *   type: { column: 'subjectType', value: 'post' }
 * })
 * static posts = morphToMany(() => Post, {
 *   through: () => Tagging, foreignKey: 'tagId', relatedKey: 'subjectId',
 *   type: { column: 'subjectType', value: 'post' }
 * })
 */
export function morphToMany<
  M extends AnyModel,
  P extends AnyModel,
  const Data extends readonly ColumnName<P>[] = []
>(model: () => M, options: MorphToManyOptions<P, Data>): BelongsToMany<M, P, Data[number]> {
  return define<BelongsToMany<M, P, Data[number]>>(model, { kind: 'belongsToMany', ...options })
}

function morphed({ type, id, value, ownerKey }: MorphOptions) {
  return { foreignKey: id, ownerKey, type: { column: type, value } }
}

function through<R extends { readonly kind: string }, M extends AnyModel, P extends AnyModel>(
  kind: 'hasManyThrough' | 'hasOneThrough',
  model: () => M,
  options: HasThroughOptions<P, M>
): R {
  // The names are checked where they are used; here they are only kept.
  const kept = options as unknown as HasThroughOptions<AnyModel, AnyModel>
  return define<R>(model, { kind, ...kept })
}

/** The one place where a definition is claimed to have the types that only the compiler sees. */
function define<R extends { readonly kind: string }>(
  model: () => unknown,
  settings: RelationSettings
): R {
  return new RelationDefinition(model, settings) as unknown as R
}
