import type { Query } from '../../ast/generated/ast.js'
import type { Definitions } from '../../ast/generated/schema.js'
import { refuseAborted } from '../../errors/cancelled.js'
import { saidBy, VersaError } from '../../errors/versa-error.js'
import type {
  DdlAction,
  Decoding,
  Engine,
  EngineDatabase,
  EngineOptions,
  EngineTransaction,
  ExecuteOptions,
  ExecuteResult,
  Param,
  Plan,
  StatementLimits,
  TransactionOptions
} from '../engine.js'
import type { StatementEvent } from '../statement-event.js'
import { type Ran, WasmConnection } from './connection.js'
import type { Decimals, Executor, ExecutorFactory } from './executor.js'
import { guardedExecutor } from './guarded-executor.js'
import type { WasmModule } from './module.js'
import { checkPlace } from './place.js'
import { WasmSession, WasmTransaction } from './session.js'
import { calling } from './thrown.js'
import { Turns } from './turns.js'

/** How long to wait for another transaction, in milliseconds. */
const ACQUIRE_TIMEOUT_MS = 5_000

/** The engine as WebAssembly, on a SQLite that an executor opens. */
export class WasmEngine implements Engine {
  /** The database that was opened last. */
  database: WasmDatabase | undefined

  constructor(
    private readonly module: WasmModule,
    private readonly executor: ExecutorFactory,
    private readonly observe: ((event: StatementEvent) => void) | undefined
  ) {}

  async open(url: string, options: EngineOptions): Promise<EngineDatabase> {
    const { module } = this
    const decimals: Decimals = {
      compare: (left, right) => module.compareDecimals(left, right),
      add: (left, right) => calling(() => module.addDecimals(left, right)) ?? null,
      sum: values => calling(() => module.sumDecimals([...values])) ?? null
    }
    const executor = await guardedExecutor(this.executor, decimals, module)
    const queries = this.observe && new Map<number, Query>()
    const ran = this.observe && observing(this.observe, queries)
    const connection = new WasmConnection(module, new module.SqliteEngine(), executor, ran)
    try {
      checkPlace(url, executor.file)
      // SQLite looks at a file only when it is asked something.
      connection.runSql('SELECT count(*) FROM sqlite_schema')
      runInitStatements(connection, options.initStatements ?? [])
      if (options.readOnly === true) connection.runSql('PRAGMA query_only = ON')
    } catch (error) {
      connection.engine.free()
      closeQuietly(executor)
      throw error
    }
    const acquireTimeoutMs = options.acquireTimeoutMs ?? ACQUIRE_TIMEOUT_MS
    this.database = new WasmDatabase(module, connection, queries, acquireTimeoutMs)
    return this.database
  }
}

/** Of an executor that failed already: that is what its user is told. */
function closeQuietly(executor: Executor): void {
  try {
    executor.close()
  } catch {}
}

function runInitStatements(connection: WasmConnection, statements: readonly string[]): void {
  for (const [at, sql] of statements.entries()) {
    try {
      connection.runSql(sql)
    } catch (error) {
      if (!(error instanceof VersaError)) throw error
      // The text is left out: it may set a secret.
      throw new VersaError('CONNECTION_FAILED', `initStatements[${at}] failed: ${saidBy(error)}`, {
        hint: 'each new connection runs them: correct the statement, or leave it out',
        ...(error.sqlState === undefined ? {} : { sqlState: error.sqlState })
      })
    }
  }
}

/** Tells of statements with the queries they were compiled from. */
function observing(
  observe: (event: StatementEvent) => void,
  queries: ReadonlyMap<number, Query> | undefined
): (statement: Ran) => void {
  return ({ plan, ...rest }) => {
    const query = queries?.get(plan.id)
    const { sql, access, reads, writes } = plan
    const tree = query === undefined || query.kind === 'raw' ? null : query
    observe({ query: tree, sql, access, reads, writes, ...rest })
  }
}

/** A SQLite in memory, with one connection. */
export class WasmDatabase extends WasmSession implements EngineDatabase {
  readonly product = 'SQLite'
  readonly version: string
  readonly answersAtOnce = true
  readonly #turns = new Turns()
  #closing: Promise<void> | undefined
  #open = true

  constructor(
    private readonly module: WasmModule,
    connection: WasmConnection,
    private readonly queries: Map<number, Query> | undefined,
    private readonly acquireTimeoutMs: number
  ) {
    super(connection)
    this.version = connection.executor.version
  }

  prepare(query: Query): Plan {
    this.#check()
    const { engine } = this.connection
    const plan: Plan = JSON.parse(calling(() => engine.prepare(JSON.stringify(query))))
    this.queries?.set(plan.id, query)
    return plan
  }

  release(plan: Plan): void {
    this.queries?.delete(plan.id)
    if (this.#open) this.connection.engine.release(plan.id)
  }

  ddl(action: DdlAction, definitions: Definitions): string[] {
    return JSON.parse(
      calling(() => this.module.ddl(action, JSON.stringify(definitions), this.product))
    )
  }

  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    this.#check()
    refuseAborted(options?.signal, plan.sql)
    if (!this.#turns.taken) return this.connection.execute(plan, params, decoding)
    return this.#inTurn(options, plan.sql, () => this.connection.execute(plan, params, decoding))
  }

  async runSql(sql: string, limits?: StatementLimits): Promise<void> {
    this.#check()
    await this.#inTurn(limits, sql, () => this.connection.runSql(sql))
  }

  async begin(options: TransactionOptions, limits?: StatementLimits): Promise<EngineTransaction> {
    this.#check()
    refuseAborted(limits?.signal, undefined)
    const leave = await this.#turns.take(this.acquireTimeoutMs)
    try {
      const readOnly = options.readOnly === true
      this.connection.runSql(readOnly ? 'BEGIN DEFERRED' : 'BEGIN IMMEDIATE')
      if (readOnly) this.connection.runSql('PRAGMA query_only = ON')
      return new WasmTransaction(this.connection, readOnly, leave)
    } catch (error) {
      leave()
      throw error
    }
  }

  /** The database as the bytes of a file. */
  async export(): Promise<Uint8Array> {
    this.#check()
    return this.#inTurn(undefined, undefined, () => this.connection.executor.export())
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  end(): void {
    this.#open = false
  }

  async #close(): Promise<void> {
    if (this.#turns.taken) (await this.#turns.take(FOR_EVER_MS))()
    this.#open = false
    this.connection.executor.close()
    this.connection.engine.free()
  }

  async #inTurn<T>(
    limits: StatementLimits | undefined,
    sql: string | undefined,
    work: () => T
  ): Promise<T> {
    const leave = await this.#turns.take(this.acquireTimeoutMs)
    try {
      refuseAborted(limits?.signal, sql)
      return work()
    } finally {
      leave()
    }
  }

  #check(): void {
    if (this.#open) return
    throw new VersaError('CONNECTION_CLOSED', 'the database or transaction is closed')
  }
}

/** The longest time a timer can have, in milliseconds. */
const FOR_EVER_MS = 2_147_483_647
