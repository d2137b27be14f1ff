import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'

/** A whole number that counts something. @throws VersaError `INVALID_QUERY` for anything else. */
export function wholeNumber(what: string, count: unknown, least = 0): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= least) return count
  const given = typeof count === 'number' && count < 0 ? 'a negative number' : kindOf(count)
  throw new VersaError('INVALID_QUERY', `${what} cannot be ${given}`, {
    hint: `pass a whole number from ${least}`
  })
}
