import type { SqlFragment } from '../query/fragment/sql-fragment.js'
import type { CompareOperator, Operator } from '../query/operators.js'
import type { BoundDatabase } from '../query/plan/executor.js'
import type { Operand, Statement } from '../query/types/clauses.js'
import type {
  AnyQuery,
  Condition,
  ListOf,
  OperatorValue,
  QualifiedName
} from '../query/types/conditions.js'
import type { Instance, NoUnknown, With } from '../query/types/loaded.js'
import type { Query } from '../query/types/query.js'
import type { RowQuery } from '../query/types/row-query.js'
import type { AggregateValue, SelectArgument, Selected } from '../query/types/selected.js'
import type { UpsertOptions } from '../query/types/table-query.js'
import type {
  AnyModel,
  ColumnName,
  ColumnValue,
  ModelInsert,
  ModelKey,
  ModelRow,
  ModelWritable,
  TableTypes,
  tableOf
} from '../schema/model-types.js'
import type { Columns, RowOf, WritableOf } from '../schema/row-types.js'

/** What every instance of a model can do. `Row` has the values that can be written. */
export interface ModelInstance<Row> {
  /**
   * Writes what changed since it was loaded or saved, nothing if nothing did; a new instance is
   * inserted, and gets what the database filled in.
   *
   * @throws VersaError `NOT_FOUND` where the row is gone.
   */
  save(): Promise<this>
  /** Sets columns and saves. */
  update(values: Partial<Row>): Promise<this>
  /** Removes the row. The instance is then a new one. */
  delete(): Promise<void>
}

/** The base class that `Model.table` gives: its instances have the columns as properties. */
export interface ModelClass<Name extends string, C extends Columns> extends ModelStatics {
  new (): RowOf<C> & ModelInstance<WritableOf<C>>
  /** @internal */
  readonly [tableOf]: TableTypes<Name, C>
}

/** The columns of a query's rows, by which filters are typed. */
type Scope<S extends AnyModel> = ModelRow<S>

/** The static methods of models: those of queries, and those that make and find instances. */
export interface ModelStatics {
  /** A query without conditions. */
  query<S extends AnyModel>(this: S): Query<S>
  /** The same class bound to a database that is not the default one. */
  using<S extends AnyModel>(this: S, database: BoundDatabase): S
  /** A new instance that is not saved yet. */
  make<S extends AnyModel>(this: S, values?: Partial<ModelWritable<S>>): Instance<S>
  /**
   * Adds a row; the instance of it, with what the database filled in.
   *
   * @throws VersaError `UNIQUE_VIOLATION`, `NOT_NULL_VIOLATION`, `INVALID_VALUE` and others.
   * @example
   * const user = await User.create({ email: 'ada@example.com', name: 'Ada' })
   */
  create<S extends AnyModel>(this: S, values: ModelInsert<S>): Promise<Instance<S>>
  /** Adds rows, all or none; their instances in the same order. */
  createMany<S extends AnyModel>(this: S, list: readonly ModelInsert<S>[]): Promise<Instance<S>[]>
  /**
   * Adds a row, or changes the one with the same values in the unique columns `on`.
   *
   * @example
   * await User.upsert({ email: 'ada@example.com', name: 'Ada' }, { on: ['email'] })
   */
  upsert<S extends AnyModel>(
    this: S,
    values: ModelInsert<S>,
    options: UpsertOptions<ColumnName<S>>
  ): Promise<Instance<S>>
  /** The one of a primary key, or null. */
  find<S extends AnyModel>(this: S, key: ModelKey<S>): Promise<Instance<S> | null>
  /** The one of a primary key. @throws VersaError `NOT_FOUND`. */
  findOrFail<S extends AnyModel>(this: S, key: ModelKey<S>): Promise<Instance<S>>

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
    relations: W,
    ...unknown: NoUnknown<S, W>
  ): Query<S, W>
  /** See {@link Query.select}. */
  select<
    S extends AnyModel,
    const A extends readonly [SelectArgument<Scope<S>>, ...SelectArgument<Scope<S>>[]]
  >(this: S, ...columns: A): RowQuery<Scope<S>, Selected<Scope<S>, A>>
}
