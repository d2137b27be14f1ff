import type {
  EngineDatabase,
  EngineSession,
  ExecuteResult,
  Param,
  TransactionOptions
} from '../engine/engine.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { Merger } from '../query/merge/merger.js'
import type { CachedPlan } from '../query/plan/cached-plan.js'
import { addExecutor, type RunOptions, removeExecutor } from '../query/plan/executor.js'
import { markAsDatabase } from '../query/plan/other-copy.js'
import { PlanCache } from '../query/plan/plan-cache.js'
import { Source } from '../query/shape/source.js'
import { untypedSource } from '../query/shape/untyped-sources.js'
import { currentTransaction } from '../transaction/context.js'
import {
  runTransaction,
  type Transaction,
  type TransactionHost
} from '../transaction/transaction.js'
import { type Observation, observe, observeStream } from './log.js'
import { type StatementTemplate, statementTemplate } from './raw-statement.js'
import { type SchemaEditor, schemaEditor } from './schema-editor.js'
import { checkTransactionOptions } from './transaction-options.js'

/** What a transaction's function is given, at run time. */
export interface TransactionScope {
  table(name: unknown): QueryBuilder
  readonly sql: StatementTemplate
  transaction<T>(
    work: (scope: TransactionScope) => Promise<T>,
    options?: TransactionOptions
  ): Promise<T>
}

/** An open database at run time; its types are those of `Database`. */
export class DatabaseHandle implements TransactionHost {
  readonly product: string
  readonly version: string
  readonly plans: PlanCache
  readonly schema: SchemaEditor
  readonly sql: StatementTemplate

  readonly #engine: EngineDatabase
  readonly #observation: Observation
  readonly #observed: boolean
  /** Where the shapes of the user's own statements begin. */
  readonly #statements: Source
  readonly #merger: Merger | undefined
  #closed = false

  constructor(engine: EngineDatabase, observation: Observation, mergeLookups: boolean) {
    this.#engine = engine
    this.#observation = observation
    this.#observed = observation.log !== undefined || observation.errorParameters
    this.product = engine.product
    this.version = engine.version
    this.plans = new PlanCache({
      prepare: query => this.#open().prepare(query),
      release: plan => engine.release(plan)
    })
    // Where a statement is done at once there is nothing to be saved.
    this.#merger =
      mergeLookups && !engine.answersAtOnce
        ? new Merger({
            plans: this.plans,
            execute: (cached, params, options) =>
              this.executeOn(this.#open(), false, cached, params, options)
          })
        : undefined
    this.#statements = new Source('sql', undefined, undefined, this)
    this.sql = statementTemplate(this, this.#statements)
    this.schema = schemaEditor({
      ddl: (action, tables) => this.#open().ddl(action, tables),
      runAll: statements => this.#runAll(statements)
    })
    addExecutor(this)
  }

  get inTransaction(): boolean {
    return currentTransaction(this) !== undefined
  }

  get merges(): boolean {
    return this.#merger !== undefined
  }

  get merger(): Merger | undefined {
    return this.#merger && (currentTransaction(this)?.merger ?? this.#merger)
  }

  table(name: unknown): QueryBuilder {
    return QueryBuilder.of(untypedSource(name, this))
  }

  async transaction<T>(
    work: (scope: TransactionScope) => Promise<T>,
    options: TransactionOptions = {}
  ): Promise<T> {
    if (typeof work !== 'function') {
      throw new VersaError('INVALID_QUERY', `a transaction got ${kindOf(work)}`, {
        hint: 'pass a function: db.transaction(async tx => { … })'
      })
    }
    checkTransactionOptions(options)
    const run = (transaction: Transaction): Promise<T> => work(this.#scope(transaction))
    const current = currentTransaction(this)
    if (current !== undefined) return current.transaction(run, options)
    return runTransaction(this, this.#open(), undefined, run, options)
  }

  async close(): Promise<void> {
    this.#merger?.flush()
    this.#closed = true
    removeExecutor(this)
    await this.#engine.close()
    this.plans.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  execute<Row>(
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const transaction = currentTransaction(this)
    if (transaction !== undefined) return transaction.execute(cached, params, options)
    this.#merger?.flush()
    return this.executeOn(this.#open(), false, cached, params, options)
  }

  afterRollback(undo: () => void): void {
    currentTransaction(this)?.afterRollback(undo)
  }

  executeOn<Row>(
    session: EngineSession,
    inTransaction: boolean,
    cached: CachedPlan<Row>,
    params: readonly Param[],
    options?: RunOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const { plan, decoding } = cached
    if (!this.#observed) return session.execute(plan, params, decoding, options)
    const statement = { sql: plan.sql, params, merged: options?.merged }
    return observe(this.#observation, statement, inTransaction, () =>
      session.execute(plan, params, decoding, options)
    )
  }

  async runSqlOn(session: EngineSession, inTransaction: boolean, text: string): Promise<void> {
    const statement = { sql: text, params: [] }
    await observe(this.#observation, statement, inTransaction, async () => {
      await session.runSql(text)
      return undefined
    })
  }

  stream<Row>(cached: CachedPlan<Row>, params: readonly Param[]): AsyncIterableIterator<Row[]> {
    const transaction = currentTransaction(this)
    if (transaction !== undefined) return transaction.stream(cached, params)
    this.#merger?.flush()
    return this.streamOn(this.#open(), false, cached, params)
  }

  streamOn<Row>(
    session: EngineSession,
    inTransaction: boolean,
    { plan, decoding }: CachedPlan<Row>,
    params: readonly Param[]
  ): AsyncIterableIterator<Row[]> {
    const begin = (): AsyncIterableIterator<Row[]> => session.stream(plan, params, decoding)
    if (!this.#observed) return begin()
    return observeStream(this.#observation, { sql: plan.sql, params }, inTransaction, begin)
  }

  #scope(transaction: Transaction): TransactionScope {
    const statements = this.#statements
    let template: StatementTemplate | undefined
    return {
      table: name => transaction.table(name),
      // Made when it is first used: most transactions have models only.
      get sql() {
        template ??= statementTemplate(transaction, statements)
        return template
      },
      transaction: async (work, options = {}) => {
        checkTransactionOptions(options)
        return transaction.transaction(nested => work(this.#scope(nested)), options)
      }
    }
  }

  async #runAll(statements: readonly string[]): Promise<void> {
    const current = currentTransaction(this)
    // Within a transaction there is no savepoint: DDL of MySQL ends the transaction itself.
    if (current !== undefined) {
      for (const statement of statements) await current.runSql(statement)
      return
    }
    const run = async (transaction: Transaction): Promise<void> => {
      for (const statement of statements) await transaction.runSql(statement)
    }
    await runTransaction(this, this.#open(), undefined, run, {})
  }

  #open(): EngineDatabase {
    if (!this.#closed) return this.#engine
    throw new VersaError('CONNECTION_CLOSED', 'the database was closed', {
      hint: 'open it again with connect(…), and close it after the last statement'
    })
  }
}

markAsDatabase(DatabaseHandle.prototype)
