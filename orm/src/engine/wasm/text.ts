import { VersaError } from '../../errors/versa-error.js'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a cell. @throws VersaError `INVALID_VALUE` where it is no UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch (cause) {
    throw new VersaError('INVALID_VALUE', 'a text column holds bytes that are not UTF-8', {
      hint: 'read it as bytes: cast(… as blob)',
      cause
    })
  }
}
