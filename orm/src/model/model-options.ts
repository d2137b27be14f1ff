import type { AnyQuery, Conditions } from '../query/types/conditions.js'
import type { RowOf } from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'
import type { DeletedAt, SoftDeleteOptions } from '../schema/soft-delete.js'
import type { TableOptions } from '../schema/table-options.js'

/** The columns of a table whose rows are marked as deleted. */
export type WithDeletedAt<C> = C & { readonly deletedAt: DeletedAt }

/** Options of a model of which nothing is hidden. */
export interface PlainOptions<C> extends TableOptions<keyof C & string> {
  readonly softDelete?: undefined
  readonly globalScopes?: undefined
}

/** Options of a model with conditions that all its queries have. */
export interface ScopedOptions<C extends Columns> extends TableOptions<keyof C & string> {
  readonly softDelete?: undefined
  readonly globalScopes: GlobalScopes<C>
}

/** Options of a model whose rows are marked as deleted. */
export interface SoftDeleting<C extends Columns>
  extends TableOptions<(keyof C & string) | 'deletedAt'> {
  readonly softDelete: true | SoftDeleteOptions
  readonly globalScopes?: GlobalScopes<WithDeletedAt<C>>
}

/**
 * Conditions that all queries of a model have, by their names: reads, aggregates, updates, deletes,
 * streams, `find`, relations at every level, joins and subqueries. They are asked for each time a
 * query runs, so they may depend on who asks.
 *
 * @example
 * globalScopes: { tenant: q => q.where('tenantId', currentTenant()) }
 */
export interface GlobalScopes<C extends Columns> {
  readonly [name: string]: (query: Conditions<RowOf<C>>) => AnyQuery
}
