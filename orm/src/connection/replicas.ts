import type { Engine, EngineDatabase, EngineOptions } from '../engine/engine.js'
import type { ErrorCode } from '../errors/generated/codes.js'
import { VersaError } from '../errors/versa-error.js'
import { PlanCache } from '../query/plan/plan-cache.js'
import type { Warn } from './warnings.js'

/** A replica that can be read from. */
export interface OpenReplica {
  /** Its place among the URLs. */
  readonly number: number
  readonly engine: EngineDatabase
  readonly plans: PlanCache
}

/** A replica, be it reachable or not. */
interface Replica {
  readonly number: number
  readonly url: string
  open: OpenReplica | undefined
  opening: Promise<void> | undefined
  /** Until when it is left out, by the clock of `performance`. */
  downUntil: number
}

/** It cannot be reached, or gives no connection. */
const down: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CONNECTION_FAILED',
  'CONNECTION_LOST',
  'CONNECTION_CLOSED',
  'RESOURCE_EXHAUSTED'
])

/** What a replica that lags behind, or only reads, cannot answer: the primary can tell. */
const elsewhere: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'READ_ONLY',
  'SERIALIZATION_FAILURE',
  'UNKNOWN_TABLE',
  'UNKNOWN_COLUMN'
])

/** The replicas of a database: reads go to one after another, and past those that are down. */
export class Replicas {
  readonly #replicas: readonly Replica[]
  readonly #closing: EngineDatabase[] = []
  #next = 0
  #closed = false

  /** @param retryMs For how long a replica is left out that is down. */
  private constructor(
    private readonly engine: Engine,
    urls: readonly string[],
    private readonly options: EngineOptions,
    private readonly product: string,
    private readonly retryMs: number,
    private readonly warn: Warn
  ) {
    this.#replicas = urls.map((url, number) => ({
      number,
      url,
      open: undefined,
      opening: undefined,
      downUntil: 0
    }))
  }

  /**
   * Opens all that can be reached; the others are tried again later.
   *
   * @throws VersaError for what will not mend itself: a wrong URL, another product.
   */
  static async open(
    engine: Engine,
    urls: readonly string[],
    settings: {
      readonly options: EngineOptions
      readonly product: string
      readonly retryMs: number
      readonly warn: Warn
    }
  ): Promise<Replicas> {
    const { options, product, retryMs, warn } = settings
    // What is only read needs no lock of a writer, and no file that is not there is made.
    const readOnly = product === 'SQLite' ? { ...options, readOnly: true } : options
    const replicas = new Replicas(engine, urls, readOnly, product, retryMs, warn)
    const opening = replicas.#replicas.map(replica => replicas.#reach(replica))
    for (const outcome of await Promise.allSettled(opening)) {
      if (outcome.status === 'fulfilled') continue
      await replicas.close()
      throw outcome.reason
    }
    return replicas
  }

  /** Reads from a replica, from the next one where it is down, from the primary after the last. */
  read<Result>(
    run: (replica: OpenReplica) => Result | Promise<Result>,
    primary: () => Result | Promise<Result>
  ): Result | Promise<Result> {
    const order = this.#inTurn()
    const attempt = (at: number): Result | Promise<Result> => {
      const replica = order[at]
      if (replica === undefined) return primary()
      const failed = (error: unknown): Result | Promise<Result> => {
        switch (this.#after(replica, error)) {
          case 'next':
            return attempt(at + 1)
          case 'primary':
            return primary()
          case 'fail':
            throw error
        }
      }
      let result: Result | Promise<Result>
      try {
        result = run(replica)
      } catch (error) {
        return failed(error)
      }
      return result instanceof Promise ? result.catch(failed) : result
    }
    return attempt(0)
  }

  /** Streams the same way: once there are rows, a failure is one of the stream. */
  async *stream<Row>(
    run: (replica: OpenReplica) => AsyncIterable<Row[]>,
    primary: () => AsyncIterable<Row[]>
  ): AsyncGenerator<Row[], void, undefined> {
    for (const replica of this.#inTurn()) {
      let delivered = false
      try {
        for await (const batch of run(replica)) {
          delivered = true
          yield batch
        }
        return
      } catch (error) {
        const then = this.#after(replica, error)
        if (delivered || then === 'fail') throw error
        if (then === 'primary') break
      }
    }
    yield* primary()
  }

  /** Closes all of them. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#replicas.map(replica => this.#closeOne(replica)))
  }

  async #closeOne(replica: Replica): Promise<void> {
    await replica.opening
    const { open } = replica
    replica.open = undefined
    if (open === undefined) return
    this.#closing.push(open.engine)
    await open.engine.close()
    open.plans.clear()
  }

  /** Stops what is running on them: they are being closed. */
  end(): void {
    for (const engine of this.#closing) engine.end()
  }

  /** Those that are up, the one whose turn it is first. */
  #inTurn(): OpenReplica[] {
    const now = performance.now()
    const up: OpenReplica[] = []
    const first = this.#next++
    for (let at = 0; at < this.#replicas.length; at++) {
      const replica = this.#replicas[(first + at) % this.#replicas.length]
      if (replica === undefined || now < replica.downUntil) continue
      if (replica.open !== undefined) up.push(replica.open)
      // Nobody waits for it, so nobody is told when it fails once more.
      else replica.opening ??= this.#reach(replica).catch(() => {})
    }
    return up
  }

  #after({ number }: OpenReplica, error: unknown): 'next' | 'primary' | 'fail' {
    if (!(error instanceof VersaError) || this.#closed) return 'fail'
    if (elsewhere.has(error.code)) return 'primary'
    const replica = this.#replicas[number]
    if (replica === undefined || !down.has(error.code)) return 'fail'
    this.#leaveOut(replica, error)
    return 'next'
  }

  async #reach(replica: Replica): Promise<void> {
    try {
      const engine = await this.engine.open(replica.url, this.options)
      if (engine.product !== this.product || this.#closed) {
        await engine.close()
        if (!this.#closed) throw otherProduct(replica.number, engine.product, this.product)
        return
      }
      const plans = new PlanCache({
        prepare: query => engine.prepare(query),
        release: plan => engine.release(plan)
      })
      replica.open = { number: replica.number, engine, plans }
    } catch (error) {
      if (!(error instanceof VersaError)) throw error
      this.#leaveOut(replica, error)
      if (!down.has(error.code)) throw error
    } finally {
      replica.opening = undefined
    }
  }

  #leaveOut(replica: Replica, error: VersaError): void {
    const now = performance.now()
    // Statements that ran at the same time fail together: it is one event.
    const known = now < replica.downUntil
    replica.downUntil = now + this.retryMs
    if (known) return
    this.warn({
      code: 'REPLICA_DOWN',
      message: `replica ${replica.number} is left out for ${this.retryMs} ms: ${error.message}`,
      error
    })
  }
}

function otherProduct(number: number, found: string, wanted: string): VersaError {
  return new VersaError(
    'INVALID_CONFIGURATION',
    `replica ${number} is ${found}, but the primary is ${wanted}`,
    { hint: 'replicas are copies of the primary: check the URLs' }
  )
}
