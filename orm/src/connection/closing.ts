import { didYouMean } from '../errors/did-you-mean.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'

/** Options of {@link Database.close}. */
export interface CloseOptions {
  /**
   * How long to wait for what is running, in milliseconds; then it is stopped as with `cancel`.
   * Default: as long as it takes.
   */
  readonly timeoutMs?: number
  /**
   * Stops what is running at once: statements and streams fail with `CANCELLED`, transactions are
   * rolled back. Default: false.
   */
  readonly cancel?: boolean
}

/** What is done to close a database. */
interface Steps {
  /** Waits for what is running and closes. */
  wait(): Promise<void>
  /** Stops what is running. */
  stop(): void
}

/** What a timer of Node can wait for, in milliseconds. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1

/** Closes once, however often and however impatiently it is asked to. */
export class Closing {
  #closed: Promise<void> | undefined
  #hasStopped = false

  constructor(private readonly steps: Steps) {}

  /** @throws VersaError `INVALID_QUERY` for options that make no sense. */
  async close(options: CloseOptions): Promise<void> {
    check(options)
    this.#closed ??= this.steps.wait()
    const { timeoutMs } = options
    if (options.cancel === true) this.#stop()
    if (timeoutMs === undefined) return this.#closed
    const timer = setTimeout(() => this.#stop(), timeoutMs)
    try {
      await this.#closed
    } finally {
      clearTimeout(timer)
    }
  }

  #stop(): void {
    if (this.#hasStopped) return
    this.#hasStopped = true
    this.steps.stop()
  }
}

function check(options: CloseOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw invalid(`options of close cannot be ${kindOf(options)}`, 'pass { timeoutMs: 10_000 }')
  }
  const { timeoutMs, cancel, ...unknown } = options
  const [name] = Object.keys(unknown)
  if (name !== undefined) {
    const shown = JSON.stringify(name.slice(0, 64))
    throw invalid(`close has no option ${shown}`, didYouMean(name, ['timeoutMs', 'cancel']))
  }
  if (cancel !== undefined && typeof cancel !== 'boolean') {
    throw invalid(`the option cancel of close cannot be ${kindOf(cancel)}`, 'pass true or false')
  }
  const fits = (ms: number) => Number.isInteger(ms) && ms >= 0 && ms <= TIMEOUT_MAX_MS
  if (timeoutMs !== undefined && !fits(timeoutMs)) {
    const hint = `pass milliseconds: a whole number from 0 to ${TIMEOUT_MAX_MS}`
    throw invalid(`the option timeoutMs of close cannot be ${kindOf(timeoutMs)}`, hint)
  }
}

function invalid(message: string, hint: string): VersaError {
  return new VersaError('INVALID_QUERY', message, { hint })
}
