import { invalidDefinition } from '../schema/invalid-definition.js'
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

/** The columns of a key: one, or several in the order of those they refer to. */
export type KeyColumns<Name extends string = string> = Name | readonly [Name, ...Name[]]

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
  readonly foreignKey: KeyColumns
  /** The column there that refers to the other model. */
  readonly relatedKey: KeyColumns
  /** The property here that `foreignKey` refers to. Default: the primary key. */
  readonly ownerKey?: KeyColumns
  /** The property there that `relatedKey` refers to. Default: the primary key. */
  readonly targetKey?: KeyColumns
  /**
   * Further columns of the table between, which loaded rows have under `pivot`; only where
   * `through` is a model. Default: none.
   */
  readonly pivot?: Data
}

/** Options of {@link hasManyThrough} and {@link hasOneThrough}. */
export interface HasThroughOptions<P extends AnyModel, M extends AnyModel> {
  /** The model between. */
  readonly through: () => P
  /** The property of the model between that refers to this model. */
  readonly foreignKey: KeyColumns<ColumnName<P>>
  /** The property of the other model that refers to the one between. */
  readonly relatedKey: KeyColumns<ColumnName<M>>
  /** The property here that `foreignKey` refers to. Default: the primary key. */
  readonly ownerKey?: KeyColumns
  /** The property of the model between that `relatedKey` refers to. Default: its primary key. */
  readonly throughKey?: KeyColumns<ColumnName<P>>
}

/** Options of {@link morphMany} and {@link morphOne}. */
export interface MorphOptions<Key extends string = string> {
  /** The property there that says which model a row belongs to. */
  readonly type: Key
  /** The property there that has the key. */
  readonly id: Key
  /** What `type` has for this model. */
  readonly value: string
  /** The property here that `id` refers to. Default: the primary key. */
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
      readonly foreignKey: KeyColumns
      readonly ownerKey: KeyColumns | undefined
      readonly type?: { readonly column: string; readonly value: string } | undefined
      readonly pick?: PickOne | undefined
    }
  | {
      readonly kind: 'belongsTo'
      readonly foreignKey: KeyColumns
      readonly ownerKey: KeyColumns | undefined
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
 * Several rows of another model refer to this one.
 *
 * @param model Returns the other model, which may not be defined yet.
 * @param foreignKey The property there that refers to this model; several as an array, in order.
 * @param ownerKey The property here that it refers to. Default: the primary key.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { hasMany, Model, t } from 'versa-orm'
 *
 * class Writer extends Model.table('users', { id: t.id(), name: t.text() }) {
 *   static posts = hasMany(() => Post, 'userId')
 * }
 *
 * const ada = await Writer.with({ posts: true }).findOrFail(1)
 * ada.posts.map(post => post.title) //=> ['Notes', 'Drafts']
 * ```
 */
export function hasMany<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  foreignKey: KeyColumns<Key>,
  ownerKey?: KeyColumns
): HasMany<M, Key> {
  return define<HasMany<M, Key>>(model, { kind: 'hasMany', foreignKey, ownerKey })
}

/**
 * At most one row of another model refers to this one. Of several rows, `latestOfMany` and
 * `oldestOfMany` take the one with the largest or the smallest value of a column that is not
 * nullable.
 *
 * @param model Returns the other model, which may not be defined yet.
 * @param foreignKey The property there that refers to this model; several as an array, in order.
 * @param ownerKey The property here that it refers to. Default: the primary key.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { hasOne, Model, t } from 'versa-orm'
 *
 * class Writer extends Model.table('users', { id: t.id(), name: t.text() }) {
 *   static profile = hasOne(() => Profile, 'userId')
 *   static lastPost = hasOne(() => Post, 'userId').latestOfMany()
 * }
 *
 * const ada = await Writer.with({ profile: true, lastPost: true }).findOrFail(1)
 * ada.profile?.bio //=> 'Wrote the first program.'
 * ada.lastPost?.title //=> 'Drafts'
 * ```
 */
export function hasOne<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  foreignKey: KeyColumns<Key>,
  ownerKey?: KeyColumns
): HasOne<M, Key> {
  return define<HasOne<M, Key>>(model, { kind: 'hasOne', foreignKey, ownerKey })
}

/**
 * This row refers with its own property to a row of another model.
 *
 * Loaded, it is null where the foreign key is null. Where the column is not nullable the compiler
 * takes the row for granted, so the database should have the foreign key (`references`).
 *
 * @param model Returns the other model, which may not be defined yet.
 * @param foreignKey The property here that refers to it; several as an array, in order.
 * @param ownerKey The property there that it refers to. Default: the primary key.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { belongsTo, Model, t } from 'versa-orm'
 *
 * class Article extends Model.table('posts', {
 *   id: t.id(),
 *   userId: t.int().column('user_id')
 * }) {
 *   static author = belongsTo(() => User, 'userId')
 * }
 *
 * const article = await Article.with({ author: true }).findOrFail(1)
 * article.author.name //=> 'Ada'
 * ```
 */
export function belongsTo<M extends AnyModel, const Key extends string>(
  model: () => M,
  foreignKey: KeyColumns<Key>,
  ownerKey?: KeyColumns<ColumnName<M>>
): BelongsTo<M, Key> {
  return define<BelongsTo<M, Key>>(model, { kind: 'belongsTo', foreignKey, ownerKey })
}

