import type { SqlFragment } from '../query/fragment/sql-fragment.js'
import type { AnyQuery } from '../query/types/conditions.js'
import type { AnyModel, tableOf, ViewTypes } from '../schema/model-types.js'
import type { Columns, ViewKeyOf } from '../schema/row-types.js'
import type { IndexOption } from '../schema/table-options.js'
import type { BulkStatics } from './bulk-types.js'
import type { ModelStatics, tableName } from './model-types.js'

/** Options of {@link Model}`.view`; columns are named by their properties. */
export interface ViewOptions<
  Property extends string = string,
  Key extends Property | readonly Property[] = never
> {
  /**
   * What its rows are: SQL without values in braces, or a query, whose values are written into the
   * definition. Default: it exists already, and is neither created nor checked.
   *
   * @example
   * ```ts
   * import { Model, sql, t } from 'versa-orm'
   *
   * class Admin extends Model.view('admins', { id: t.int(), name: t.text() }, {
   *   as: () => User.where('role', 'admin').select('id', 'name')
   * }) {}
   * class Adult extends Model.view('adults', { id: t.int(), name: t.text() }, {
   *   as: sql`select id, name from users where age > 17`
   * }) {}
   *
   * await db.schema.create([Admin, Adult])
   * await Admin.pluck('name') //=> ['Ada']
   * await Adult.count() //=> 3
   * ```
   */
  readonly as?: SqlFragment | (() => AnyQuery) | undefined
  /**
   * What tells the rows apart: what `find` takes, and what relations from the view begin at.
   * Default: nothing does.
   */
  readonly primaryKey?: Key | undefined
  /** Keeps the rows until the view is refreshed. PostgreSQL only. Default: false. */
  readonly materialized?: boolean | undefined
  /** Indexes of the kept rows; see {@link TableOptions.indexes}. Default: none. */
  readonly indexes?: readonly IndexOption<Property>[] | undefined
  /** The schema (MySQL: the database) of the view. Default: the connection's own. */
  readonly schema?: string | undefined
  /** The name of the connection that the model uses; see `connect`. Default: the unnamed one. */
  readonly connection?: string | undefined
}

/** Options of {@link ViewClass.refresh}. */
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
  | keyof BulkStatics

/** The static methods of models that only read. */
export type ReadingStatics = Omit<ModelStatics, WritingStatic>

/** The base class that `Model.view` gives: models that are only read. */
export interface ViewClass<Name extends string, C extends Columns, Key> extends ReadingStatics {
  /** Instances come from queries; one that is made in code has no row. */
  new (): ViewTypes<Name, C, ViewKeyOf<C, Key>>['row']
  /**
   * Fills a materialized view anew.
   *
   * @param options Whether others can read it meanwhile. Default: they wait.
   * @throws VersaError `INVALID_MODEL` for a view that keeps no rows, `UNSUPPORTED` on databases
   * without materialized views.
   * @example
   * ```ts db=postgres
   * import { count, Model, t } from 'versa-orm'
   *
   * class Tally extends Model.view('tallies', { userId: t.int(), posts: t.int() }, {
   *   as: () => Post.query().select('userId', { posts: count() }).groupBy('userId'),
   *   materialized: true
   * }) {}
   *
   * await db.schema.create([Tally])
   * await Tally.refresh()
   * ```
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
