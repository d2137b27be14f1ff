import { saidBy, VersaError } from './versa-error.js'

/** The same failure for each who meets it, with a stack of their own. */
export function repeated(
  error: VersaError,
  changed: { readonly cause?: unknown } = {}
): VersaError {
  const { code, hint, sql, cause = changed.cause } = error
  return new VersaError(code, saidBy(error), { hint, cause, ...(sql === undefined ? {} : { sql }) })
}
