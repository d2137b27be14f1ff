import type { AnyQuery, Conditions } from '../query/types/conditions.js'
import type { RowOf } from '../schema/model-types.js'
import type {
  FillableOf,
  StampNames,
  TimestampsOption,
  VersionName,
  VersionOption,
  WithManaged
} from '../schema/record-options.js'
import type { Columns } from '../schema/row-types.js'
import type { DeletedAt, SoftDeleteOptions } from '../schema/soft-delete.js'
import type { TableOptions } from '../schema/table-options.js'
import type {
  GuardedHidingClass,
  GuardedModelClass,
  ModelClass,
  ScopedModelClass,
  SoftDeleteModelClass
} from './model-types.js'
import type { SoftDeletes } from './soft-delete-types.js'

/** Options of {@link Model}`.table`. The parameters are what was given, from which types follow. */
export interface ModelOptions<
  Property extends string = string,
  Timestamps = TimestampsOption | undefined,
  Version = VersionOption | undefined,
  SoftDelete = true | SoftDeleteOptions | undefined,
  Fillable = readonly Property[] | undefined,
  Guarded = readonly Property[] | undefined,
  Hidden = readonly Property[] | undefined
> extends Omit<
    TableOptions<Property, Timestamps, Version, Fillable, Guarded, Hidden>,
    'softDelete' | 'globalScopes'
  > {
  /**
   * Marks rows as deleted instead of removing them: the table gets a nullable `deletedAt` (the
   * column `deleted_at`), and queries leave out rows that have it. Default: rows are removed.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }, {
   *   softDelete: { column: 'removed_at' }
   * }) {}
   *
   * await db.schema.create([Note])
   * const note = await Note.create({})
   * await note.delete()
   * note.trashed() //=> true
   * await Note.count() //=> 0
   * ```
   */
  readonly softDelete?: SoftDelete & (true | SoftDeleteOptions | undefined)
}

/** Options of a model whose queries have no conditions of their own. */
export interface Unscoped {
  /** There are none. */
  readonly globalScopes?: undefined
}

/** Options of a model with conditions that all its queries have. */
export interface Scoped<C extends Columns> {
  /**
   * Conditions that all queries of a model have, by their names: reads, aggregates, updates,
   * deletes, streams, `find`, relations at every level, joins and subqueries. They are asked for
   * each time a query runs, so they may depend on who asks.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Article extends Model.table('posts', { id: t.id(), published: t.boolean() }, {
   *   globalScopes: { published: q => q.where('published', true) }
   * }) {}
   *
   * await Article.count() //=> 3
   * ```
   */
  readonly globalScopes: GlobalScopes<C>
}

/** Conditions that all queries of a model have, by their names. */
export interface GlobalScopes<C extends Columns> {
  /** Gets a query, and returns it with the conditions. */
  readonly [name: string]: (query: Conditions<RowOf<C>>) => AnyQuery
}

/** The columns of a table whose rows are marked as deleted. */
export type WithDeletedAt<C> = C & {
  /** The instant at which the row was marked; null: it is not. */
  readonly deletedAt: DeletedAt
}

/** The properties that a table has besides those of its columns. */
export type AddedNames<T, V, S> =
  | StampNames<T>
  | VersionName<V>
  | (S extends undefined ? never : 'deletedAt')

/** The columns of a table, with those that its options add. */
export type Kept<
  C extends Columns,
  T extends TimestampsOption | undefined,
  V extends VersionOption | undefined,
  S
> = [S] extends [undefined] ? WithManaged<C, T, V> : WithDeletedAt<WithManaged<C, T, V>>

/** The base class of a model whose table has options. */
export type OptionedClass<
  Name extends string,
  C extends Columns,
  S,
  F,
  G,
  H,
  Scopes extends boolean
> = [F, G, H] extends [undefined, undefined, undefined]
  ? [S] extends [undefined]
    ? Scopes extends false
      ? ModelClass<Name, C>
      : ScopedModelClass<Name, C>
    : SoftDeleteModelClass<Name, C>
  : [S] extends [undefined]
    ? Scopes extends false
      ? GuardedModelClass<Name, C, FillableOf<C, F, G>>
      : GuardedHidingClass<Name, C, FillableOf<C, F, G>, unknown, 'scoped'>
    : GuardedHidingClass<Name, C, FillableOf<C, F, G>, SoftDeletes, 'deleted'>
