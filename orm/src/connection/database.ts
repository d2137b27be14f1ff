import type { EngineDatabase, EngineSession, ExecuteResult, Param } from '../engine/engine.js'
import { VersaError } from '../errors/versa-error.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { Merger } from '../query/merge/merger.js'
import type { CachedPlan } from '../query/plan/cached-plan.js'
import { addExecutor, type RunOptions, removeExecutor } from '../query/plan/executor.js'
import { isLimited, withLimits } from '../query/plan/limits.js'
import { markAsDatabase } from '../query/plan/other-copy.js'
import { PlanCache } from '../query/plan/plan-cache.js'
import { planFor } from '../query/plan/plan-for.js'
import { Source } from '../query/shape/source.js'
import { schemaOption, untypedSource } from '../query/shape/untyped-sources.js'
import type { Hook } from '../transaction/aftermath.js'
import { currentTransaction, runOutside } from '../transaction/context.js'
import { type Opened, openedBy, type TransactionHost } from '../transaction/host.js'
import { begin, limit, runTransaction } from '../transaction/run.js'
import { Transaction } from '../transaction/transaction.js'
import {
  type BeginOptions,
  checkBeginOptions,
  checkTransactionOptions,
  type TransactionOptions
} from '../transaction/transaction-options.js'
import { type CloseOptions, Closing } from './closing.js'
import type { HandleOptions } from './connect-options.js'
import { checkFunction } from './functions.js'
import { type Observation, observe, observeStream } from './log.js'
import { OpenTransactions } from './open-transactions.js'
import { type StatementTemplate, statementTemplate } from './raw-statement.js'
import type { Replicas } from './replicas.js'
import { type SchemaEditor, schemaEditor } from './schema-editor.js'
import { Stickiness } from './stickiness.js'
import { ManualScope, TransactionScope } from './transaction-scope.js'
import type { Warn } from './warnings.js'

/** An open database at run time; its types are those of `Database`. */
export class DatabaseHandle implements TransactionHost {
  readonly product: string
  readonly version: string
  readonly plans: PlanCache
  readonly schema: SchemaEditor
  readonly sql: StatementTemplate

  readonly #engine: EngineDatabase
  readonly #replicas: Replicas | undefined
  readonly #stickiness: Stickiness | undefined
  readonly #name: string | undefined
  readonly #warn: Warn
  readonly #transactions: OpenTransactions
  readonly #observation: Observation
  readonly #observed: boolean
  /** Where the shapes of the user's own statements begin. */
  readonly #statements: Source
  readonly #merger: Merger | undefined
  readonly #replicaMerger: Merger | undefined
  readonly #timeoutMs: number | undefined
  readonly #closing = new Closing({ wait: () => this.#close(), stop: () => this.#stop() })
  #closed = false

