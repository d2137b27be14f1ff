import type { TransactionOptions } from '../engine/engine.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'

const levels: ReadonlySet<unknown> = new Set([
  'read-uncommitted',
  'read-committed',
  'repeatable-read',
  'serializable'
] satisfies TransactionOptions['isolation'][])

/** Refuses options of a transaction that make no sense. */
export function checkTransactionOptions(options: TransactionOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new VersaError('INVALID_QUERY', `options of a transaction cannot be ${kindOf(options)}`, {
      hint: "pass an object like { isolation: 'serializable', readOnly: true }"
    })
  }
  const { isolation, readOnly } = options
  if (isolation !== undefined && !levels.has(isolation)) {
    throw new VersaError('INVALID_QUERY', 'there is no such isolation level', {
      hint: `use one of ${[...levels].join(', ')}`
    })
  }
  if (readOnly !== undefined && typeof readOnly !== 'boolean') {
    throw new VersaError('INVALID_QUERY', `readOnly cannot be ${kindOf(readOnly)}`, {
      hint: 'pass true or false'
    })
  }
}
