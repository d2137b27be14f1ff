import type { EngineSession, EngineTransaction } from '../engine/engine.js'
import { cancelled } from '../errors/cancelled.js'
import { VersaError } from '../errors/versa-error.js'
import { withLimits } from '../query/plan/limits.js'
import { atCallSite, fromCallSite } from '../query/plan/settle.js'
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
      await pauseBefore(repetition, options.signal)
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
  const signal = options.signal ?? parent?.signal
  const transaction = new Transaction(host, engine, parent, explicit, signal)
  const unwatch = opened && parent === undefined ? host.watch(opened) : undefined
  const leave = parent === undefined ? host.enter(transaction) : undefined
  const stopClock = limit(transaction, options)
  parent?.enter(transaction)
  try {
    // Async, so that a function that throws at once is a failure like any other.
    const run = async (): Promise<T> => work(transaction)
    const limited = (): Promise<T> =>
      parent === undefined ? untilAborted(transaction, run) : run()
    const result = await (explicit ? limited() : runWithin(transaction, limited))
    stopClock()
    await commit(transaction)
    return result
  } catch (error) {
    if (!transaction.isOver) await rollBack(transaction)
    throw error
  } finally {
    stopClock()
    parent?.enter(undefined)
    leave?.()
    unwatch?.()
  }
}

/** Begins a transaction on a session. */
export async function begin(
  session: EngineSession,
  options: BeginOptions
): Promise<EngineTransaction> {
  try {
    const { signal } = options
    return await session.begin(engineOptions(options), withLimits({ signal }, undefined))
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

/**
 * Rolls a transaction back when it has been open for too long, or its signal is aborted; the
 * function ends that.
 */
export function limit(transaction: Transaction, { timeoutMs, signal }: BeginOptions): () => void {
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => void transaction.abort(tookTooLong(timeoutMs)), timeoutMs)
  const abort = (): void => {
    if (signal !== undefined) void transaction.abort(cancelled(signal))
  }
  if (signal?.aborted === true) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return () => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** Runs a function unless its transaction is rolled back: what becomes of it then is no matter. */
async function untilAborted<T>(transaction: Transaction, run: () => Promise<T>): Promise<T> {
  try {
    return await new Promise<T>((resolve, reject) => {
      transaction.whenAborted(reject)
      run().then(
        result => transaction.isAborted || resolve(result),
        (error: unknown) => transaction.isAborted || reject(error)
      )
    })
  } catch (error) {
    throw transaction.isAborted ? atCallSite(error) : fromCallSite(error)
  }
}

function tookTooLong(timeoutMs: number): VersaError {
  const message = `the transaction was open for longer than ${timeoutMs} ms: it was rolled back`
  return new VersaError('TRANSACTION_TIMEOUT', message, {
    hint: 'keep slow work out of transactions, or raise timeoutMs'
  })
}
