import { VersaError } from '../../errors/versa-error.js'

/** Who may use the one connection: everybody, or the transaction that is open. */
export class Turns {
  #last: Promise<void> | undefined

  /** Whether a transaction has it, or waits for it. */
  get taken(): boolean {
    return this.#last !== undefined
  }

  /**
   * Waits for one's turn, which lasts until the answer is called.
   *
   * @throws VersaError `TIMEOUT` where it does not come in time.
   */
  async take(timeoutMs: number): Promise<() => void> {
    const before = this.#last
    let end = (): void => {}
    const own = new Promise<void>(resolve => {
      end = resolve
    })
    const last = Promise.all([before, own]).then(() => {})
    this.#last = last
    const done = (): void => {
      end()
      if (this.#last === last) this.#last = undefined
    }
    try {
      await within(before, timeoutMs)
    } catch (error) {
      done()
      throw error
    }
    return done
  }
}

async function within(turn: Promise<void> | undefined, timeoutMs: number): Promise<void> {
  if (turn === undefined) return
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `another transaction was open for longer than ${timeoutMs} ms`
      const hint = 'keep transactions short, await all that is in them, or raise acquireTimeoutMs'
      reject(new VersaError('TIMEOUT', message, { hint }))
    }, timeoutMs)
  })
  try {
    await Promise.race([turn, late])
  } finally {
    clearTimeout(timer)
  }
}
