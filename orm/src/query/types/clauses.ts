import type { ExecuteOptions } from '../../engine/engine.js'
import type { Aggregate, AggregateName } from '../build/aggregate.js'
import type { LockOptions } from '../build/lock-options.js'
import type { SqlFragment } from '../fragment/sql-fragment.js'
import type { CompareOperator } from '../operators.js'
import type { AnyQuery, Conditions, WritableQuery } from './conditions.js'
import type { AggregateValue } from './selected.js'

/** What rows can be ordered and grouped by. */
export type Operand<Scope> =
  | (keyof Scope & string)
  | Aggregate<AggregateName, keyof Scope & string>
  | SqlFragment
  | AnyQuery

/** What a query would send. */
export interface Statement {
  /** The SQL, with placeholders. */
  readonly sql: string
  /** The values, in the order in which the query was built. */
  readonly parameters: readonly unknown[]
}

/** Clauses and terminals of all queries. `Scope` as in {@link Conditions}. */
export interface Clauses<Scope> extends Conditions<Scope> {
  /**
   * Orders the rows; called again, it decides among equals. Nulls count as the smallest value
   * unless `nulls` says where they go.
   *
   * @example
   * User.orderBy('name').orderBy('id', 'desc')
   * User.orderBy('age', 'desc', { nulls: 'last' })
   */
  orderBy(
    operand: Operand<Scope>,
    direction?: 'asc' | 'desc',
    options?: { readonly nulls?: 'first' | 'last' }
  ): this
  /** The most rows there are to be. The last call counts. */
  limit(count: number): this
  /** How many rows are left out first. The last call counts. */
  offset(count: number): this
  /** Equal rows are returned once. */
  distinct(): this
  /** Orders the rows by chance: all of them are read for it. */
  inRandomOrder(): this
  /**
   * Locks the rows until the transaction ends: nobody else changes or locks them. On SQLite a
   * transaction that may write is the only one that does, so that there is nothing to lock.
   *
   * @throws VersaError `INVALID_QUERY` outside a transaction, `LOCK_TIMEOUT` with `noWait`.
   * @example
   * await db.transaction(async () => {
   *   const job = await Job.where('done', false).forUpdate({ skipLocked: true }).first()
   * })
   */
  forUpdate(options?: LockOptions): this
  /** Locks the rows until the transaction ends: nobody else changes them. See `forUpdate`. */
  forShare(options?: LockOptions): this
  /**
   * What a function makes of the query where a value is there (is truthy), or what another makes of
   * it where not.
   *
   * @example
   * User.query().when(search, (q, text) => q.where('name', 'like', `%${text}%`))
   */
  when<Value>(
    value: Value,
    then: (query: this, value: NonNullable<Value>) => this,
    otherwise?: (query: this, value: Value) => this
  ): this
  /** The query itself: queries are immutable. */
  clone(): this
  /** Lets a query without a condition write to every row. */
  allRows(): this
  /**
   * Options of the statement and of those that load its relations: `{ signal }` cancels them,
   * `{ timeoutMs }` limits the time of each, `{ worker: true }` runs a long one of SQLite on
   * another thread.
   *
   * @throws VersaError `INVALID_QUERY` for options that make no sense.
   * @example
   * await User.query().options({ signal: request.signal, timeoutMs: 5_000 }).all()
   */
  options(options: ExecuteOptions): this
  /** Reads from the primary, whatever replicas there are: see `replicas` of `connect`. */
  usePrimary(): this
  /** How many rows there are. */
  count(): Promise<number>
  /** Whether there is a row. */
  exists(): Promise<boolean>
  /** The sum of a column; null of no rows. */
  sum<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'sum', Scope[K]>>
  /** The average of a column; null of no rows. */
  avg<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'avg', Scope[K]>>
  /** The smallest value of a column; null of no rows. */
  min<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'min', Scope[K]>>
  /** The largest value of a column; null of no rows. */
  max<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'max', Scope[K]>>
  /** Removes the rows; how many. Without a condition it is refused: see `allRows`. */
  delete(this: WritableQuery): Promise<number>
  /** The SQL and the values, without running it. */
  toSQL(): Statement
}

/** Groups, for queries of rows. */
export interface Groups<Scope> {
  /**
   * Groups the rows; select columns of the groups and aggregates.
   *
   * @example
   * Post.query().select('userId', { posts: count() }).groupBy('userId').having(count(), '>', 5)
   */
  groupBy(...operands: readonly [Operand<Scope>, ...Operand<Scope>[]]): this
  /** A condition that groups must meet: of a column or an aggregate. */
  having<K extends keyof Scope & string>(
    column: K,
    operator: CompareOperator,
    value: Scope[K]
  ): this
  having<Name extends AggregateName, K extends keyof Scope & string>(
    aggregate: Aggregate<Name, K>,
    operator: CompareOperator,
    value: NonNullable<AggregateValue<Name, Scope[K]>>
  ): this
  having(fragment: SqlFragment, operator: CompareOperator, value: unknown): this
}
