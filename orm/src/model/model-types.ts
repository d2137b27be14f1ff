import type { ExecuteOptions, StatementLimits } from '../engine/engine.js'
import type { LockOptions } from '../query/build/lock-options.js'
import type { SqlFragment } from '../query/fragment/sql-fragment.js'
import type { CompareOperator, Operator } from '../query/operators.js'
import type { BoundPlace } from '../query/plan/executor.js'
import type { CursorPage, Page } from '../query/read/pages.js'
import type { Operand, Statement } from '../query/types/clauses.js'
import type { ComputedName, ComputedOptions, RelatedConditions } from '../query/types/computed.js'
import type {
  AnyQuery,
  Condition,
  ListOf,
  OperatorValue,
  QualifiedName
} from '../query/types/conditions.js'
import type {
  Instance,
  KnownOnly,
  NoRelations,
  RelationName,
  RelationTarget,
  With
} from '../query/types/loaded.js'
import type { ScopeArguments } from '../query/types/local-scope.js'
import type { Query } from '../query/types/query.js'
import type { RowQuery } from '../query/types/row-query.js'
import type { ScopeName } from '../query/types/scoping.js'
import type { AggregateValue, SelectArgument, Selected } from '../query/types/selected.js'
import type { AliasedModel } from '../query/types/table-alias.js'
import type { UpsertOptions } from '../query/types/table-query.js'
import type {
  AnyModel,
  ColumnName,
  ColumnValue,
  GuardedTableTypes,
  hidesRows,
  ModelInsert,
  ModelKey,
  ModelRow,
  ModelWritable,
  RowOf,
  SoftDeletedModel,
  TableTypes,
  tableOf
} from '../schema/model-types.js'
import type { Columns } from '../schema/row-types.js'
import type { BulkStatics } from './bulk-types.js'
import type { AllValues, ModelInstance, Serializable } from './instance-types.js'
import type { SoftDeletes } from './soft-delete-types.js'

/**
 * A literal by which the compiler tells models apart at once. Without it, for a list of models it
 * would compare each with each, and with what their relations lead to.
 */
export declare const tableName: unique symbol

/** The base class that `Model.table` gives: its instances have the columns as properties. */
export interface ModelClass<Name extends string, C extends Columns> extends ModelStatics {
  new (): TableTypes<Name, C>['row'] & ModelInstance<TableTypes<Name, C>>
  /** @internal */
  readonly [tableOf]: TableTypes<Name, C, 'prototype' | keyof ModelStatics>
  /** @internal */
  readonly [tableName]: Name
}

/** The base class of a model with conditions that all its queries have. */
export interface ScopedModelClass<Name extends string, C extends Columns>
  extends ModelClass<Name, C> {
  /** @internal */
  readonly [hidesRows]: 'scoped'
}

/** The base class of a model whose rows are marked as deleted. */
export interface SoftDeleteModelClass<Name extends string, C extends Columns> extends ModelStatics {
  new (): TableTypes<Name, C>['row'] & SoftDeletes & ModelInstance<TableTypes<Name, C>>
  /** @internal */
  readonly [tableOf]: TableTypes<Name, C, 'prototype' | keyof ModelStatics>
  /** @internal */
  readonly [tableName]: Name
  /** @internal */
  readonly [hidesRows]: 'deleted'
}

/** The same where the table says which columns objects of values may set, or which it hides. */
export interface GuardedModelClass<
  Name extends string,
  C extends Columns,
  Fillable,
  Deletes = unknown
> extends ModelStatics {
  new (): RowOf<C> &
    ModelInstance<GuardedTableTypes<Name, C, Fillable>> &
    Serializable<RowOf<C>> &
    Deletes
  /** @internal */
  readonly [tableOf]: GuardedTableTypes<Name, C, Fillable, 'prototype' | keyof ModelStatics>
  /** @internal */
  readonly [tableName]: Name
}

/** The same of a model of which queries may leave rows out. */
export interface GuardedHidingClass<
  Name extends string,
  C extends Columns,
  Fillable,
  Deletes,
  Hides extends string
> extends GuardedModelClass<Name, C, Fillable, Deletes> {
  /** @internal */
  readonly [hidesRows]: Hides
}

/** A model that takes every column in objects of values. */
export type Unguarded<S extends AnyModel> = S & {
  /** @internal */
  readonly [tableOf]: AllValues<S[typeof tableOf]['columns']>
}

