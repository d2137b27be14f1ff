import type { EngineSession, EngineTransaction } from '../engine/engine.js'
import { didYouMean } from '../errors/did-you-mean.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'
import type { Aftermath, AftermathMark, Hook } from './aftermath.js'

interface Savepoint {
  readonly name: string
  readonly engine: EngineTransaction
  readonly mark: AftermathMark
}

/**
 * The savepoints of a transaction that are set and released by name. The name is only known here:
 * the database gets one of our own.
 */
export class Savepoints {
  readonly #open: Savepoint[] = []
  #made = 0

  constructor(
    private readonly transaction: EngineTransaction,
    private readonly aftermath: Aftermath
  ) {}

  /** Where a savepoint that is set now has its place. */
  get session(): EngineSession {
    return this.#open.at(-1)?.engine ?? this.transaction
  }

  /** Sets one; its name. */
  async set(name: unknown = `savepoint ${++this.#made}`): Promise<string> {
    if (typeof name !== 'string' || name === '') {
      throw invalid(`a savepoint cannot be named by ${kindOf(name)}`, 'pass a text, or nothing')
    }
    if (this.#open.some(savepoint => savepoint.name === name)) {
      throw invalid('a savepoint of this name is open already', 'release it first, or name another')
    }
    const engine = await this.session.begin({})
    this.#open.push({ name, engine, mark: this.aftermath.mark() })
    return name
  }

  /** Takes back what came after one, which stays; the hooks of what was taken back. */
  async rollBackTo(name: unknown): Promise<Hook[]> {
    const at = this.#placeOf(name)
    const [savepoint] = this.#open.splice(at)
    if (savepoint === undefined) return []
    await savepoint.engine.rollback()
    const hooks = this.aftermath.rollBack(savepoint.mark)
    const engine = await this.session.begin({})
    this.#open.push({ ...savepoint, engine })
    return hooks
  }

  /** Forgets one, and those within it. */
  async release(name: unknown): Promise<void> {
    const [savepoint] = this.#open.splice(this.#placeOf(name))
    await savepoint?.engine.commit()
  }

  #placeOf(name: unknown): number {
    const names = this.#open.map(savepoint => savepoint.name)
    const at = names.indexOf(String(name))
    if (at >= 0) return at
    throw invalid(
      'the transaction has no such savepoint',
      names.length === 0 ? 'set one with tx.savepoint()' : didYouMean(String(name), names)
    )
  }
}

function invalid(message: string, hint: string): VersaError {
  return new VersaError('INVALID_QUERY', message, { hint })
}