  constructor(engine: EngineDatabase, replicas: Replicas | undefined, options: HandleOptions) {
    const { observation, warn } = options
    this.#engine = engine
    this.#replicas = replicas
    this.#stickiness = replicas && new Stickiness(options.stickyMs)
    this.#name = options.name
    this.#timeoutMs = options.statementTimeoutMs
    this.#warn = warn
    this.#transactions = new OpenTransactions(warn, options.longTransactionMs)
    this.#observation = observation
    this.#observed = observation.log !== undefined || observation.errorParameters
    this.product = engine.product
    this.version = engine.version
    this.plans = new PlanCache({
      // A transaction that is open while the database is closed goes on to its end.
      prepare: query => (this.#transactions.hasOpen ? engine : this.#open()).prepare(query),
      release: plan => engine.release(plan)
    })
    // Where a statement is done at once there is nothing to be saved.
    const merges = options.mergeLookups && !engine.answersAtOnce
    this.#merger = merges
      ? new Merger({
          plans: this.plans,
          execute: (cached, params, options) =>
            this.executeOn(this.#open(), false, cached, params, options)
        })
      : undefined
    // Apart from those that have to see what was written: one statement has one place.
    this.#replicaMerger =
      merges && replicas !== undefined
        ? new Merger({
            plans: this.plans,
            execute: (cached, params, options) =>
              this.#executeOnReplica(replicas, cached, params, options)
          })
        : undefined
    this.#statements = new Source('sql', undefined, undefined, this)
    this.sql = statementTemplate(this, this.#statements)
    this.schema = schemaEditor({
      ddl: (action, definitions) => this.#open().ddl(action, definitions),
      runAll: statements => this.#runAll(statements)
    })
    addExecutor(this, options.name)
  }

  get database(): this {
    return this
  }

  get home(): this {
    return this
  }

  get inTransaction(): boolean {
    return currentTransaction(this) !== undefined
  }

  get watchesTransactions(): boolean {
    return this.#transactions.watches
  }

  get answersAtOnce(): boolean {
    return this.#engine.answersAtOnce
  }

  get merges(): boolean {
    return this.#merger !== undefined
  }

  get merger(): Merger | undefined {
    // One statement for several callers could not end for one of them.
    if (this.#merger === undefined || isLimited()) return undefined
    const transaction = currentTransaction(this)
    if (transaction !== undefined) return transaction.merger
    return this.#stickiness?.isSticky === false ? this.#replicaMerger : this.#merger
  }

  table(name: unknown, options?: unknown): QueryBuilder {
    return QueryBuilder.of(untypedSource(name, this, schemaOption(options)))
  }

  async transaction<T>(
    work: (scope: TransactionScope) => Promise<T>,
    options: TransactionOptions = {}
  ): Promise<T> {
    checkFunction('a transaction', work)
    checkTransactionOptions(options)
    const run = (transaction: Transaction): Promise<T> =>
      work(new TransactionScope(transaction, this.#statements))
    const current = currentTransaction(this)
    if (current !== undefined) return current.transaction(run, options)
    const done = options.readOnly === true ? undefined : this.#stickiness?.writes()
    const session = this.#open()
    const ended = this.#transactions.expect()
    try {
      const result = await runTransaction(this, session, undefined, run, options)
      done?.()
      return result
    } finally {
      ended()
    }
  }

  async begin(options: BeginOptions = {}): Promise<ManualScope> {
    checkBeginOptions(options)
    const opened = openedBy(this.begin)
    const done = options.readOnly === true ? undefined : this.#stickiness?.writes()
    const engine = await begin(this.#open(), options)
    const transaction = new Transaction(this, engine, undefined, true, options.signal)
    const stopClock = limit(transaction, options)
    const leave = this.enter(transaction)
    return new ManualScope(transaction, this.#statements, handle => {
      const unwatch = this.#transactions.add(handle, transaction, opened)
      return () => {
        stopClock()
        leave()
        unwatch()
        done?.()
      }
    })
  }

  outside<T>(work: () => T): T {
    checkFunction('db.outside', work)
    return runOutside(this, work)
  }

  session<T>(work: () => T): T {
    checkFunction('db.session', work)
    return this.#stickiness === undefined ? work() : this.#stickiness.session(work)
  }

  async afterCommit(hook: Hook): Promise<void> {
    checkFunction('afterCommit', hook)
    const transaction = currentTransaction(this)
    if (transaction !== undefined) transaction.afterCommit(hook)
    else await this.runHook(hook)
  }

  async runHook(hook: Hook): Promise<void> {
    try {
      await hook()
    } catch (error) {
      const message = 'a hook of a transaction failed; its outcome is what it was'
      this.#warn({ code: 'HOOK_FAILED', message, error })
    }
  }

  watch(opened: Opened): () => void {
    return this.#transactions.watch(opened)
  }

  enter(transaction: Transaction): () => void {
    return this.#transactions.enter(transaction)
  }

  close(options: CloseOptions = {}): Promise<void> {
    return this.#closing.close(options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  execute<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const transaction = currentTransaction(this)
    if (transaction !== undefined) return transaction.execute(cached, params, options)
    this.#flush()
    const replicas = this.#replicasFor(cached, options)
    if (replicas !== undefined) return this.#executeOnReplica(replicas, cached, params, options)
    const done = cached.plan.access === 'read' ? undefined : this.#stickiness?.writes()
    const result = this.executeOn(this.#open(), false, cached, params, options)
    return done === undefined ? result : finallyDo(result, done)
  }

  undoOnRollback(undo: () => void): void {
    currentTransaction(this)?.undoOnRollback(undo)
  }

  executeOn<Row>(
    session: EngineSession,
    inTransaction: boolean,
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const { plan, decoding } = cached
    const limited = withLimits(options, this.#timeoutMs)
    if (!this.#observed) return session.execute(plan, params, decoding, limited)
    const { merged, replica } = options ?? {}
    const statement = { sql: plan.sql, params, merged, replica }
    return observe(this.#observation, statement, inTransaction, () =>
      session.execute(plan, params, decoding, limited)
    )
  }

  async runSqlOn(
    session: EngineSession,
    inTransaction: boolean,
    text: string,
    options?: RunOptions
  ): Promise<void> {
    const statement = { sql: text, params: [] }
    await observe(this.#observation, statement, inTransaction, async () => {
      await session.runSql(text, withLimits(options, this.#timeoutMs))
      return undefined
    })
  }

  stream<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): AsyncIterableIterator<Row[]> {
    const transaction = currentTransaction(this)
    if (transaction !== undefined) return transaction.stream(cached, params, options)
    this.#flush()
    const onPrimary = (): AsyncIterableIterator<Row[]> =>
      this.streamOn(this.#open(), false, cached, params, options)
    const replicas = this.#replicasFor(cached, options)
    if (replicas === undefined) return onPrimary()
    return replicas.stream(({ engine, plans, number }) => {
      const there = planFor<Row>({ plans }, cached.source, cached.node)
      return this.streamOn(engine, false, there, params, { ...options, replica: number })
    }, onPrimary)
  }

  streamOn<Row>(
    session: EngineSession,
    inTransaction: boolean,
    { plan, decoding }: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): AsyncIterableIterator<Row[]> {
    const limits = withLimits(options, this.#timeoutMs)
    const begin = (): AsyncIterableIterator<Row[]> => session.stream(plan, params, decoding, limits)
    if (!this.#observed) return begin()
    const statement = { sql: plan.sql, params, replica: options?.replica }
    return observeStream(this.#observation, statement, inTransaction, begin)
  }

  #flush(): void {
    this.#merger?.flush()
    this.#replicaMerger?.flush()
  }

  /** The replicas, where a statement may run on one here and now. */
  #replicasFor(cached: CachedPlan<never>, options: RunOptions | undefined): Replicas | undefined {
    if (this.#replicas === undefined || cached.plan.access !== 'read') return undefined
    if (options?.primary === true || this.#stickiness?.isSticky === true) return undefined
    this.#open()
    return this.#replicas
  }

  #executeOnReplica<Row>(
    replicas: Replicas,
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options: RunOptions | undefined
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    return replicas.read(
      ({ engine, plans, number }) => {
        const there = planFor<Row>({ plans }, cached.source, cached.node)
        return this.executeOn(engine, false, there, params, { ...options, replica: number })
      },
      () => this.executeOn(this.#open(), false, cached, params, options)
    )
  }

  async #runAll(statements: readonly string[]): Promise<void> {
    const current = currentTransaction(this)
    // Within a transaction there is no savepoint: DDL of MySQL ends the transaction itself.
    if (current !== undefined) {
      for (const statement of statements) await current.runSql(statement)
      return
    }
    const done = this.#stickiness?.writes()
    const run = async (transaction: Transaction): Promise<void> => {
      for (const statement of statements) await transaction.runSql(statement)
    }
    await runTransaction(this, this.#open(), undefined, run, {})
    done?.()
  }

  async #close(): Promise<void> {
    this.#flush()
    this.#closed = true
    // Models in transactions that are open still have to find it.
    const isNeeded = this.#transactions.hasOpen
    if (!isNeeded) removeExecutor(this, this.#name)
    await this.#transactions.close()
    await Promise.all([this.#engine.close(), this.#replicas?.close()])
    if (isNeeded) removeExecutor(this, this.#name)
    this.plans.clear()
  }

  #stop(): void {
    this.#transactions.abort()
    this.#engine.end()
    this.#replicas?.end()
  }

  #open(): EngineDatabase {
    if (!this.#closed) return this.#engine
    throw new VersaError('CONNECTION_CLOSED', 'the database was closed', {
      hint: 'open it again with connect(…), and close it after the last statement'
    })
  }
}

/** Does something when a result is there, at once or later, or will never be. */
function finallyDo<Result>(
  result: Result | Promise<Result>,
  done: () => void
): Result | Promise<Result> {
  if (result instanceof Promise) return result.finally(done)
  done()
  return result
}

markAsDatabase(DatabaseHandle.prototype)