/** The columns of a query's rows, by which filters are typed. */
type Scope<S extends AnyModel> = ModelRow<S>

/** The static methods of models: those of queries, and those that make and find instances. */
export interface ModelStatics extends BulkStatics {
  /** A query without conditions. */
  query<S extends AnyModel>(this: S): Query<S>
  /**
   * The same class bound to another place than the default database: to a database, to the
   * connection of a name, or to a transaction, of which its queries then are a part wherever they
   * are run.
   *
   * @throws VersaError `UNKNOWN_CONNECTION` where no open connection has the name.
   * @example
   * await Visit.using('analytics').create({ path: '/' })
   * await User.using(tx).where('id', 1).update({ name: 'Ada' })
   */
  using<S extends AnyModel>(this: S, place: BoundPlace | string): S
  /**
   * The same class without `fillable` and `guarded`: what is written through it may set every
   * column. Its instances are those of the model, and as guarded as ever.
   *
   * @example
   * await User.unguarded().create({ email: 'ada@example.com', role: 'admin' })
   */
  unguarded<S extends AnyModel>(this: S): Unguarded<S>
  /**
   * Runs something whose writes of this model leave `createdAt` and `updatedAt` alone, unless they
   * set them.
   *
   * @example
   * await Post.withoutTimestamps(() => post.update({ views: post.views + 1 }))
   */
  withoutTimestamps<T>(this: AnyModel, work: () => T): T
  /**
   * The table by another name, to join it a second time.
   *
   * @example
   * Employee.query().join(Employee.as('boss'), 'employees.bossId', 'boss.id')
   */
  as<S extends AnyModel, const Name extends string>(this: S, name: Name): AliasedModel<Name, S>
  /** A new instance that is not saved yet. */
  make<S extends AnyModel>(this: S, values?: Partial<ModelWritable<S>>): Instance<S>
  /**
   * Adds a row; the instance of it, with what the database filled in.
   *
   * @throws VersaError `UNIQUE_VIOLATION`, `NOT_NULL_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * const user = await User.create({ email: 'ada@example.com', name: 'Ada' })
   */
  create<S extends AnyModel>(
    this: S,
    values: ModelInsert<S>,
    options?: StatementLimits
  ): Promise<Instance<S>>
  /** Adds rows, all or none; their instances in the same order. */
  createMany<S extends AnyModel>(
    this: S,
    list: readonly ModelInsert<S>[],
    options?: StatementLimits
  ): Promise<Instance<S>[]>
  /**
   * Adds a row, or changes the one with the same values in the unique columns `on`.
   *
   * @example
   * await User.upsert({ email: 'ada@example.com', name: 'Ada' }, { on: ['email'] })
   */
  upsert<S extends AnyModel>(
    this: S,
    values: ModelInsert<S>,
    options: UpsertOptions<ColumnName<S>> & StatementLimits
  ): Promise<Instance<S>>
  /** The one of a primary key, or null. */
  find<S extends AnyModel>(
    this: S,
    key: ModelKey<S>,
    options?: StatementLimits
  ): Promise<Instance<S> | null>
  /** The one of a primary key. @throws VersaError `NOT_FOUND`. */
  findOrFail<S extends AnyModel>(
    this: S,
    key: ModelKey<S>,
    options?: StatementLimits
  ): Promise<Instance<S>>

