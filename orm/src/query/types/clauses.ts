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
   * @param operand A column, an aggregate, SQL or a query of one value.
   * @param direction `asc` or `desc`. Default: `asc`.
   * @param options `nulls`: where they go. Default: they are the smallest value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * const users = User.where('role', 'member').orderBy('age', 'desc', { nulls: 'first' })
   * await users.orderBy('id').pluck('name') //=> ['Edsger', 'Grace', 'Alan']
   * ```
   */
  orderBy(
    operand: Operand<Scope>,
    direction?: 'asc' | 'desc',
    options?: { readonly nulls?: 'first' | 'last' }
  ): this
  /**
   * Gives so many rows at most. The last call counts.
   *
   * @param count How many; a whole number from 0.
   * @throws VersaError `INVALID_QUERY` for anything else.
   * @example
   * ```ts
   * await User.orderBy('name').limit(2).pluck('name') //=> ['Ada', 'Alan']
   * await User.orderBy('name').limit(-1).pluck('name') //! INVALID_QUERY
   * ```
   */
  limit(count: number): this
  /**
   * Leaves out so many rows first. The last call counts.
   *
   * @param count How many; a whole number from 0.
   * @throws VersaError `INVALID_QUERY` for anything else.
   * @example
   * ```ts
   * await User.orderBy('name').offset(2).pluck('name') //=> ['Edsger', 'Grace']
   * ```
   */
  offset(count: number): this
  /**
   * Returns equal rows once.
   *
   * @example
   * ```ts
   * await User.select('role').distinct().orderBy('role').rows()
   * //=> [{ role: 'admin' }, { role: 'member' }]
   * ```
   */
  distinct(): this
  /**
   * Orders the rows by chance: all of them are read for it.
   *
   * @example
   * ```ts
   * const lucky = await User.where('role', 'member').inRandomOrder().first()
   * lucky?.role //=> 'member'
   * ```
   */
  inRandomOrder(): this
  /**
   * Locks the rows until the transaction ends: nobody else changes or locks them. On SQLite a
   * transaction that may write is the only one that does, so that there is nothing to lock.
   *
   * @param options What happens to rows that others have locked. Default: the query waits for them.
   * @throws VersaError `INVALID_QUERY` outside a transaction, `LOCK_TIMEOUT` with `noWait`.
   * @example
   * ```ts
   * await db.transaction(async () => {
   *   const draft = await Post.where('published', false).forUpdate({ skipLocked: true }).first()
   *   await draft?.update({ published: true })
   * })
   * await Post.where('published', false).count() //=> 0
   * ```
   */
  forUpdate(options?: LockOptions): this
  /**
   * Locks the rows until the transaction ends: nobody else changes them. See
   * {@link Clauses.forUpdate}.
   *
   * @param options What happens to rows that others have locked. Default: the query waits for them.
   * @throws VersaError `INVALID_QUERY` outside a transaction, `LOCK_TIMEOUT` with `noWait`.
   * @example
   * ```ts
   * await db.transaction(async () => {
   *   const author = await User.where('role', 'admin').forShare().firstOrFail()
   *   await Post.create({ userId: author.id, title: 'Third' })
   * })
   * ```
   */
  forShare(options?: LockOptions): this
  /**
   * Adds to the query where a value is there (is truthy), or something else where not.
   *
   * @param value What decides.
   * @param then Gets the query and the value, and returns a query.
   * @param otherwise The same where the value is not there. Default: the query stays as it is.
   * @example
   * ```ts
   * const find = (search?: string) =>
   *   User.query().when(search, (q, text) => q.where('name', 'like', `%${text}%`)).count()
   * await find('a') //=> 3
   * await find() //=> 4
   * ```
   */
  when<Value>(
    value: Value,
    then: (query: this, value: NonNullable<Value>) => this,
    otherwise?: (query: this, value: Value) => this
  ): this
  /**
   * The query itself: queries are immutable.
   *
   * @example
   * ```ts
   * const members = User.where('role', 'member')
   * members.clone() === members //=> true
   * ```
   */
  clone(): this
  /**
   * Lets a query without a condition write to every row.
   *
   * @example
   * ```ts
   * await User.query().update({ role: 'member' }) //! INVALID_QUERY
   * await User.query().allRows().update({ role: 'member' }) //=> 4
   * ```
   */
  allRows(): this
  /**
   * Sets options of the statement and of those that load its relations: `{ signal }` cancels them,
   * `{ timeoutMs }` limits the time of each, `{ worker: true }` runs a long one of SQLite on
   * another thread.
   *
   * @param options What holds for them; called again, the last one counts.
   * @throws VersaError `INVALID_QUERY` for options that make no sense.
   * @example
   * ```ts
   * const signal = AbortSignal.timeout(5_000)
   * await User.query().options({ signal, timeoutMs: 1_000 }).count() //=> 4
   * ```
   */
  options(options: ExecuteOptions): this
  /**
   * Reads from the primary, whatever replicas there are: see {@link ConnectOptions.replicas}.
   *
   * @example
   * ```ts prelude=replicas
   * await Visit.where('path', '/new').exists() //=> false
   * await Visit.where('path', '/new').usePrimary().exists() //=> true
   * ```
   */
  usePrimary(): this
  /**
   * How many rows there are.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await User.where('role', 'member').count() //=> 3
   * ```
   */
  count(): Promise<number>
  /**
   * Whether there is a row.
   *
   * @throws VersaError What the statement fails with: `TIMEOUT`, `UNKNOWN_TABLE` and others.
   * @example
   * ```ts
   * await User.where('role', 'member').exists() //=> true
   * ```
   */
  exists(): Promise<boolean>
  /**
   * The sum of a column; null of no rows.
   *
   * @param column A column of numbers.
   * @throws VersaError `INVALID_QUERY` for a column without numbers.
   * @example
   * ```ts
   * await User.where('role', 'member').sum('age') //=> 74
   * ```
   */
  sum<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'sum', Scope[K]>>
  /**
   * The average of a column; null of no rows.
   *
   * @param column A column of numbers.
   * @throws VersaError `INVALID_QUERY` for a column without numbers.
   * @example
   * ```ts
   * await User.where('role', 'member').avg('age') //=> 37
   * ```
   */
  avg<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'avg', Scope[K]>>
  /**
   * The smallest value of a column; null of no rows.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('role', 'member').min('age') //=> 29
   * ```
   */
  min<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'min', Scope[K]>>
  /**
   * The largest value of a column; null of no rows.
   *
   * @param column The column.
   * @throws VersaError `UNKNOWN_COLUMN`.
   * @example
   * ```ts
   * await User.where('role', 'member').max('age') //=> 45
   * ```
   */
  max<K extends keyof Scope & string>(column: K): Promise<AggregateValue<'max', Scope[K]>>
  /**
   * Removes the rows, or marks them as deleted where the model does; how many. Without a condition
   * it is refused: see {@link Clauses.allRows}.
   *
   * @throws VersaError `INVALID_QUERY` without a condition, `FOREIGN_KEY_VIOLATION` where others
   * refer to one.
   * @example
   * ```ts
   * await Post.where('published', false).delete() //=> 1
   * await Post.query().delete() //! INVALID_QUERY
   * ```
   */
  delete(this: WritableQuery): Promise<number>
  /**
   * The SQL and the values, without running it.
   *
   * @throws VersaError `UNSUPPORTED` for what this database cannot do.
   * @example
   * ```ts
   * Tag.where('id', '>', 1).toSQL() //=> {
   * //   sql: 'SELECT "id", "label" FROM "tags" WHERE "id" > ?',
   * //   parameters: [1]
   * // }
   * ```
   */
  toSQL(): Statement
}

