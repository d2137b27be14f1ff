import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'
import { planFor } from '../plan/plan-for.js'
import { identity } from '../relations/identity.js'
import type { LookupShape } from './lookup-shape.js'

/** The most look-ups that one statement answers. */
const MERGED_MAX = 1_000

/** Somebody who waits for the row of a value. */
interface Waiting {
  readonly value: EncodedValue
  readonly resolve: (row: Promise<object | null> | object | null) => void
  readonly reject: (error: unknown) => void
}

/** A row as a bag of its columns. */
type Row = Readonly<Record<string, unknown>>

/**
 * Merges the look-ups of one tick that have the same shape into one statement: thirty-two
 * `find(id)` at once cost one round trip, not thirty-two. Each caller gets its own row, its own
 * `null`, or its own failure, as if it had asked alone.
 *
 * A tick ends when all promises that could be settled are: look-ups that several functions make
 * after an `await` of theirs meet, too.
 */
export class LookupMerger {
  readonly #waiting = new Map<LookupShape, Waiting[]>()
  readonly #executor: Pick<Executor, 'plans' | 'execute'>

  /** @param executor Where the statements run: a database, or one transaction. */
  constructor(executor: Pick<Executor, 'plans' | 'execute'>) {
    this.#executor = executor
  }

  /** The row that has a value, with the others that are asked for in this tick. */
  find(shape: LookupShape, value: EncodedValue): Promise<object | null> {
    return new Promise((resolve, reject) => {
      const waiting = { value, resolve, reject }
      const others = this.#waiting.get(shape)
      if (others !== undefined) {
        others.push(waiting)
        return
      }
      if (this.#waiting.size === 0) this.#scheduleFlush()
      this.#waiting.set(shape, [waiting])
    })
  }

  /** Runs what waits, before another statement that was asked for later. */
  flush(): void {
    if (this.#waiting.size === 0) return
    const all = [...this.#waiting]
    this.#waiting.clear()
    for (const [shape, waiting] of all) {
      for (const round of rounds(waiting)) this.#run(shape, round)
    }
  }

  #scheduleFlush(): void {
    // Behind the promises that are settled now and what they bring about.
    Promise.resolve().then(() => process.nextTick(() => this.flush()))
  }

  #run(shape: LookupShape, round: readonly Waiting[]): void {
    const [only, second] = round
    if (only === undefined) return
    if (second === undefined) only.resolve(this.#one(shape, only.value))
    else void this.#many(shape, round)
  }

  async #one({ source, one }: LookupShape, value: EncodedValue): Promise<object | null> {
    const executor = this.#executor
    const { rows } = await executor.execute(planFor<object>(executor, source, one), [value])
    return rows[0] ?? null
  }

  async #many(shape: LookupShape, round: readonly Waiting[]): Promise<void> {
    const { source, column, many } = shape
    const executor = this.#executor
    try {
      const cached = planFor<object>(executor, source, many)
      const values = round.map(({ value }) => value)
      const { rows } = await executor.execute(cached, [values], { merged: round.length })
      const found = new Map<unknown, object>()
      for (const row of rows) {
        const key = identity((row as Row)[column.property])
        if (!found.has(key)) found.set(key, row)
      }
      for (const { value, resolve } of round) {
        const row = found.get(identity(value))
        // Only numbers are equal in the database exactly when they are equal here.
        const certain = row !== undefined || typeof value === 'number' || typeof value === 'bigint'
        resolve(certain ? (row ?? null) : this.#one(shape, value))
      }
    } catch {
      // One of them may be to blame, and what it failed of is its caller's own.
      for (const { value, resolve } of round) resolve(this.#one(shape, value))
    }
  }
}

/**
 * Divides look-ups into rounds in which no value comes twice: two callers who ask for one row get
 * two objects, as each may change its own.
 */
function rounds(waiting: readonly Waiting[]): Waiting[][] {
  const all: Waiting[][] = []
  const seen = new Map<unknown, number>()
  const open: number[] = []
  for (const one of waiting) {
    const key = identity(one.value)
    const turn = seen.get(key) ?? 0
    seen.set(key, turn + 1)
    let at = open[turn]
    if (at === undefined || (all[at]?.length ?? 0) >= MERGED_MAX) {
      at = all.push([]) - 1
      open[turn] = at
    }
    all[at]?.push(one)
  }
  return all
}