/**
 * Several rows of another model, paired with this one by rows of a third table.
 *
 * @param model Returns the other model, which may not be defined yet.
 * @param options The table between, and its columns that refer to both.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { belongsToMany, Model, t } from 'versa-orm'
 *
 * class Article extends Model.table('posts', { id: t.id(), title: t.text() }) {
 *   static tags = belongsToMany(() => Tag, {
 *     through: () => PostTag,
 *     foreignKey: 'postId',
 *     relatedKey: 'tagId'
 *   })
 * }
 *
 * const article = await Article.with({ tags: true }).findOrFail(3)
 * article.tags.map(tag => tag.label) //=> ['history', 'software']
 * ```
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
 * @param model Returns the other model, which may not be defined yet.
 * @param options The model between, and the columns that refer.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { hasManyThrough, Model, t } from 'versa-orm'
 *
 * class Writer extends Model.table('users', { id: t.id(), name: t.text() }) {
 *   static pairs = hasManyThrough(() => PostTag, {
 *     through: () => Post,
 *     foreignKey: 'userId',
 *     relatedKey: 'postId'
 *   })
 * }
 *
 * await Writer.whereHas('pairs').pluck('name') //=> ['Ada', 'Grace', 'Alan']
 * ```
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
 * @param model Returns the other model, which may not be defined yet.
 * @param options The model between, and the columns that refer.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { hasOneThrough, Model, t } from 'versa-orm'
 *
 * class Writer extends Model.table('users', { id: t.id(), name: t.text() }) {
 *   static picture = hasOneThrough(() => Picture, {
 *     through: () => Profile,
 *     foreignKey: 'userId',
 *     relatedKey: 'profileId'
 *   })
 * }
 * class Picture extends Model.table('pictures', { id: t.id(), profileId: t.int() }) {}
 *
 * await db.schema.create([Picture])
 * await Picture.create({ profileId: 2 })
 * await Writer.has('picture').pluck('name') //=> ['Grace']
 * ```
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
 * @param model Returns the other model, which may not be defined yet.
 * @param options Its properties that say so, and what stands for this model.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { Model, morphMany, t } from 'versa-orm'
 *
 * class Article extends Model.table('posts', { id: t.id() }) {
 *   static comments = morphMany(() => Comment, {
 *     type: 'subjectType',
 *     id: 'subjectId',
 *     value: 'post'
 *   })
 * }
 * class Comment extends Model.table('comments', {
 *   id: t.id(),
 *   subjectType: t.text(),
 *   subjectId: t.int()
 * }) {}
 *
 * await db.schema.create([Comment])
 * const article = await Article.findOrFail(1)
 * await article.related('comments').create({})
 * //=> { id: 1, subjectType: 'post', subjectId: 1 }
 * ```
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
 * @param model Returns the other model, which may not be defined yet.
 * @param options Its properties that say so, and what stands for this model.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { Model, morphOne, t } from 'versa-orm'
 *
 * class Article extends Model.table('posts', { id: t.id() }) {
 *   static cover = morphOne(() => Image, { type: 'ownerType', id: 'ownerId', value: 'post' })
 * }
 * class Image extends Model.table('images', {
 *   id: t.id(),
 *   ownerType: t.text(),
 *   ownerId: t.int()
 * }) {}
 *
 * await db.schema.create([Image])
 * await Image.create({ ownerType: 'post', ownerId: 3 })
 * const article = await Article.with({ cover: true }).findOrFail(3)
 * article.cover?.id //=> 1
 * ```
 */
export function morphOne<M extends AnyModel, const Key extends ColumnName<M>>(
  model: () => M,
  options: MorphOptions<Key>
): HasOne<M, Key> {
  return define<HasOne<M, Key>>(model, { kind: 'hasOne', ...morphed(options) })
}

/**
 * This row belongs to a row of one of several models.
 *
 * @param models Returns the models, by the names that stand for them.
 * @param options `type`: the property that has the name; `id`: the one that has the key.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { Model, morphTo, t } from 'versa-orm'
 *
 * class Comment extends Model.table('comments', {
 *   id: t.id(),
 *   subjectType: t.text(),
 *   subjectId: t.int()
 * }) {
 *   static subject = morphTo(() => ({ post: Post, user: User }), {
 *     type: 'subjectType',
 *     id: 'subjectId'
 *   })
 * }
 *
 * await db.schema.create([Comment])
 * await Comment.create({ subjectType: 'user', subjectId: 2 })
 * const comment = await Comment.with({ subject: {} }).firstOrFail()
 * comment.subject instanceof User //=> true
 * ```
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
 * @param model Returns the other model, which may not be defined yet.
 * @param options The table between, its columns that refer to both, and which says of which model.
 * @throws VersaError `INVALID_MODEL` for no function; for names that are none, at the first use.
 * @example
 * ```ts
 * import { Model, morphToMany, t } from 'versa-orm'
 *
 * class Article extends Model.table('posts', { id: t.id() }) {
 *   static labels = morphToMany(() => Tag, {
 *     through: () => Labelling,
 *     foreignKey: 'subjectId',
 *     relatedKey: 'tagId',
 *     type: { column: 'subjectType', value: 'post' }
 *   })
 * }
 * class Labelling extends Model.table('labellings', {
 *   tagId: t.int().primary(),
 *   subjectId: t.int().primary(),
 *   subjectType: t.text().primary()
 * }) {}
 *
 * await db.schema.create([Labelling])
 * const article = await Article.findOrFail(1)
 * await article.related('labels').attach(2)
 * await article.related('labels').pluck('label') //=> ['software']
 * ```
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
