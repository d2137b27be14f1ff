import { afterMicrotasks } from '../../platform/after-microtasks.js'
import type { Executor } from '../plan/executor.js'
import { runUnlimited } from '../plan/limits.js'

/** Where merged statements run: a database, or one transaction. */
export type MergerHost = Pick<Executor, 'plans' | 'execute'>

/** What waits for the end of the tick under one key, and how it is run together. */
interface Group {
  readonly items: unknown[]
  readonly run: (items: never[]) => void
}

/**
 * Collects what is asked for in one tick, so that equal statements become one: thirty-two
 * `find(id)` at once cost one round trip, not thirty-two.
 *
 * A tick ends when all promises that could be settled are: what several functions ask for after an
 * `await` of theirs meets, too.
 */
export class Merger {
  readonly #groups = new Map<unknown, Group>()

  constructor(readonly host: MergerHost) {}

  /** Adds something to what has the same key; `run` gets all of it, in the order it came. */
  add<Item>(key: unknown, item: Item, run: (items: Item[]) => void): void {
    const group = this.#groups.get(key)
    if (group !== undefined) {
      group.items.push(item)
      return
    }
    if (this.#groups.size === 0) this.#scheduleFlush()
    this.#groups.set(key, { items: [item], run })
  }

  /** Runs what waits, before another statement that was asked for later. */
  flush(): void {
    if (this.#groups.size === 0) return
    const all = [...this.#groups.values()]
    this.#groups.clear()
    // Who makes them run may have limits of their own. A key belongs to one kind of item.
    runUnlimited(() => {
      for (const { items, run } of all) run(items as never[])
    })
  }

  #scheduleFlush(): void {
    // Behind the promises that are settled now and what they bring about.
    Promise.resolve().then(() => afterMicrotasks(() => this.flush()))
  }
}
