import { VersaError } from '../errors/versa-error.js'

/** What an option or a URL that cannot be is refused with. */
export function invalid(message: string, hint: string): VersaError {
  return new VersaError('INVALID_CONFIGURATION', message, { hint })
}
