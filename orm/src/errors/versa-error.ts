import { defaultHints, type ErrorCode } from './generated/codes.js'

/** The same in every copy of the package: two may be loaded in one process. */
const brand = Symbol.for('versa-orm.error')

/** Shows the page of a code in the terminal, without a network. */
const DOCS_COMMAND = 'npx versa doc'

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
  /** What can be done about it. Default: what the code says. */
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
 * ```ts
 * import { VersaError } from 'versa-orm'
 *
 * try {
 *   await User.create({ email: 'ada@example.com', name: 'Ada' })
 * } catch (error) {
 *   if (!(error instanceof VersaError)) throw error
 *   error.code //=> 'UNIQUE_VIOLATION'
 *   error.column //=> 'email'
 *   error.docs //=> 'npx versa doc UNIQUE_VIOLATION'
 * }
 * ```
 */
export class VersaError extends Error {
  /** `VersaError`, also where a bundler renames the class. */
  override readonly name = 'VersaError'
  /** The stable reason. */
  readonly code: ErrorCode
  /** The database's own code: an SQLSTATE where it has one. */
  declare readonly sqlState?: string
  /** The table, where the database or the model says. */
  declare readonly table?: string
  /**
   * The column, where the database or the model says. Of a unique key MySQL and MariaDB name the
   * constraint alone.
   */
  declare readonly column?: string
  /** The constraint, where the database says. */
  declare readonly constraint?: string
  /** The statement, without its values. */
  declare readonly sql?: string
  /** What can be done about it. */
  readonly hint: string
  /** The values of the statement; only with `connect(url, { errorParameters: true })`. */
  declare readonly parameters?: readonly unknown[]

  /**
   * Makes an error of one of the codes; the `message` gets the code before it, and the hint and the
   * command that tells more behind it.
   *
   * @param code The reason.
   * @param message What happened, without a full stop.
   * @param details What else is known. Default: nothing.
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const { cause, hint = defaultHints[code], ...rest } = details
    const text = `${code}: ${message}${endOf(code, hint)}`
    super(text, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
    Object.assign(this, rest)
  }

  /** The command that shows the page of the code: `npx versa doc UNIQUE_VIOLATION`. */
  get docs(): string {
    return `${DOCS_COMMAND} ${this.code}`
  }
}

/** What a message says besides its code, its hint and the way to its page. */
export function saidBy({ message, code, hint }: VersaError): string {
  return message.slice(`${code}: `.length, -endOf(code, hint).length)
}

function endOf(code: ErrorCode, hint: string): string {
  return ` (${hint})\nMore: ${DOCS_COMMAND} ${code}`
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
