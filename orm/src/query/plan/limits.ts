import type { StatementLimits } from '../../engine/engine.js'
import { didYouMean } from '../../errors/did-you-mean.js'
import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { asyncContext } from '../../platform/async-context.js'
import type { RunOptions } from './executor.js'

/** What a timer of Node can wait for, in milliseconds. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1

const ambient = asyncContext<StatementLimits | undefined>()

let used = false

/** Runs something whose statements, also those of what it calls, end with these limits. */
export function runLimited<T>(limits: StatementLimits, work: () => T): T {
  used = true
  return ambient.run(within(limits, ambient.getStore()), work)
}

/** Runs something with the limits of a query or a call, if there are any. */
export function limitedBy<T>(limits: StatementLimits | undefined, work: () => T): T {
  if (limits?.signal === undefined && limits?.timeoutMs === undefined) return work()
  return runLimited(limits, work)
}

/** Runs a call with the limits among its options. Failures are rejections. */
export function limitedCall<T>(what: string, options: unknown, work: () => Promise<T>): Promise<T> {
  if (options === undefined) return work()
  try {
    return limitedBy(checkedLimits(what, options), work)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** Runs what is asked for by others than the one whose limits these are. */
export function runUnlimited<T>(work: () => T): T {
  return used && ambient.getStore() !== undefined ? ambient.run(undefined, work) : work()
}

/** Whether statements have limits here. Before the first of the program, asking costs nothing. */
export function isLimited(): boolean {
  return used && ambient.getStore() !== undefined
}

/** The options of a statement, with the limits that hold here. */
export function withLimits(
  options: RunOptions | undefined,
  timeoutMs: number | undefined
): RunOptions | undefined {
  const here = used ? ambient.getStore() : undefined
  if (here === undefined && timeoutMs === undefined) return options
  return limitedOptions(options, within(here ?? {}, { timeoutMs }))
}

/** Options with limits around them. */
export function limitedOptions(
  options: RunOptions | undefined,
  limits: StatementLimits
): RunOptions {
  return { ...options, ...within(options ?? {}, limits) }
}

/** Limits within others: each signal counts, but the time is that of the inner. */
function within(inner: StatementLimits, outer: StatementLimits | undefined): StatementLimits {
  const { signal = outer?.signal, timeoutMs = outer?.timeoutMs } = inner
  const both = signal !== outer?.signal && outer?.signal !== undefined && signal !== undefined
  return { signal: both ? AbortSignal.any([signal, outer.signal]) : signal, timeoutMs }
}

type Check = (value: unknown) => boolean

const limits: Readonly<
  Record<keyof StatementLimits, { readonly check: Check; readonly hint: string }>
> = {
  signal: { check: isSignal, hint: 'pass the signal of an AbortController' },
  timeoutMs: {
    check: value =>
      Number.isInteger(value) && Number(value) >= 0 && Number(value) <= TIMEOUT_MAX_MS,
    hint: `pass milliseconds: a whole number from 1 to ${TIMEOUT_MAX_MS}, or 0 for no limit`
  }
}

const options = {
  ...limits,
  worker: { check: value => typeof value === 'boolean', hint: 'pass true or false' }
} satisfies Record<string, { readonly check: Check; readonly hint: string }>

/** The options of one statement. @throws VersaError `INVALID_QUERY` for what makes no sense. */
export function checkedOptions<Options extends object>(given: Options): Options {
  return checked('a statement', given, options)
}

/** The limits of one call. @throws VersaError `INVALID_QUERY` for what makes no sense. */
export function checkedLimits(what: string, given: unknown): StatementLimits {
  return checked(what, given, limits)
}

/** Whether a value is a signal, of this realm or another. */
export function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  )
}

function checked<Options>(
  what: string,
  given: unknown,
  known: Readonly<Record<string, { readonly check: Check; readonly hint: string }>>
): Options {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new VersaError('INVALID_QUERY', `options of ${what} cannot be ${kindOf(given)}`, {
      hint: 'pass an object like { signal, timeoutMs: 5_000 }'
    })
  }
  for (const [name, value] of Object.entries(given)) {
    const option = Object.hasOwn(known, name) ? known[name] : undefined
    if (option === undefined) {
      const shown = JSON.stringify(name.slice(0, 64))
      throw new VersaError('INVALID_QUERY', `${what} has no option ${shown}`, {
        hint: didYouMean(name, Object.keys(known))
      })
    }
    if (value === undefined || option.check(value)) continue
    const message = `the option ${name} of ${what} cannot be ${kindOf(value)}`
    throw new VersaError('INVALID_QUERY', message, { hint: option.hint })
  }
  // Each of its options was looked at.
  return given as Options
}
