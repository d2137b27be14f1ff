import { VersaError } from '../errors/versa-error.js'
import type { Opened } from '../transaction/host.js'
import type { Transaction } from '../transaction/transaction.js'
import type { Warn } from './warnings.js'

/** A transaction of `db.begin`, as long as nobody has ended it. */
interface Manual {
  readonly transaction: Transaction
  readonly opened: Opened
}

/** Watches the transactions of a database that are open, and reports those that are forgotten. */
export class OpenTransactions {
  readonly #manual = new Set<Manual>()
  readonly #open = new Set<Transaction>()
  #expected = 0
  #aborts = false
  /** Handles that nobody can end any more, because nobody has them. */
  readonly #lost = new FinalizationRegistry<Manual>(manual => {
    if (!this.#manual.delete(manual) || manual.transaction.isOver) return
    void this.#giveUp(manual, 'was lost')
  })

  constructor(
    private readonly warn: Warn,
    private readonly longMs: number | undefined
  ) {}

  /** Whether transactions that are open for long are reported. */
  get watches(): boolean {
    return this.longMs !== undefined
  }

  /** Whether one is open, or about to be. */
  get hasOpen(): boolean {
    return this.#open.size > 0 || this.#expected > 0
  }

  /** Counts one that is about to be begun as open, until the function is called. */
  expect(): () => void {
    this.#expected += 1
    return () => {
      this.#expected -= 1
    }
  }

  /** Knows a transaction until the function is called. */
  enter(transaction: Transaction): () => void {
    this.#open.add(transaction)
    // It was begun when the others were rolled back already.
    if (this.#aborts) this.abort()
    return () => this.#open.delete(transaction)
  }

  /** Rolls back all of them: the database is closed without waiting for them. */
  abort(): void {
    this.#aborts = true
    for (const transaction of this.#open) {
      void transaction.abort(
        new VersaError('CANCELLED', 'the transaction was rolled back: its database was closed', {
          hint: 'give close() more time, or run the transaction again'
        })
      )
    }
  }

  /** Reports a transaction when it has been open for long; the function ends the watch. */
  watch(opened: Opened): () => void {
    const { longMs } = this
    if (longMs === undefined) return () => {}
    const report = (): void =>
      this.warn({
        code: 'LONG_TRANSACTION',
        message: `a transaction is open for longer than ${longMs} ms`,
        ...openedAt(opened)
      })
    const timer = setTimeout(report, longMs).unref()
    return () => clearTimeout(timer)
  }

  /** Keeps a transaction in sight until it is ended by its handle; the function says that it is. */
  add(handle: object, transaction: Transaction, opened: Opened): () => void {
    const manual = { transaction, opened }
    const unwatch = this.watch(opened)
    this.#manual.add(manual)
    this.#lost.register(handle, manual, manual)
    return () => {
      unwatch()
      this.#manual.delete(manual)
      this.#lost.unregister(manual)
    }
  }

  /** Rolls back what is still open: the database is about to be closed. */
  async close(): Promise<void> {
    const left = [...this.#manual].filter(({ transaction }) => !transaction.isOver)
    this.#manual.clear()
    await Promise.all(left.map(manual => this.#giveUp(manual, 'was open when it was closed')))
  }

  async #giveUp({ transaction, opened }: Manual, what: string): Promise<void> {
    this.warn({
      code: 'TRANSACTION_LEFT_OPEN',
      message: `a transaction of the database ${what}: it was rolled back`,
      ...openedAt(opened)
    })
    await transaction.abort(
      new VersaError('TRANSACTION_CLOSED', `the transaction ${what}`, {
        hint: 'commit it or roll it back, or write: await using tx = await db.begin()'
      })
    )
  }
}

function openedAt({ stack }: Opened): { readonly openedAt?: string } {
  return stack === undefined ? {} : { openedAt: stack }
}
