import type { TransactionOptions as EngineTransactionOptions } from '../engine/engine.js'
import { didYouMean } from '../errors/did-you-mean.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'
import { isSignal } from '../query/plan/limits.js'

/** Options of {@link Database.begin}. */
export interface BeginOptions extends EngineTransactionOptions {
  /**
   * For how long it may be open, in milliseconds, from its begin to its commit. Then it is rolled
   * back, and what is run in it fails with `TRANSACTION_TIMEOUT`. Default: no limit.
   */
  readonly timeoutMs?: number
  /**
   * Rolls it back when it is aborted: what is run in it then fails with `CANCELLED`, whose `cause`
   * is the signal's reason. On SQLite its statements run on a thread of their own. Default: none.
   */
  readonly signal?: AbortSignal
}

/** Options of {@link Connection.transaction}. */
export interface TransactionOptions extends BeginOptions {
  /**
   * How many times the function is run again after `SERIALIZATION_FAILURE`, `DEADLOCK` or
   * `LOCK_TIMEOUT`, each time in a new transaction, after a pause that grows. Only the outermost
   * transaction is repeated: a savepoint leaves it to it. Default: 0.
   */
  readonly retries?: number
  /**
   * Whether models and queries used in the function take part by themselves. Without it only what
   * is run through the function's argument does: `tx.table`, `tx.sql`, `User.using(tx)`. Default:
   * true.
   */
  readonly propagate?: boolean
}

const levels: ReadonlySet<unknown> = new Set([
  'read-uncommitted',
  'read-committed',
  'repeatable-read',
  'serializable'
] satisfies TransactionOptions['isolation'][])

type Check = (value: unknown) => boolean

const isBoolean: Check = value => typeof value === 'boolean'
const isCount: Check = value => Number.isSafeInteger(value) && Number(value) >= 0

/** What a timer of Node can wait for. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1

const begin = {
  isolation: {
    check: value => levels.has(value),
    hint: `use one of ${[...levels].join(', ')}`
  },
  readOnly: { check: isBoolean, hint: 'pass true or false' },
  timeoutMs: {
    check: value => isCount(value) && Number(value) >= 1 && Number(value) <= TIMEOUT_MAX_MS,
    hint: `pass milliseconds: a whole number from 1 to ${TIMEOUT_MAX_MS}`
  },
  signal: { check: isSignal, hint: 'pass the signal of an AbortController' }
} satisfies Record<keyof BeginOptions, { readonly check: Check; readonly hint: string }>

const transaction = {
  ...begin,
  retries: { check: isCount, hint: 'pass a whole number from 0' },
  propagate: { check: isBoolean, hint: 'pass true or false' }
} satisfies Record<keyof TransactionOptions, { readonly check: Check; readonly hint: string }>

/** Refuses options of `db.transaction` that make no sense. */
export function checkTransactionOptions(options: TransactionOptions): void {
  check(options, transaction)
}

/** Refuses options of `db.begin` that make no sense. */
export function checkBeginOptions(options: BeginOptions): void {
  check(options, begin)
}

/** Refuses options that a savepoint cannot have. */
export function checkSavepointOptions({ timeoutMs, signal, propagate }: TransactionOptions): void {
  const refused =
    (timeoutMs !== undefined && 'timeoutMs') ||
    (signal !== undefined && 'signal') ||
    (propagate === false && 'propagate: false')
  if (refused === false) return
  throw invalid(
    `a nested transaction is a savepoint: it cannot have ${refused}`,
    refused === 'propagate: false'
      ? 'run what has to stay out of the transaction with db.outside(…)'
      : 'set it on the outermost transaction'
  )
}

/** The options that the engine knows. */
export function engineOptions({ isolation, readOnly }: BeginOptions): EngineTransactionOptions {
  return {
    ...(isolation === undefined ? {} : { isolation }),
    ...(readOnly === undefined ? {} : { readOnly })
  }
}

function check(
  options: object,
  known: Readonly<Record<string, { readonly check: Check; readonly hint: string }>>
): void {
  if (typeof options !== 'object' || options === null) {
    throw invalid(
      `options of a transaction cannot be ${kindOf(options)}`,
      "pass an object like { isolation: 'serializable', readOnly: true }"
    )
  }
  for (const [name, value] of Object.entries(options)) {
    const option = Object.hasOwn(known, name) ? known[name] : undefined
    if (option === undefined) {
      throw invalid(
        `a transaction has no option ${JSON.stringify(name.slice(0, 64))}`,
        didYouMean(name, Object.keys(known))
      )
    }
    if (value === undefined || option.check(value)) continue
    const given = name === 'isolation' ? 'this level' : kindOf(value)
    throw invalid(`the option ${name} of a transaction cannot be ${given}`, option.hint)
  }
}

function invalid(message: string, hint: string): VersaError {
  return new VersaError('INVALID_QUERY', message, { hint })
}
