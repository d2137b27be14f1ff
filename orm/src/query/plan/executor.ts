import type { ExecuteOptions, ExecuteResult, Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import type { Merger } from '../merge/merger.js'
import type { CachedPlan } from './cached-plan.js'
import { refuseOtherCopy } from './other-copy.js'
import type { PlanCache } from './plan-cache.js'

/** How a statement is run, and what the log is told of it. */
export interface RunOptions extends ExecuteOptions {
  /** How many look-ups or loads it answers. */
  readonly merged?: number
}

/** What a query needs of a database. */
export interface Executor {
  /** Its plans. */
  readonly plans: PlanCache
  /** Whether the program is in a transaction of the database here. */
  readonly inTransaction: boolean
  /** Runs a plan, in the transaction that is open here if there is one. */
  execute<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>>
  /** Merges look-ups and loads, in the transaction that is open here; undefined: they run alone. */
  readonly merger: Merger | undefined
  /** Streams the rows of a plan in batches. */
  stream<Row>(cached: CachedPlan<Row>, params: readonly Param[]): AsyncIterableIterator<Row[]>
  /** Runs statements all or none. */
  transaction<T>(work: () => Promise<T>): Promise<T>
  /** What has to be done if the transaction that is open here is rolled back. */
  afterRollback(undo: () => void): void
}

/** An open database, as far as a model has to know it to be bound to it. */
export interface BoundDatabase {
  /** `SQLite`, `PostgreSQL`, `MySQL` or `MariaDB`. */
  readonly product: string
  /** The version, as the database says it. */
  readonly version: string
  /** Closes it. */
  close(): Promise<void>
}

/** The databases that are open, the first opened first. */
const open: Executor[] = []
/** All that were ever open: a closed one is another mistake than something else. */
const known = new WeakSet<object>()

/** A database is open: it is the default unless there is one. */
export function addExecutor(executor: Executor): void {
  open.push(executor)
  known.add(executor)
}

/** A database is closed. */
export function removeExecutor(executor: Executor): void {
  const at = open.indexOf(executor)
  if (at >= 0) open.splice(at, 1)
}

/** A value as a database that is open. @throws VersaError `INVALID_MODEL` for anything else. */
export function openExecutor(database: unknown): Executor {
  const executor = open.find(candidate => candidate === database)
  if (executor !== undefined) return executor
  if (typeof database === 'object' && database !== null && known.has(database)) {
    throw new VersaError('CONNECTION_CLOSED', 'a model was bound to a database that is closed')
  }
  refuseOtherCopy(database)
  throw new VersaError('INVALID_MODEL', 'a model was bound to something that is no open database', {
    hint: 'pass what connect(…) gave: User.using(db)'
  })
}

/** The database of models that are not bound to one: the first that was opened and not closed. */
export function defaultExecutor(): Executor {
  const executor = open[0]
  if (executor !== undefined) return executor
  throw new VersaError('INVALID_MODEL', 'a model was used, but no database is open', {
    hint: 'await connect(…) first, or bind the model with User.using(db)'
  })
}
