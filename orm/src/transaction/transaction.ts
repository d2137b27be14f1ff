import type { EngineSession, EngineTransaction, ExecuteResult, Param } from '../engine/engine.js'
import { repeated } from '../errors/repeated.js'
import { VersaError } from '../errors/versa-error.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { Merger } from '../query/merge/merger.js'
import type { CachedPlan } from '../query/plan/cached-plan.js'
import type { Executor, RunOptions } from '../query/plan/executor.js'
import { settleIn } from '../query/plan/homes.js'
import { isLimited, limitedOptions } from '../query/plan/limits.js'
import type { PlanCache } from '../query/plan/plan-cache.js'
import { schemaOption, untypedSource } from '../query/shape/untyped-sources.js'
import { Aftermath, type Hook } from './aftermath.js'
import { currentTransaction } from './context.js'
import type { TransactionHost } from './host.js'
import { runTransaction } from './run.js'
import { Savepoints } from './savepoints.js'
import { checkSavepointOptions, type TransactionOptions } from './transaction-options.js'

/** A transaction at run time, or a savepoint within one that has a function of its own. */
export class Transaction implements Executor {
  readonly plans: PlanCache
  readonly #merger: Merger | undefined
  readonly inTransaction = true
  readonly #aftermath = new Aftermath()
  readonly #savepoints: Savepoints
  #over = false
  /** Why it is over, and the rollback, where it was not its user who ended it. */
  #aborted: { readonly reason: VersaError; readonly rollback: Promise<void> } | undefined
  #onAbort: ((reason: VersaError) => void) | undefined
  /** Savepoints of one connection cannot overlap, so those asked for at once take turns. */
  #nested: Promise<unknown> = Promise.resolve()
  /** The savepoint whose turn it is. */
  #inner: Transaction | undefined

  constructor(
    readonly database: TransactionHost,
    private readonly engine: EngineTransaction,
    readonly parent: Transaction | undefined,
    /** Whether only what is run through its handle takes part. */
    private readonly explicit: boolean,
    /** What rolls it back, and ends its statements. */
    readonly signal?: AbortSignal
  ) {
    this.plans = database.plans
    this.#merger = database.merges ? new Merger(this) : undefined
    this.#savepoints = new Savepoints(engine, this.#aftermath)
  }

  get answersAtOnce(): boolean {
    return this.database.answersAtOnce
  }

  get merger(): Merger | undefined {
    return isLimited() ? undefined : this.#merger
  }

  /** Where what was loaded in it belongs: to its database, when it is over. */
  get home(): Executor {
    return this.isOver ? this.database : this
  }

  /** Whether it ended, or one around it. */
  get isOver(): boolean {
    return this.#over || this.parent?.isOver === true
  }

  /** A table of the database, in this transaction wherever the query is run. */
  table(name: unknown, options?: unknown): QueryBuilder {
    return QueryBuilder.in(untypedSource(name, this.database, schemaOption(options)), this)
  }

