import { defaultHints, type ErrorCode } from './generated/codes.js'

/** The same in every copy of the package: two may be loaded in one process. */
const brand = Symbol.for('versa-orm.error')

/** What is known about a failure besides its code and message. */
export interface ErrorDetails {
  /** The database's own code: an SQLSTATE where it has one. */
  readonly sqlState?: string
  /** The table, where the database or the model says. */
  readonly table?: string
  /** The column, where the database or the model says. */
  readonly column?: string
  /** The constraint, where the database says. */
  readonly constraint?: string
  /** The statement, without its values. */
  readonly sql?: string
  /** What can be done about it. */
  readonly hint?: string
  /** The values of the statement; only where `connect` was asked to show them in errors. */
  readonly parameters?: readonly unknown[]
  /** The failure behind this one. */
  readonly cause?: unknown
}

/**
 * The one error of VersaORM. `code` is stable and from a closed list; `message` is for people.
 *
 * @example
 * try {
 *   await User.create({ email: 'ada@example.com' })
 * } catch (error) {
 *   if (error instanceof VersaError && error.code === 'UNIQUE_VIOLATION') …
 * }
 */
export class VersaError extends Error {
  override readonly name = 'VersaError'
  /** The stable reason. */
  readonly code: ErrorCode
  declare readonly sqlState?: string
  declare readonly table?: string
  declare readonly column?: string
  declare readonly constraint?: string
  declare readonly sql?: string
  /** What can be done about it. */
  readonly hint: string
  declare readonly parameters?: readonly unknown[]

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const { cause, hint = defaultHints[code], ...rest } = details
    super(`${code}: ${message} (${hint})`, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
    Object.assign(this, rest)
  }
}

// Outside of the class: a class that names itself gets another name from the bundler.
Object.defineProperty(VersaError.prototype, brand, { value: true })
Object.defineProperty(VersaError, Symbol.hasInstance, { value: isInstance })

/** `instanceof VersaError` is true for errors of another copy of the package, too. */
function isInstance(this: unknown, value: unknown): boolean {
  // A class of the user's that extends this one knows its own instances.
  if (this !== VersaError) return Function.prototype[Symbol.hasInstance].call(this, value)
  return typeof value === 'object' && value !== null && brand in value
}
