import { defaultHints, type ErrorCode } from './generated/codes.js'

/** Whether a value is one of the closed list of codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(defaultHints, value)
}
