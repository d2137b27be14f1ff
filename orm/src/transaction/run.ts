import type { EngineSession, EngineTransaction } from '../engine/engine.js'
import { VersaError } from '../errors/versa-error.js'
import { atCallSite } from '../query/plan/settle.js'
import { runWithin } from './context.js'
import { type Opened, openedBy, type TransactionHost } from './host.js'
import { canRetry, pauseBefore } from './retries.js'
import { Transaction } from './transaction.js'
import { type BeginOptions, engineOptions, type TransactionOptions } from './transaction-options.js'

type Work<T> = (transaction: Transaction) => Promise<T>

/**
 * Begins a transaction, runs its function and ends it: with a commit if all went well. One that is
 * no savepoint is repeated as often as its options say.
 */
export async function runTransaction<T>(
  host: TransactionHost,
  session: EngineSession,
  parent: Transaction | undefined,
  work: Work<T>,
  options: TransactionOptions
): Promise<T> {
  const retries = parent === undefined ? (options.retries ?? 0) : 0
  const opened = host.watchesTransactions ? openedBy(runTransaction) : undefined
  for (let repetition = 1; ; repetition++) {
    try {
      return await runOnce(host, session, parent, work, options, opened)
    } catch (error) {
      if (repetition > retries || !canRetry(error)) throw error
      await pauseBefore(repetition)
    }
  }
}

async function runOnce<T>(
  host: TransactionHost,
  session: EngineSession,
  parent: Transaction | undefined,
  work: Work<T>,
  options: TransactionOptions,
  opened: Opened | undefined
): Promise<T> {
  const engine = await begin(session, options)
  const explicit = options.propagate === false
  const transaction = new Transaction(host, engine, parent, explicit)
  const unwatch = opened && parent === undefined ? host.watch(opened) : undefined
  parent?.enter(transaction)
  try {
    // Async, so that a function that throws at once is a failure like any other.
    const run = async (): Promise<T> => work(transaction)
    const limited = (): Promise<T> => withinTime(transaction, options.timeoutMs, run)
    const result = await (explicit ? limited() : runWithin(transaction, limited))
    await commit(transaction)
    return result
  } catch (error) {
    if (!transaction.isOver) await rollBack(transaction)
    throw error
  } finally {
    parent?.enter(undefined)
    unwatch?.()
  }
}

/** Begins a transaction on a session. */
export async function begin(
  session: EngineSession,
  options: BeginOptions
): Promise<EngineTransaction> {
  try {
    return await session.begin(engineOptions(options))
  } catch (error) {
    throw atCallSite(error)
  }
}

/** Commits, with the caller in the stack of what fails. */
export async function commit(transaction: Transaction): Promise<void> {
  try {
    await transaction.end('commit')
  } catch (error) {
    throw atCallSite(error)
  }
}

/** The first error counts: one of the rollback only tells that the connection is gone, too. */
export async function rollBack(transaction: Transaction): Promise<void> {
  try {
    await transaction.end('rollback')
  } catch {
    // The database takes back what was not committed when the connection ends.
  }
}

/** Rolls a transaction back when it has been open for too long; the function stops the clock. */
export function limitTime(transaction: Transaction, timeoutMs: number | undefined): () => void {
  if (timeoutMs === undefined) return () => {}
  const timer = setTimeout(() => void transaction.abort(tookTooLong(timeoutMs)), timeoutMs)
  return () => clearTimeout(timer)
}

/** Runs a function that has only so much time: what becomes of it later does not matter. */
async function withinTime<T>(
  transaction: Transaction,
  timeoutMs: number | undefined,
  run: () => Promise<T>
): Promise<T> {
  if (timeoutMs === undefined) return run()
  let late: Promise<VersaError> | undefined
  let stopClock = (): void => {}
  const expired = new Promise<void>(resolve => {
    const timer = setTimeout(() => {
      const failure = tookTooLong(timeoutMs)
      late = transaction.abort(failure).then(() => failure)
      resolve()
    }, timeoutMs)
    stopClock = () => clearTimeout(timer)
  })
  const settled = run().then(
    result => ({ result }),
    (error: unknown) => ({ error })
  )
  const outcome = await Promise.race([settled, expired])
  stopClock()
  if (late !== undefined || outcome === undefined) throw atCallSite(await late)
  if ('error' in outcome) throw outcome.error
  return outcome.result
}

function tookTooLong(timeoutMs: number): VersaError {
  const message = `the transaction was open for longer than ${timeoutMs} ms: it was rolled back`
  return new VersaError('TRANSACTION_TIMEOUT', message, {
    hint: 'keep slow work out of transactions, or raise timeoutMs'
  })
}
