import type { BoundPlace } from '../query/plan/executor.js'
import type { LooseRow, TableQuery } from '../query/types/table-query.js'
import type { BeginOptions, TransactionOptions } from '../transaction/transaction-options.js'
import type { CloseOptions } from './closing.js'
import type { StatementTemplate } from './raw-statement.js'
import type { SchemaEditor } from './schema-editor.js'

/** What tables, statements and transactions can be asked of; models are bound to it by `using`. */
export interface Connection extends BoundPlace {
  /**
   * A query of a table without a model.
   *
   * @param name The table's name, or `schema.name`.
   * @param options `schema`: the schema; then a dot is a part of the table's name. Default: none.
   * @throws VersaError `INVALID_QUERY` for what is no text, `INVALID_IDENTIFIER` for what is no
   * name.
   * @example
   * ```ts
   * await db.table('users').where('id', 1).select('name').rows() //=> [{ name: 'Ada' }]
   * await db.table('users', { schema: 'main' }).count() //=> 4
   * ```
   */
  table<Row extends object = LooseRow>(
    name: string,
    options?: { readonly schema?: string }
  ): TableQuery<Row>
  /** A template for statements of your own, with bound values; see {@link StatementTemplate}. */
  readonly sql: StatementTemplate
  /**
   * Runs a function in a transaction: committed when it returns, rolled back when it throws. Models
   * and queries used in it, or in what it calls, take part by themselves. Within a transaction it
   * is a savepoint.
   *
   * @param work What is done in it.
   * @param options Isolation, limits and retries. Default: the database's own, none.
   * @returns What the function returns.
   * @throws VersaError `TRANSACTION_TIMEOUT` after `timeoutMs`, `SERIALIZATION_FAILURE`, `DEADLOCK`
   * or `LOCK_TIMEOUT` where others were in the way and the `retries` are used up, `TIMEOUT` where
   * no connection gets free; what the function throws.
   * @example
   * ```ts
   * const post = await db.transaction(async () => {
   *   const user = await User.create({ name: 'Barbara', email: 'barbara@example.com' })
   *   return Post.create({ userId: user.id, title: 'First' })
   * }, { isolation: 'serializable', retries: 3 })
   * post.title //=> 'First'
   * ```
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
   * @param hook What is done then.
   * @throws VersaError `TRANSACTION_CLOSED` when it is over.
   * @example
   * ```ts
   * const sent: string[] = []
   * await db.transaction(async tx => {
   *   tx.afterCommit(() => sent.push('receipt'))
   * })
   * sent //=> ['receipt']
   * ```
   */
  afterCommit(hook: () => unknown): void
  /**
   * Registers what is done after a rollback: also after each attempt that is repeated.
   *
   * @param hook What is done then.
   * @throws VersaError `TRANSACTION_CLOSED` when it is over.
   * @example
   * ```ts
   * let undone = 0
   * const failing = db.transaction(async tx => {
   *   tx.afterRollback(() => undone++)
   *   throw new Error('changed my mind')
   * })
   * await failing.catch(() => undone) //=> 1
   * ```
   */
  afterRollback(hook: () => unknown): void
  /**
   * Sets a savepoint to roll back to; where a function can be used, `transaction` does all of it.
   *
   * @param name Any text. Default: a new name.
   * @returns The name.
   * @throws VersaError `TRANSACTION_CLOSED` when it is over.
   * @example
   * ```ts
   * await db.transaction(async tx => {
   *   const before = await tx.savepoint()
   *   await Tag.create({ label: 'mistake' })
   *   await tx.rollbackTo(before)
   * })
   * await Tag.count() //=> 3
   * ```
   */
  savepoint(name?: string): Promise<string>
  /**
   * Takes back what came after a savepoint, also after a failed statement. The savepoint stays.
   *
   * @param name The savepoint's name.
   * @throws VersaError `INVALID_QUERY` where there is none of this name.
   * @example
   * ```ts
   * await db.transaction(async tx => {
   *   await tx.savepoint('before')
   *   await Tag.create({ label: 'history' }).catch(() => tx.rollbackTo('before'))
   *   await Tag.create({ label: 'fresh' })
   * })
   * await Tag.count() //=> 4
   * ```
   */
  rollbackTo(name: string): Promise<void>
  /**
   * Forgets a savepoint and those after it; what was written stays.
   *
   * @param name The savepoint's name.
   * @throws VersaError `INVALID_QUERY` where there is none of this name.
   * @example
   * ```ts
   * await db.transaction(async tx => {
   *   const before = await tx.savepoint()
   *   await Tag.create({ label: 'kept' })
   *   await tx.release(before)
   * })
   * await Tag.count() //=> 4
   * ```
   */
  release(name: string): Promise<void>
}

