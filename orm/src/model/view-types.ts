import type { SqlFragment } from '../query/fragment/sql-fragment.js'
import type { AnyQuery } from '../query/types/conditions.js'
import type { AnyModel, tableOf, ViewTypes } from '../schema/model-types.js'
import type { Columns, ViewKeyOf } from '../schema/row-types.js'
import type { IndexOption } from '../schema/table-options.js'
import type { ModelStatics, tableName } from './model-types.js'

/** Options of `Model.view`; columns are named by their properties. */
export interface ViewOptions<
  Property extends string = string,
  Key extends Property | readonly Property[] = never
> {
  /**
   * What its rows are: SQL without values in braces, or a query, whose values are written into the
   * definition. A view without it has to exist already, and is neither created nor checked.
   *
   * @example
   * as: sql`select id, name from users where active`
   * as: () => User.where('active', true).select('id', 'name')
   */
  readonly as?: SqlFragment | (() => AnyQuery) | undefined
  /** What tells the rows apart: what `find` takes, and what relations from the view begin at. */
  readonly primaryKey?: Key | undefined
  /** Keeps the rows until the view is refreshed. PostgreSQL only. Default: false. */
  readonly materialized?: boolean | undefined
  /** Indexes of the kept rows; see `Model.table`. */
  readonly indexes?: readonly IndexOption<Property>[] | undefined
  /** The schema (MySQL: the database) of the view; the connection's own by default. */
  readonly schema?: string | undefined
  /** The name of the connection that the model uses; see `connect`. Default: the unnamed one. */
  readonly connection?: string | undefined
}

/** Options of `refresh`. */
export interface RefreshOptions {
  /**
   * Lets others read the view meanwhile; it has to have a unique index of columns, of all rows.
   * Default: false.
   */
  readonly concurrently?: boolean
}

/** The static methods of models that write. */
export type WritingStatic =
  | 'make'
  | 'create'
  | 'createMany'
  | 'upsert'
  | 'unguarded'
  | 'withoutTimestamps'

/** The static methods of models that only read. */
export type ReadingStatics = Omit<ModelStatics, WritingStatic>

/** The base class that `Model.view` gives: models that are only read. */
export interface ViewClass<Name extends string, C extends Columns, Key> extends ReadingStatics {
  new (): ViewTypes<Name, C, ViewKeyOf<C, Key>>['row']
  /**
   * Fills a materialized view anew.
   *
   * @throws VersaError `INVALID_MODEL` for a view that keeps no rows, `UNSUPPORTED` on databases
   * without materialized views.
   * @example
   * await Sales.refresh({ concurrently: true })
   */
  refresh(this: AnyModel, options?: RefreshOptions): Promise<void>
  /** @internal */
  readonly [tableOf]: ViewTypes<
    Name,
    C,
    ViewKeyOf<C, Key>,
    'prototype' | 'refresh' | keyof ModelStatics
  >
  /** @internal */
  readonly [tableName]: Name
}
