import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transaction } from './transaction.js'

/** The transactions in which the program is, the innermost first. */
interface Frame {
  readonly transaction: Transaction
  readonly outer: Frame | undefined
}

const frames = new AsyncLocalStorage<Frame>()

let used = false

/**
 * The transaction of a database in which the program is; it may be over, and then refuses to run
 * anything: work that was not awaited must not slip out of it. Before the first transaction of the
 * program, asking costs one comparison.
 */
export function currentTransaction(database: object): Transaction | undefined {
  if (!used) return undefined
  for (let frame = frames.getStore(); frame !== undefined; frame = frame.outer) {
    if (frame.transaction.database === database) return frame.transaction
  }
  return undefined
}

/** Runs something within a transaction: whatever it calls or awaits finds it. */
export function runWithin<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  used = true
  return frames.run({ transaction, outer: frames.getStore() }, work)
}
