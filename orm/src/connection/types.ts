import type { BoundPlace } from '../query/plan/executor.js'
import type { LooseRow, TableQuery } from '../query/types/table-query.js'
import type { BeginOptions, TransactionOptions } from '../transaction/transaction-options.js'
import type { CloseOptions } from './closing.js'
import type { StatementTemplate } from './raw-statement.js'
import type { SchemaEditor } from './schema-editor.js'

/** What tables, statements and transactions can be asked of; models are bound to it by `using`. */
export interface Connection extends BoundPlace {
  /**
   * A table without a model, by its name or `schema.name`. With the option `schema`, a dot is a
   * part of the table's name.
   *
   * @example
   * const rows = await db.table('users').where('id', 1).rows()
   * const logs = await db.table('logs', { schema: 'audit' }).rows()
   */
  table<Row extends object = LooseRow>(
    name: string,
    options?: { readonly schema?: string }
  ): TableQuery<Row>
  /** A statement of your own, with bound values; see {@link StatementTemplate}. */
  readonly sql: StatementTemplate
  /**
   * Runs a function in a transaction: committed when it returns, rolled back when it throws. Models
   * and queries used in it, or in what it calls, take part by themselves. Within a transaction it
   * is a savepoint.
   *
   * @returns What the function returns.
   * @throws VersaError `TRANSACTION_TIMEOUT` after `timeoutMs`; what the function throws.
   * @example
   * await db.transaction(async () => {
   *   const user = await User.create({ name: 'Ada' })
   *   await Post.create({ userId: user.id, title: 'First' })
   * }, { isolation: 'serializable', retries: 3 })
   */
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options?: TransactionOptions
  ): Promise<T>
}

/** A transaction, as its function is given it. */
export interface Transaction extends Connection {
  /**
   * Registers what is done after the commit of the outermost transaction, never if this one is
   * rolled back. The transaction's promise waits for it. What it throws is reported as a warning,
   * and changes nothing.
   *
   * @throws VersaError `TRANSACTION_CLOSED` when it is over.
   * @example
   * tx.afterCommit(() => mailer.send(order.receipt))
   */
  afterCommit(hook: () => unknown): void
  /** The same after a rollback: also after each attempt that is repeated. */
  afterRollback(hook: () => unknown): void
  /**
   * Sets a savepoint to roll back to; where a function can be used, `transaction` does all of it.
   *
   * @param name Any text; without one, a new name.
   * @returns The name.
   */
  savepoint(name?: string): Promise<string>
  /**
   * Takes back what came after a savepoint, also after a failed statement. The savepoint stays.
   *
   * @throws VersaError `INVALID_QUERY` where there is none of this name.
   */
  rollbackTo(name: string): Promise<void>
  /** Forgets a savepoint and those after it; what was written stays. */
  release(name: string): Promise<void>
}

/**
 * A transaction of `db.begin`: it is ended by hand. Only what is run through it takes part.
 *
 * @example
 * await using tx = await db.begin()
 * const user = await User.using(tx).create({ name: 'Ada' })
 * await tx.table('log').insert({ userId: user.id })
 * await tx.commit()
 */
export interface ManualTransaction extends Transaction, AsyncDisposable {
  /**
   * Makes the changes permanent.
   *
   * @throws VersaError `TRANSACTION_CLOSED`, `TRANSACTION_TIMEOUT`, `SERIALIZATION_FAILURE`.
   */
  commit(): Promise<void>
  /** Takes the changes back. It is no error when that was done already; after a commit it is. */
  rollback(): Promise<void>
}

/**
 * An open database; made by {@link connect}. The first one that is open is the default of all
 * models; bind them to another with `User.using(db)`.
 */
export interface Database extends Connection, AsyncDisposable {
  /** `SQLite`, `PostgreSQL`, `MySQL` or `MariaDB`. */
  readonly product: string
  /** The version, as the database says it. */
  readonly version: string
  /** Creates and drops tables. */
  readonly schema: SchemaEditor
  /**
   * Begins a transaction that is ended by hand, on a connection of its own: also within another
   * transaction. One that is never ended is rolled back and reported when nobody has it any more,
   * or the database is closed.
   *
   * @throws VersaError `TIMEOUT` where no connection gets free, `LOCK_TIMEOUT`.
   */
  begin(options?: BeginOptions): Promise<ManualTransaction>
  /**
   * Runs something outside of the transaction that is open here: on another connection, so it does
   * not see what the transaction wrote, and stays if that is rolled back. On SQLite, writes wait
   * for the transaction to end; so do reads of `:memory:`.
   *
   * @returns What the function returns.
   * @example
   * await db.outside(() => Attempt.create({ at: new Date() }))
   */
  outside<T>(work: () => T): T
  /**
   * Does something after the commit of the transaction that is open here; at once where there is
   * none. See {@link Transaction.afterCommit}.
   *
   * @returns When the hook is done, or registered. It never rejects.
   */
  afterCommit(hook: () => unknown): Promise<void>
  /**
   * Runs something as one session: reads in it, and in all it calls, see what was written in it
   * before, as they then go to the primary. Without `replicas` it only calls the function.
   *
   * @returns What the function returns.
   * @example
   * app.use((request, response, next) => db.session(next))
   */
  session<T>(work: () => T): T
  /**
   * Closes it, after what is running. Closing twice is no error, and may be more impatient.
   *
   * @example
   * await db.close({ timeoutMs: 10_000 })
   */
  close(options?: CloseOptions): Promise<void>
}
