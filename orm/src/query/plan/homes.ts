import { stateKey } from '../../hydrate/row-class.js'
import type { Executor } from './executor.js'

/**
 * Where instances belong whose class does not say it: to a transaction that was used explicitly,
 * outside of its function. All others need no entry.
 */
const homes = new WeakMap<object, Executor>()

let used = false

/** Says that the instances among these rows belong to a transaction. */
export function settleIn(executor: Executor, rows: readonly unknown[]): void {
  for (const row of rows) {
    const instance = instanceOf(row)
    if (instance === undefined) return
    used = true
    homes.set(instance, executor)
  }
}

/** Where an instance is saved: where it belongs, or where its class does. */
export function homeOf(instance: object, model: { readonly executor: Executor }): Executor {
  return (ownHome(instance) ?? model.executor).home
}

/** The transaction that an instance belongs to, if one of its own is still open. */
export function transactionOf(
  instance: object,
  model: { readonly transaction: Executor | undefined }
): Executor | undefined {
  const place = ownHome(instance) ?? model.transaction
  return place?.home === place ? place : undefined
}

function ownHome(instance: object): Executor | undefined {
  return used ? homes.get(instance) : undefined
}

/** Rows of one result are of one kind: models, models beside a key, or plain objects. */
function instanceOf(row: unknown): object | undefined {
  if (typeof row !== 'object' || row === null) return undefined
  if (stateKey in row) return row
  return 'row' in row ? instanceOf(row.row) : undefined
}
