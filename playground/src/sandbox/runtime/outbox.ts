// What happens, on its way to the page: in batches, and never more than the page can take.
import type { RunEvent } from '../../protocol'

const batchMs = 50
const batchMax = 500

/** Collects events and sends them a few times per second. */
export class Outbox {
  readonly #send: (events: readonly RunEvent[]) => void
  readonly #now: () => number
  #waiting: RunEvent[] = []
  #sentAt: number

  constructor(send: (events: readonly RunEvent[]) => void, now: () => number) {
    this.#send = send
    this.#now = now
    this.#sentAt = now()
  }

  /**
   * Adds an event. No timer sends it, but the next event that comes late enough: in a loop that
   * never ends no timer would.
   */
  add(event: RunEvent): void {
    this.#waiting.push(event)
    const late = this.#now() - this.#sentAt >= batchMs
    if (late || this.#waiting.length >= batchMax) this.flush()
  }

  /** Sends what waits. */
  flush(): void {
    this.#sentAt = this.#now()
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#send(events)
  }
}
