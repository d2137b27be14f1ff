import type { QueryBuilder } from '../query/build/query-builder.js'
import { addPlace } from '../query/plan/executor.js'
import type { Source } from '../query/shape/source.js'
import type { Hook } from '../transaction/aftermath.js'
import { commit } from '../transaction/run.js'
import type { Transaction } from '../transaction/transaction.js'
import {
  checkTransactionOptions,
  type TransactionOptions
} from '../transaction/transaction-options.js'
import { checkFunction } from './functions.js'
import { type StatementTemplate, statementTemplate } from './raw-statement.js'

/** What a transaction's function is given; its types are those of `Transaction`. */
export class TransactionScope {
  readonly #transaction: Transaction
  readonly #statements: Source
  #sql: StatementTemplate | undefined

  /** @param statements Where the shapes of the user's own statements begin. */
  constructor(transaction: Transaction, statements: Source) {
    this.#transaction = transaction
    this.#statements = statements
    addPlace(this, transaction)
  }

  /** Made when it is first used: most transactions have models only. */
  get sql(): StatementTemplate {
    this.#sql ??= statementTemplate(this.#transaction, this.#statements)
    return this.#sql
  }

  table(name: unknown, options?: unknown): QueryBuilder {
    return this.#transaction.table(name, options)
  }

  async transaction<T>(
    work: (scope: TransactionScope) => Promise<T>,
    options: TransactionOptions = {}
  ): Promise<T> {
    checkFunction('a transaction', work)
    checkTransactionOptions(options)
    const run = (nested: Transaction): Promise<T> =>
      work(new TransactionScope(nested, this.#statements))
    return this.#transaction.transaction(run, options)
  }

  afterCommit(hook: Hook): void {
    checkFunction('afterCommit', hook)
    this.#transaction.afterCommit(hook)
  }

  afterRollback(hook: Hook): void {
    checkFunction('afterRollback', hook)
    this.#transaction.afterRollback(hook)
  }

  savepoint(name?: string): Promise<string> {
    return this.#transaction.savepoint(name)
  }

  rollbackTo(name: string): Promise<void> {
    return this.#transaction.rollbackTo(name)
  }

  release(name: string): Promise<void> {
    return this.#transaction.release(name)
  }
}

/** A transaction that is ended by its user; its types are those of `ManualTransaction`. */
export class ManualScope extends TransactionScope {
  readonly #transaction: Transaction
  readonly #ended: () => void
  #committed = false

  /** @param watch Is told when the transaction ends. */
  constructor(transaction: Transaction, statements: Source, watch: (handle: object) => () => void) {
    super(transaction, statements)
    this.#transaction = transaction
    this.#ended = watch(this)
  }

  async commit(): Promise<void> {
    this.#ended()
    await commit(this.#transaction)
    this.#committed = true
  }

  /** Whoever does it after a failure must not get another one in its place. */
  async rollback(): Promise<void> {
    this.#ended()
    if (this.#committed || !this.#transaction.isOver) await this.#transaction.end('rollback')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#transaction.isOver) await this.rollback()
  }
}