  execute<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    this.checkOpen()
    this.#merger?.flush()
    const limited = this.#limited(options)
    const result = this.database.executeOn(this.engine, true, cached, params, limited)
    const place = this.#placeOfRows()
    if (place === undefined) return result
    const settled = (answer: ExecuteResult<Row>): ExecuteResult<Row> => {
      settleIn(place, answer.rows)
      return answer
    }
    if (!(result instanceof Promise)) return settled(result)
    return result.then(settled, (error: unknown) => {
      // What was interrupted by the end of the transaction fails of what ended it.
      this.checkNotAborted()
      throw error
    })
  }

  stream<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): AsyncIterableIterator<Row[]> {
    this.checkOpen()
    this.#merger?.flush()
    const limited = this.#limited(options)
    const batches = this.database.streamOn(this.engine, true, cached, params, limited)
    const place = this.#placeOfRows()
    return place === undefined ? batches : settledBatches(place, batches)
  }

  async runSql(sql: string): Promise<void> {
    this.checkOpen()
    this.#merger?.flush()
    await this.database.runSqlOn(this.engine, true, sql, this.#limited(undefined))
  }

  /** A savepoint: within the innermost transaction that is open where it is asked for. */
  async transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {}
  ): Promise<T> {
    const innermost = this.#innermost()
    if (innermost !== this) return innermost.transaction(work, options)
    this.checkOpen()
    checkSavepointOptions(options)
    const session = (): EngineSession => this.#savepoints.session
    return this.#inTurn(() => runTransaction(this.database, session(), this, work, options))
  }

  /** Sets a savepoint that has no function of its own; its name. */
  savepoint(name?: string): Promise<string> {
    return this.#control(() => this.#savepoints.set(name))
  }

  /** Takes back what came after a savepoint, which stays. */
  rollbackTo(name: string): Promise<void> {
    return this.#control(async () => this.#runHooks(await this.#savepoints.rollBackTo(name)))
  }

  /** Forgets a savepoint. */
  release(name: string): Promise<void> {
    return this.#control(() => this.#savepoints.release(name))
  }

  undoOnRollback(undo: () => void): void {
    this.#innermost().#aftermath.onUndo(undo)
  }

  afterCommit(hook: Hook): void {
    this.checkOpen()
    this.#aftermath.onCommit(hook)
  }

  afterRollback(hook: Hook): void {
    this.checkOpen()
    this.#aftermath.onRollback(hook)
  }

  /** Whether this is a savepoint of another transaction, however deep. */
  isWithin(outer: Transaction): boolean {
    for (let at = this.parent; at !== undefined; at = at.parent) if (at === outer) return true
    return false
  }

  /** The savepoint whose function runs began: it is told so that it is ended with this one. */
  enter(inner: Transaction | undefined): void {
    this.#inner = inner
  }

  /** Ends it; nothing can run in it afterwards. Its hooks are awaited. */
  async end(outcome: 'commit' | 'rollback'): Promise<void> {
    // What was asked for within it and waits for its turn still belongs to it.
    this.#merger?.flush()
    if (this.#aborted === undefined) await this.#nested
    if (this.#aborted !== undefined) return this.#endAborted(outcome)
    this.checkOpen()
    this.#over = true
    try {
      await this.engine[outcome]()
    } catch (error) {
      await this.#runHooks(this.#aftermath.rollBack())
      throw error
    }
    if (outcome === 'rollback') await this.#runHooks(this.#aftermath.rollBack())
    else if (this.parent !== undefined) this.#aftermath.moveTo(this.parent.#aftermath)
    else await this.#runHooks(this.#aftermath.commit())
  }

  /** Rolls it back against its user's will; what is run in it later fails of the reason. */
  abort(reason: VersaError): Promise<void> {
    if (this.#aborted !== undefined) return this.#aborted.rollback
    if (this.#over) return Promise.resolve()
    this.#over = true
    const rollback = this.#rollBackNow()
    this.#aborted = { reason, rollback }
    void rollback.then(() => this.#onAbort?.(reason))
    return rollback
  }

  /** Whether somebody else than its user ended it. */
  get isAborted(): boolean {
    return this.#aborted !== undefined
  }

  /** Calls a function when it was rolled back against its user's will. */
  whenAborted(listener: (reason: VersaError) => void): void {
    this.#onAbort = listener
    if (this.#aborted !== undefined) {
      const { reason, rollback } = this.#aborted
      void rollback.then(() => listener(reason))
    }
  }

  checkOpen(): void {
    for (let at: Transaction | undefined = this; at !== undefined; at = at.parent) {
      at.checkNotAborted()
      if (!at.#over) continue
      throw new VersaError('TRANSACTION_CLOSED', 'the transaction is over', {
        hint: 'await everything within its function: something ran after the function had returned'
      })
    }
  }

  checkNotAborted(): void {
    if (this.#aborted !== undefined) throw repeated(this.#aborted.reason)
  }

  #limited(options: RunOptions | undefined): RunOptions | undefined {
    const { signal } = this
    return signal === undefined ? options : limitedOptions(options, { signal })
  }

  async #endAborted(outcome: 'commit' | 'rollback'): Promise<void> {
    await this.#aborted?.rollback
    if (outcome === 'commit') this.checkOpen()
  }

  async #rollBackNow(): Promise<void> {
    try {
      await this.engine.abort()
    } catch {
      // The database takes back what was not committed when the connection ends.
    }
    const hooks: Hook[] = []
    for (let at: Transaction | undefined = this; at !== undefined; at = at.#inner) {
      at.#over = true
      hooks.unshift(...at.#aftermath.rollBack())
    }
    await this.#runHooks(hooks)
  }

  /** An error of a hook changes nothing about the outcome: it is reported, and the others run. */
  async #runHooks(hooks: readonly Hook[]): Promise<void> {
    for (const hook of hooks) await this.database.runHook(hook)
  }

  #innermost(): Transaction {
    const current = currentTransaction(this.database)
    return current?.isWithin(this) === true && !current.isOver ? current : this
  }

  /** Whose rows must be known to be saved here: where a context does not say it. */
  #placeOfRows(): Transaction | undefined {
    let root: Transaction = this
    while (root.parent !== undefined) root = root.parent
    if (root.explicit) return root
    const current = currentTransaction(this.database)
    return current === this || current?.isWithin(this) === true ? undefined : this
  }

  async #control<T>(work: () => Promise<T>): Promise<T> {
    if (this.#innermost() !== this) {
      throw new VersaError('INVALID_QUERY', 'a savepoint was set around the one that is open', {
        hint: 'use the argument of the function of the nested transaction'
      })
    }
    this.checkOpen()
    this.#merger?.flush()
    return this.#inTurn(work)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#nested.then(work)
    this.#nested = turn.catch(() => {})
    return turn
  }
}

async function* settledBatches<Row>(
  place: Executor,
  batches: AsyncIterable<Row[]>
): AsyncGenerator<Row[], void, undefined> {
  for await (const batch of batches) {
    settleIn(place, batch)
    yield batch
  }
}
