import type { ExecuteOptions, ExecuteResult, Param } from '../../engine/engine.js'
import { didYouMean } from '../../errors/did-you-mean.js'
import { VersaError } from '../../errors/versa-error.js'
import type { Merger } from '../merge/merger.js'
import type { CachedPlan } from './cached-plan.js'
import { refuseOtherCopy } from './other-copy.js'
import type { PlanCache } from './plan-cache.js'

/** How a statement is run, and what the log is told of it. */
export interface RunOptions extends ExecuteOptions {
  /** How many look-ups or loads it answers. */
  readonly merged?: number
  /** Whether a read has to see what was just written: it is not sent to a replica. */
  readonly primary?: boolean
  /** The number of the replica that it runs on, for the log. */
  readonly replica?: number
}

/** What a query needs of a database. */
export interface Executor {
  /** Its plans. */
  readonly plans: PlanCache
  /** Runs a plan, in the transaction that is open here if there is one. */
  execute<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>>
  /** Whether statements are done at once, on the caller's thread. */
  readonly answersAtOnce: boolean
  /** Merges look-ups and loads, in the transaction that is open here; undefined: they run alone. */
  readonly merger: Merger | undefined
  /** Streams the rows of a plan in batches. */
  stream<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): AsyncIterableIterator<Row[]>
  /** Runs statements all or none. */
  transaction<T>(work: () => Promise<T>): Promise<T>
  /** Whether a transaction is open here: what is written may be taken back. */
  readonly inTransaction: boolean
  /** What instances have to forget if the transaction that is open here is rolled back. */
  undoOnRollback(undo: () => void): void
  /** The database itself, of a transaction as well. */
  readonly database: Executor
  /** Where instances belong that were loaded here: once a transaction is over, to its database. */
  readonly home: Executor
}

/** An open database or a transaction, as far as a model has to know it to be bound to it. */
export interface BoundPlace {
  /** @internal */
  readonly [place]: true
}

/** For the compiler only: what looks like a place is none. */
export declare const place: unique symbol

/** The databases that are open and have no name, the first opened first. */
const unnamed: Executor[] = []
/** Those that have one. */
const named = new Map<string, Executor>()
/** What stands for an open database or a transaction, and where its statements run. */
const places = new WeakMap<object, Executor>()
/** All databases that were ever open: a closed one is another mistake than something else. */
const closed = new WeakSet<object>()

/** The name of the database that unbound models use, for those who give every one a name. */
const DEFAULT_NAME = 'default'

/** A database is open: without a name it is the default unless there is one. */
export function addExecutor(executor: Executor, name: string | undefined): void {
  if (name === undefined) unnamed.push(executor)
  else named.set(name, executor)
  places.set(executor, executor)
}

/** Refuses a name that is taken. @throws VersaError `INVALID_CONFIGURATION`. */
export function checkNameIsFree(name: string | undefined): void {
  if (name === undefined || !named.has(name)) return
  throw new VersaError(
    'INVALID_CONFIGURATION',
    `a connection named ${JSON.stringify(name)} is open already`,
    { hint: `use it with connection(${JSON.stringify(name)}), or close it first` }
  )
}

/** A database is closed. */
export function removeExecutor(executor: Executor, name: string | undefined): void {
  const at = unnamed.indexOf(executor)
  if (at >= 0) unnamed.splice(at, 1)
  if (name !== undefined && named.get(name) === executor) named.delete(name)
  places.delete(executor)
  closed.add(executor)
}

/** Says where the statements run of what a user was given: a transaction's handle. */
export function addPlace(handle: object, executor: Executor): void {
  places.set(handle, executor)
}

/**
 * Where a model is bound to by a database, a transaction, or a connection's name.
 *
 * @throws VersaError `INVALID_MODEL` for anything else, `UNKNOWN_CONNECTION`, `CONNECTION_CLOSED`.
 */
export function openExecutor(place: unknown): Executor {
  if (typeof place === 'string') return namedExecutor(place)
  if (typeof place === 'object' && place !== null) {
    const executor = places.get(place)
    if (executor !== undefined) return executor
    if (closed.has(place)) {
      throw new VersaError('CONNECTION_CLOSED', 'a model was bound to a database that is closed')
    }
  }
  refuseOtherCopy(place)
  throw new VersaError('INVALID_MODEL', 'a model was bound to something that is no open database', {
    hint: "pass what connect(…) gave, a transaction, or a connection's name: User.using(db)"
  })
}

/** The connection of a name. @throws VersaError `UNKNOWN_CONNECTION`. */
export function namedExecutor(name: string): Executor {
  const executor = named.get(name)
  if (executor !== undefined) return executor
  const shown = name.length > 64 ? `${name.slice(0, 64)}…` : name
  throw new VersaError('UNKNOWN_CONNECTION', `no connection is named ${JSON.stringify(shown)}`, {
    hint:
      named.size === 0
        ? `none that is open has a name: connect(url, { name: ${JSON.stringify(shown)} })`
        : didYouMean(name, [...named.keys()])
  })
}

/** The database of models that are not bound to one: the first that was opened and not closed. */
export function defaultExecutor(): Executor {
  const executor = unnamed[0] ?? named.get(DEFAULT_NAME)
  if (executor !== undefined) return executor
  const others = [...named.keys()].map(name => JSON.stringify(name)).join(', ')
  throw new VersaError('INVALID_MODEL', 'a model was used, but no database is open', {
    hint:
      others === ''
        ? 'await connect(…) first, or bind the model with User.using(db)'
        : `only named ones are open (${others}): bind the model with User.using(name) or ` +
          `static connection = name, or name one of them '${DEFAULT_NAME}'`
  })
}

/** The database of a table: the one it is bound to, the one it names, or the default one. */
export function executorOfTable(table: {
  readonly executor: Executor | undefined
  readonly connection: string | undefined
}): Executor {
  if (table.executor !== undefined) return table.executor
  return table.connection === undefined ? defaultExecutor() : namedExecutor(table.connection)
}
