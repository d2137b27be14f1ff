import { VersaError } from './versa-error.js'

/** The same failure for each who meets it, with a stack of their own. */
export function repeated(
  error: VersaError,
  changed: { readonly cause?: unknown } = {}
): VersaError {
  const { code, hint, sql, cause = changed.cause } = error
  // The text of a failure has its code before it and its hint behind it.
  const said = error.message.slice(`${code}: `.length, -` (${hint})`.length)
  return new VersaError(code, said, { hint, cause, ...(sql === undefined ? {} : { sql }) })
}
