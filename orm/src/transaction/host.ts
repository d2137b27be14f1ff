import type { EngineSession, ExecuteResult, Param } from '../engine/engine.js'
import type { CachedPlan } from '../query/plan/cached-plan.js'
import type { Executor, RunOptions } from '../query/plan/executor.js'
import type { Hook } from './aftermath.js'
import type { Transaction } from './transaction.js'

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
    params: readonly Param[],
    options?: RunOptions
  ): AsyncIterableIterator<Row[]>
  /** Runs SQL without parameters on a session of the database. */
  runSqlOn(
    session: EngineSession,
    inTransaction: boolean,
    sql: string,
    options?: RunOptions
  ): Promise<void>
  /** Runs what was to be done after a transaction. It never fails: an error is reported. */
  runHook(hook: Hook): Promise<void>
  /** Knows a transaction, to end it with the database, until the function is called. */
  enter(transaction: Transaction): () => void
  /** Whether transactions that are open for long are reported. */
  readonly watchesTransactions: boolean
  /** Reports a transaction when it has been open for long; the function ends the watch. */
  watch(opened: Opened): () => void
}

/** Where a transaction was begun. */
export interface Opened {
  /** The stack of who began it; made when it is asked for. */
  readonly stack?: string
}

/** Remembers where a transaction is begun, by whoever called `caller`. */
export function openedBy(caller: (...args: never[]) => unknown): Opened {
  const opened: Opened = {}
  Error.captureStackTrace(opened, caller)
  return opened
}
