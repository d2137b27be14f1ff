import type {
  EngineSession,
  EngineTransaction,
  ExecuteResult,
  Param,
  TransactionOptions
} from '../engine/engine.js'
import { VersaError } from '../errors/versa-error.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { Merger } from '../query/merge/merger.js'
import type { CachedPlan } from '../query/plan/cached-plan.js'
import type { Executor, RunOptions } from '../query/plan/executor.js'
import type { PlanCache } from '../query/plan/plan-cache.js'
import { atCallSite } from '../query/plan/settle.js'
import { untypedSource } from '../query/shape/untyped-sources.js'
import { currentTransaction, runWithin } from './context.js'

/** What a transaction needs of its database. */
export interface TransactionHost extends Executor {
  /** Whether look-ups of one tick are merged. */
  readonly merges: boolean
  /** Runs a plan on a session of the database. */
  executeOn<Row>(
    session: EngineSession,
    inTransaction: boolean,
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>>
  /** Streams the rows of a plan on a session of the database. */
  streamOn<Row>(
    session: EngineSession,
    inTransaction: boolean,
    cached: CachedPlan<Row>,
    params: readonly Param[]
  ): AsyncIterableIterator<Row[]>
  /** Runs SQL without parameters on a session of the database. */
  runSqlOn(session: EngineSession, inTransaction: boolean, sql: string): Promise<void>
}

/** A transaction at run time, or a savepoint within one. */
export class Transaction implements Executor {
  readonly plans: PlanCache
  readonly merger: Merger | undefined
  readonly inTransaction = true
  #over = false
  /** What instances have to forget if what they saved is taken back. */
  #undo: (() => void)[] = []
  /** Savepoints of one connection cannot overlap, so those asked for at once take turns. */
  #nested: Promise<unknown> = Promise.resolve()

  constructor(
    readonly database: TransactionHost,
    private readonly engine: EngineTransaction,
    readonly parent: Transaction | undefined
  ) {
    this.plans = database.plans
    this.merger = database.merges ? new Merger(this) : undefined
  }

  /** A table of the database, in this transaction wherever the query is run. */
  table(name: unknown): QueryBuilder {
    return QueryBuilder.in(untypedSource(name, this.database), this)
  }

  execute<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    this.#checkOpen()
    this.merger?.flush()
    return this.database.executeOn(this.engine, true, cached, params, options)
  }

  stream<Row>(cached: CachedPlan<Row>, params: readonly Param[]): AsyncIterableIterator<Row[]> {
    this.#checkOpen()
    this.merger?.flush()
    return this.database.streamOn(this.engine, true, cached, params)
  }

  async runSql(sql: string): Promise<void> {
    this.#checkOpen()
    this.merger?.flush()
    await this.database.runSqlOn(this.engine, true, sql)
  }

  /** A savepoint: within the innermost transaction that is open where it is asked for. */
  async transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {}
  ): Promise<T> {
    const current = currentTransaction(this.database)
    if (current !== undefined && current !== this && current.isWithin(this)) {
      return current.transaction(work, options)
    }
    this.#checkOpen()
    const turn = this.#nested.then(() =>
      runTransaction(this.database, this.engine, this, work, options)
    )
    this.#nested = turn.catch(() => {})
    return turn
  }

  afterRollback(undo: () => void): void {
    this.#undo.push(undo)
  }

  /** Whether this is a savepoint of another transaction, however deep. */
  isWithin(outer: Transaction): boolean {
    for (let at = this.parent; at !== undefined; at = at.parent) if (at === outer) return true
    return false
  }

  /** Ends it; nothing can run in it afterwards. */
  async end(outcome: 'commit' | 'rollback'): Promise<void> {
    // What was asked for within it and waits for its turn still belongs to it.
    this.merger?.flush()
    await this.#nested
    this.#over = true
    try {
      await this.engine[outcome]()
    } catch (error) {
      this.#undoAll()
      throw error
    }
    if (outcome === 'rollback') this.#undoAll()
    else if (this.parent !== undefined) this.parent.#undo.push(...this.#undo)
  }

  #undoAll(): void {
    for (const undo of this.#undo.reverse()) undo()
    this.#undo = []
  }

  #checkOpen(): void {
    if (!this.#over) return
    throw new VersaError('TRANSACTION_CLOSED', 'the transaction is over', {
      hint: 'await everything within its function: something ran after the function had returned'
    })
  }
}

/** Begins a transaction, runs its function and ends it: with a commit if all went well. */
export async function runTransaction<T>(
  database: TransactionHost,
  session: EngineSession,
  parent: Transaction | undefined,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions
): Promise<T> {
  const engine = await begin(session, options)
  const transaction = new Transaction(database, engine, parent)
  let result: T
  try {
    // Async, so that a function that throws at once is a failure like any other.
    result = await runWithin(transaction, async () => work(transaction))
  } catch (error) {
    await rollbackAfter(transaction)
    throw error
  }
  try {
    await transaction.end('commit')
  } catch (error) {
    throw atCallSite(error)
  }
  return result
}

async function begin(
  session: EngineSession,
  options: TransactionOptions
): Promise<EngineTransaction> {
  try {
    return await session.begin(options)
  } catch (error) {
    throw atCallSite(error)
  }
}

/** The first error counts: one of the rollback only tells that the connection is gone, too. */
async function rollbackAfter(transaction: Transaction): Promise<void> {
  try {
    await transaction.end('rollback')
  } catch {
    // The database takes back what was not committed when the connection ends.
  }
}
