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
  SoftDeleteModelClass,
  SoftDeletes
} from './model-types.js'

/** Options of `Model.table`. The parameters are what was given, from which types follow. */
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
  readonly softDelete?: SoftDelete & (true | SoftDeleteOptions | undefined)
}

/** Options of a model whose queries have no conditions of their own. */
export interface Unscoped {
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
   * globalScopes: { tenant: q => q.where('tenantId', currentTenant()) }
   */
  readonly globalScopes: GlobalScopes<C>
}

/** Conditions that all queries of a model have, by their names. */
export interface GlobalScopes<C extends Columns> {
  readonly [name: string]: (query: Conditions<RowOf<C>>) => AnyQuery
}

/** The columns of a table whose rows are marked as deleted. */
export type WithDeletedAt<C> = C & { readonly deletedAt: DeletedAt }

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
