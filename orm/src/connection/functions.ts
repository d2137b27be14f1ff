import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'

/** Refuses what is no function. @throws VersaError `INVALID_QUERY`. */
export function checkFunction(what: string, work: unknown): void {
  if (typeof work === 'function') return
  throw new VersaError('INVALID_QUERY', `${what} got ${kindOf(work)}`, {
    hint: 'pass a function: db.transaction(async tx => { … })'
  })
}
