import { emitWarning } from '../platform/warn.js'

/** What the option `warn` of {@link connect} is told: it is no failure of a statement. */
export interface DatabaseWarning {
  /**
   * `HOOK_FAILED`: a hook of a transaction threw. `TRANSACTION_LEFT_OPEN`: nobody ended a
   * transaction of `db.begin`. `LONG_TRANSACTION`: one is open for longer than
   * `longTransactionMs`. `REPLICA_DOWN`: a replica is left out.
   */
  readonly code: 'HOOK_FAILED' | 'TRANSACTION_LEFT_OPEN' | 'LONG_TRANSACTION' | 'REPLICA_DOWN'
  /** What happened, in a sentence. */
  readonly message: string
  /** What the hook threw, or why the replica is left out. */
  readonly error?: unknown
  /** The stack of where the transaction was begun. */
  readonly openedAt?: string
}

/** Is told of warnings. */
export type Warn = (warning: DatabaseWarning) => void

/** A warning of the process, where nobody asked for them. */
export const warnProcess: Warn = ({ code, message, error, openedAt }) => {
  const cause = error instanceof Error ? error.stack : error
  const detail = [openedAt, cause].filter(part => part !== undefined).map(String)
  emitWarning(message, {
    type: 'VersaWarning',
    code,
    ...(detail.length === 0 ? {} : { detail: detail.join('\n') })
  })
}

/** A hook that throws must not make anything else fail. */
export function guarded(warn: Warn): Warn {
  return warning => {
    try {
      warn(warning)
    } catch (error) {
      emitWarning(error instanceof Error ? error : String(error))
    }
  }
}