  /** See {@link Query.findMany}. */
  findMany<S extends AnyModel>(this: S, keys: readonly ModelKey<S>[]): Promise<Instance<S>[]>
  /** See {@link Reading.pluck}. */
  pluck<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<ColumnValue<S, K>[]>
  /** See {@link Reading.value}. */
  value<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<ColumnValue<S, K> | null>
  /** See {@link Reading.sole}. */
  sole<S extends AnyModel>(this: S): Promise<Instance<S>>
  /** See {@link Reading.paginate}. */
  paginate<S extends AnyModel>(
    this: S,
    options?: { readonly page?: number; readonly perPage?: number }
  ): Promise<Page<Instance<S>>>
  /** See {@link Reading.cursorPaginate}. */
  cursorPaginate<S extends AnyModel>(
    this: S,
    options?: { readonly limit?: number; readonly after?: string | null | undefined }
  ): Promise<CursorPage<Instance<S>>>
  /** See {@link Reading.chunk}. */
  chunk<S extends AnyModel>(
    this: S,
    size: number,
    work: (rows: Instance<S>[]) => unknown
  ): Promise<number>
  /** See {@link Reading.chunkById}. */
  chunkById<S extends AnyModel>(
    this: S,
    size: number,
    work: (rows: Instance<S>[]) => unknown
  ): Promise<number>
  /** See {@link Reading.cursor}. */
  cursor<S extends AnyModel>(
    this: S,
    options?: { readonly batch?: number }
  ): AsyncGenerator<Instance<S>, void, undefined>
  /** See {@link Clauses.options}. */
  options<S extends AnyModel>(this: S, options: ExecuteOptions): Query<S>
  /** See {@link Query.usePrimary}. */
  usePrimary<S extends AnyModel>(this: S): Query<S>
  /** See {@link Scoping.scope}. */
  scope<S extends AnyModel, K extends ScopeName<S>>(
    this: S,
    name: K,
    ...args: ScopeArguments<S[K]>
  ): Query<S>
  /** See {@link Scoping.withoutGlobalScope}. */
  withoutGlobalScope<S extends AnyModel>(this: S, ...names: readonly string[]): Query<S>
  /** See {@link Scoping.withoutGlobalScopes}. */
  withoutGlobalScopes<S extends AnyModel>(this: S): Query<S>
  /** See {@link Scoping.withTrashed}. */
  withTrashed<S extends SoftDeletedModel>(this: S): Query<S>
  /** See {@link Scoping.onlyTrashed}. */
  onlyTrashed<S extends SoftDeletedModel>(this: S): Query<S>
  /** See {@link Query.makeHidden}. */
  makeHidden<S extends AnyModel>(this: S, ...columns: readonly ColumnName<S>[]): Query<S>
  /** See {@link Query.makeVisible}. */
  makeVisible<S extends AnyModel>(this: S, ...columns: readonly ColumnName<S>[]): Query<S>
  /** All of them, as models. */
  all<S extends AnyModel>(this: S): Promise<Instance<S>[]>
  /** All of them, as plain objects. */
  rows<S extends AnyModel>(this: S): Promise<ModelRow<S>[]>
  /** One of them, or null. */
  first<S extends AnyModel>(this: S): Promise<Instance<S> | null>
  /** One of them. @throws VersaError `NOT_FOUND`. */
  firstOrFail<S extends AnyModel>(this: S): Promise<Instance<S>>
  /** All of them one after another, as models. */
  stream<S extends AnyModel>(this: S): AsyncGenerator<Instance<S>, void, undefined>
  /** All of them one after another, as plain objects. */
  streamRows<S extends AnyModel>(this: S): AsyncGenerator<ModelRow<S>, void, undefined>
  /** How many there are. */
  count(this: AnyModel): Promise<number>
  /** Whether there is one. */
  exists(this: AnyModel): Promise<boolean>
  /** The sum of a column; null of no rows. */
  sum<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'sum', ColumnValue<S, K>>>
  /** The average of a column; null of no rows. */
  avg<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'avg', ColumnValue<S, K>>>
  /** The smallest value of a column; null of no rows. */
  min<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'min', ColumnValue<S, K>>>
  /** The largest value of a column; null of no rows. */
  max<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K
  ): Promise<AggregateValue<'max', ColumnValue<S, K>>>
  /** The SQL of all rows, without running it. */
  toSQL(this: AnyModel): Statement

  /** See {@link Query.where}. */
  where<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    value: ColumnValue<S, K> | SqlFragment
  ): Query<S>
  where<S extends AnyModel, K extends ColumnName<S>, O extends Operator>(
    this: S,
    column: K,
    operator: O,
    value: OperatorValue<ColumnValue<S, K>, O>
  ): Query<S>
  where<S extends AnyModel>(this: S, condition: Condition<Scope<S>, Query<S>>): Query<S>
  /** See {@link Query.whereNot}. */
  whereNot<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    value: ColumnValue<S, K> | SqlFragment
  ): Query<S>
  whereNot<S extends AnyModel, K extends ColumnName<S>, O extends Operator>(
    this: S,
    column: K,
    operator: O,
    value: OperatorValue<ColumnValue<S, K>, O>
  ): Query<S>
  whereNot<S extends AnyModel>(this: S, condition: Condition<Scope<S>, Query<S>>): Query<S>
  /** See {@link Query.whereIn}. */
  whereIn<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    list: ListOf<ColumnValue<S, K>>
  ): Query<S>
  /** See {@link Query.whereNotIn}. */
  whereNotIn<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    list: ListOf<ColumnValue<S, K>>
  ): Query<S>
  /** See {@link Query.whereNull}. */
  whereNull<S extends AnyModel>(this: S, column: ColumnName<S>): Query<S>
  /** See {@link Query.whereNotNull}. */
  whereNotNull<S extends AnyModel>(this: S, column: ColumnName<S>): Query<S>
  /** See {@link Query.whereBetween}. */
  whereBetween<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    low: NonNullable<ColumnValue<S, K>>,
    high: NonNullable<ColumnValue<S, K>>
  ): Query<S>
  /** See {@link Query.whereNotBetween}. */
  whereNotBetween<S extends AnyModel, K extends ColumnName<S>>(
    this: S,
    column: K,
    low: NonNullable<ColumnValue<S, K>>,
    high: NonNullable<ColumnValue<S, K>>
  ): Query<S>
  /** See {@link Query.whereColumn}. */
  whereColumn<S extends AnyModel>(
    this: S,
    left: ColumnName<S> | QualifiedName,
    operator: CompareOperator,
    right: ColumnName<S> | QualifiedName
  ): Query<S>
  /** See {@link Query.whereExists}. */
  whereExists<S extends AnyModel>(this: S, query: AnyQuery): Query<S>
  /** See {@link Query.whereNotExists}. */
  whereNotExists<S extends AnyModel>(this: S, query: AnyQuery): Query<S>
  /** See {@link Query.orderBy}. */
  orderBy<S extends AnyModel>(
    this: S,
    operand: Operand<Scope<S>>,
    direction?: 'asc' | 'desc',
    options?: { readonly nulls?: 'first' | 'last' }
  ): Query<S>
  /** See {@link Query.limit}. */
  limit<S extends AnyModel>(this: S, count: number): Query<S>
  /** See {@link Query.offset}. */
  offset<S extends AnyModel>(this: S, count: number): Query<S>
  /** See {@link Query.with}. */
  with<S extends AnyModel, const W extends With<S>>(
    this: S,
    relations: W & KnownOnly<S, W>
  ): Query<S, W>
  /** See {@link Relating.has}. */
  has<S extends AnyModel>(
    this: S,
    relation: RelationName<S>,
    operator?: CompareOperator,
    count?: number
  ): Query<S>
  /** See {@link Relating.doesntHave}. */
  doesntHave<S extends AnyModel>(this: S, relation: RelationName<S>): Query<S>
  /** See {@link Relating.whereHas}. */
  whereHas<S extends AnyModel, K extends RelationName<S>>(
    this: S,
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>,
    operator?: CompareOperator,
    count?: number
  ): Query<S>
  /** See {@link Relating.whereDoesntHave}. */
  whereDoesntHave<S extends AnyModel, K extends RelationName<S>>(
    this: S,
    relation: K,
    conditions?: RelatedConditions<RelationTarget<S[K]>>
  ): Query<S>
  /** See {@link WithComputed.withCount}. */
  withCount<S extends AnyModel, K extends RelationName<S>, const As extends string = string>(
    this: S,
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, NoRelations, Record<ComputedName<K, 'Count', As>, number>>
  /** See {@link WithComputed.withExists}. */
  withExists<S extends AnyModel, K extends RelationName<S>, const As extends string = string>(
    this: S,
    relation: K,
    options?: ComputedOptions<RelationTarget<S[K]>, As>
  ): Query<S, NoRelations, Record<ComputedName<K, 'Exists', As>, boolean>>
  /** See {@link Clauses.inRandomOrder}. */
  inRandomOrder<S extends AnyModel>(this: S): Query<S>
  /** See {@link Clauses.forUpdate}. */
  forUpdate<S extends AnyModel>(this: S, options?: LockOptions): Query<S>
  /** See {@link Clauses.forShare}. */
  forShare<S extends AnyModel>(this: S, options?: LockOptions): Query<S>
  /** See {@link Query.select}. */
  select<
    S extends AnyModel,
    const A extends readonly [SelectArgument<Scope<S>>, ...SelectArgument<Scope<S>>[]]
  >(this: S, ...columns: A): RowQuery<Scope<S>, Selected<Scope<S>, A>>
}