/**
 * A transaction of {@link Database.begin}: it is ended by hand. Only what is run through it takes
 * part. Leaving a block where it was declared with `await using` rolls back what is not committed.
 *
 * @example
 * ```ts
 * await using tx = await db.begin()
 * const user = await User.using(tx).create({ name: 'Barbara', email: 'barbara@example.com' })
 * await tx.table('profiles').insert({ user_id: user.id, bio: 'Replaced strings by types.' })
 * await tx.commit()
 * ```
 */
export interface ManualTransaction extends Transaction, AsyncDisposable {
  /**
   * Makes the changes permanent.
   *
   * @throws VersaError `TRANSACTION_CLOSED` when it is over, `TRANSACTION_TIMEOUT` after
   * `timeoutMs`, `SERIALIZATION_FAILURE` where another one changed the same.
   * @example
   * ```ts
   * const tx = await db.begin()
   * await Tag.using(tx).create({ label: 'kept' })
   * await tx.commit()
   * await Tag.count() //=> 4
   * ```
   */
  commit(): Promise<void>
  /**
   * Takes the changes back. It is no error when that was done already; after a commit it is.
   *
   * @throws VersaError `TRANSACTION_CLOSED` after a commit.
   * @example
   * ```ts
   * const tx = await db.begin()
   * await Tag.using(tx).create({ label: 'gone' })
   * await tx.rollback()
   * await Tag.count() //=> 3
   * ```
   */
  rollback(): Promise<void>
}

/**
 * An open database; made by {@link connect}. The first one that is open is the default of all
 * models; bind them to another with `User.using(db)`. Leaving a block where it was declared with
 * `await using` closes it.
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
   * @param options Isolation and limits. Default: the database's own, none.
   * @throws VersaError `TIMEOUT` where no connection gets free, `LOCK_TIMEOUT` on SQLite where
   * another process writes.
   * @example
   * ```ts
   * await using tx = await db.begin({ timeoutMs: 10_000 })
   * await tx.table('users').where('id', 1).update({ age: 37 })
   * await tx.commit()
   * await User.where('id', 1).value('age') //=> 37
   * ```
   */
  begin(options?: BeginOptions): Promise<ManualTransaction>
  /**
   * Runs something outside of the transaction that is open here: on another connection, so it does
   * not see what the transaction wrote, and stays if that is rolled back. On SQLite, writes wait
   * for the transaction to end; so do reads of `:memory:`.
   *
   * @param work What is run.
   * @returns What the function returns.
   * @example
   * ```ts
   * let attempt: Promise<Tag> | undefined
   * const failing = db.transaction(async () => {
   *   attempt = db.outside(() => Tag.create({ label: 'attempt' }))
   *   throw new Error('rolled back')
   * })
   * await failing.catch(() => attempt)
   * await Tag.where('label', 'attempt').exists() //=> true
   * ```
   */
  outside<T>(work: () => T): T
  /**
   * Does something after the commit of the transaction that is open here; at once where there is
   * none. See {@link Transaction.afterCommit}.
   *
   * @param hook What is done then.
   * @returns When the hook is done, or registered. It never rejects.
   * @example
   * ```ts
   * const sent: string[] = []
   * const welcome = (name: string) => db.afterCommit(() => sent.push(name))
   * await db.transaction(async () => welcome('Ada'))
   * await welcome('Grace')
   * sent //=> ['Ada', 'Grace']
   * ```
   */
  afterCommit(hook: () => unknown): Promise<void>
  /**
   * Runs something as one session: reads in it, and in all it calls, see what was written in it
   * before, as they then go to the primary. Without `replicas` it only calls the function.
   *
   * @param work What is run: the rest of a request, for one.
   * @returns What the function returns.
   * @example
   * ```ts prelude=replicas
   * await db.session(async () => {
   *   await Visit.create({ path: '/new' })
   *   return Visit.count()
   * }) //=> 3
   * ```
   */
  session<T>(work: () => T): T
  /**
   * Closes it, after what is running. Closing twice is no error, and may be more impatient.
   *
   * @param options How long it waits. Default: as long as it takes.
   * @throws VersaError `INVALID_QUERY` for options that make no sense.
   * @example
   * ```ts
   * await db.close({ timeoutMs: 10_000 })
   * await User.using(db).count() //! CONNECTION_CLOSED
   * ```
   */
  close(options?: CloseOptions): Promise<void>
}
