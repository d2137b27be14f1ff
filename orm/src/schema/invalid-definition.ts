import { VersaError } from '../errors/versa-error.js'
import { SqlFragment } from './sql-fragment.js'

/** Refuses what is no SQL of the template. */
export function checkFragment(what: string, fragment: unknown): void {
  if (SqlFragment.is(fragment)) return
  throw invalidDefinition(`${what} got no SQL`, 'pass a template: sql`age >= 0`')
}

/** A definition that contradicts itself. */
export function invalidDefinition(message: string, hint: string): VersaError {
  return new VersaError('INVALID_MODEL', message, { hint })
}
