import type { StatementLimits } from '../../engine/engine.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { checkedLimits, limitedBy } from './limits.js'

/**
 * Runs a function whose statements, and those of all that it calls, end with a signal or have so
 * much time each. Limits within others: each signal counts, the time is that of the inner.
 *
 * @param limits A signal, and how long a statement may take, in milliseconds.
 * @param work What is run.
 * @returns What the function returns.
 * @throws VersaError `INVALID_QUERY` for limits that make no sense.
 * @example
 * ```ts
 * import { limited } from 'versa-orm'
 *
 * const signal = AbortSignal.timeout(10_000)
 * await limited({ signal, timeoutMs: 5_000 }, () => User.count()) //=> 4
 * await limited({ signal: AbortSignal.abort() }, () => User.count()) //! CANCELLED
 * ```
 */
export function limited<T>(limits: StatementLimits, work: () => T): T {
  if (typeof work !== 'function') {
    throw new VersaError('INVALID_QUERY', `limited got ${kindOf(work)} as its function`, {
      hint: 'write limited({ signal }, () => User.all())'
    })
  }
  return limitedBy(checkedLimits('limited', limits), work)
}
