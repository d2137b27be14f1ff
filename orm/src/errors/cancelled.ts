import { repeated } from './repeated.js'
import { VersaError } from './versa-error.js'

/** The failure of what a signal ended. */
export function cancelled(signal: AbortSignal, sql?: string): VersaError {
  return new VersaError('CANCELLED', 'the signal was aborted', {
    hint: 'that is no failure of the database: `cause` is the reason of the signal',
    cause: signal.reason,
    ...(sql === undefined ? {} : { sql })
  })
}

/** @throws VersaError `CANCELLED` where a signal is aborted already. */
export function refuseAborted(signal: AbortSignal | undefined, sql?: string): void {
  if (signal?.aborted === true) throw cancelled(signal, sql)
}

/** What a failure is, where a signal may have brought it about. */
export function cancelledBy(signal: AbortSignal, error: unknown): unknown {
  if (!signal.aborted || !(error instanceof VersaError)) return error
  switch (error.code) {
    case 'CANCELLED':
      // The engine knows what became of a write.
      return repeated(error, { cause: signal.reason })
    // The transaction was ended by the same signal, and the statement with it.
    case 'TRANSACTION_CLOSED':
      return cancelled(signal, error.sql)
    default:
      return error
  }
}
