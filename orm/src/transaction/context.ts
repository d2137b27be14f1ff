import { asyncContext } from '../platform/async-context.js'
import type { Transaction } from './transaction.js'

/** Where the program is with one database: in a transaction, or outside of any. */
interface Frame {
  readonly database: object
  readonly transaction: Transaction | undefined
  readonly outer: Frame | undefined
}

const frames = asyncContext<Frame>()

let used = false

/**
 * The transaction of a database in which the program is; it may be over, and then refuses to run
 * anything: work that was not awaited must not slip out of it. Before the first transaction of the
 * program, asking costs one comparison.
 */
export function currentTransaction(database: object): Transaction | undefined {
  if (!used) return undefined
  for (let frame = frames.getStore(); frame !== undefined; frame = frame.outer) {
    if (frame.database === database) return frame.transaction
  }
  return undefined
}

/** Runs something within a transaction: whatever it calls or awaits finds it. */
export function runWithin<T>(transaction: Transaction, work: () => T): T {
  used = true
  const { database } = transaction
  return frames.run({ database, transaction, outer: frames.getStore() }, work)
}

/** Runs something outside of the transactions of a database, whatever is open around it. */
export function runOutside<T>(database: object, work: () => T): T {
  if (!used) return work()
  return frames.run({ database, transaction: undefined, outer: frames.getStore() }, work)
}