/** Groups, for queries of rows. */
export interface Groups<Scope> {
  /**
   * Groups the rows; select columns of the groups and aggregates.
   *
   * @param operands What rows of one group have in common.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_QUERY`.
   * @example
   * ```ts
   * import { count } from 'versa-orm'
   *
   * await Post.select('userId', { posts: count() }).groupBy('userId').orderBy('userId').rows()
   * //=> [{ userId: 1, posts: 2 }, { userId: 2, posts: 1 }, { userId: 3, posts: 1 }]
   * ```
   */
  groupBy(...operands: readonly [Operand<Scope>, ...Operand<Scope>[]]): this
  /**
   * A condition that groups must meet: of a column.
   *
   * @param column A column by which is grouped.
   * @param operator How they are compared.
   * @param value The value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * await Post.select('userId').groupBy('userId').having('userId', '>', 1).rows()
   * //=> [{ userId: 2 }, { userId: 3 }]
   * ```
   */
  having<K extends keyof Scope & string>(
    column: K,
    operator: CompareOperator,
    value: Scope[K]
  ): this
  /**
   * A condition that groups must meet: of an aggregate.
   *
   * @param aggregate The aggregate: `count()`, `sum('likes')` and others.
   * @param operator How they are compared.
   * @param value The value.
   * @throws VersaError `UNKNOWN_COLUMN`, `INVALID_VALUE`, `INVALID_QUERY`.
   * @example
   * ```ts
   * import { count } from 'versa-orm'
   *
   * await Post.select('userId').groupBy('userId').having(count(), '>', 1).rows()
   * //=> [{ userId: 1 }]
   * ```
   */
  having<Name extends AggregateName, K extends keyof Scope & string>(
    aggregate: Aggregate<Name, K>,
    operator: CompareOperator,
    value: NonNullable<AggregateValue<Name, Scope[K]>>
  ): this
  /**
   * A condition that groups must meet: of SQL.
   *
   * @param fragment The SQL.
   * @param operator How they are compared.
   * @param value The value.
   */
  having(fragment: SqlFragment, operator: CompareOperator, value: unknown): this
}
