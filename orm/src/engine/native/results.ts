import { isErrorCode } from '../../errors/codes.js'
import { VersaError } from '../../errors/versa-error.js'
import { Header } from './binding.js'

/** An error as the engine describes it. */
export function errorOf(json: string | null): VersaError {
  const details: unknown = json === null ? {} : JSON.parse(json)
  if (typeof details !== 'object' || details === null) return unreadable(json)
  const { code, message, ...rest } = details as Record<string, unknown>
  if (!isErrorCode(code) || typeof message !== 'string') return unreadable(json)
  return new VersaError(code, message, rest)
}

function unreadable(json: string | null): VersaError {
  return new VersaError('INTERNAL', `the engine failed without saying how: ${json ?? 'nothing'}`)
}

/** The generated key of the header, exact for all of its 64 bits. */
export function keyOf(header: Float64Array): number | bigint | null {
  if (header[Header.HAS_KEY] !== 1) return null
  const high = header[Header.KEY_HIGH] ?? 0
  const low = header[Header.KEY_LOW] ?? 0
  const key = high * 4_294_967_296 + low
  return Number.isSafeInteger(key) ? key : BigInt(high) * 4_294_967_296n + BigInt(low)
}
