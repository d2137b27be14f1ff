import { refuseAborted } from '../../errors/cancelled.js'
import { VersaError } from '../../errors/versa-error.js'
import type {
  Decoding,
  EngineSession,
  EngineTransaction,
  ExecuteOptions,
  ExecuteResult,
  Param,
  Plan,
  StatementLimits,
  TransactionOptions
} from '../engine.js'
import type { WasmConnection } from './connection.js'

/** Where statements run: on the connection, when it is their turn. */
export abstract class WasmSession implements EngineSession {
  constructor(protected readonly connection: WasmConnection) {}

  abstract execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>>

  /** Everything is in memory already: the rows are read at once, and handed on part by part. */
  async *stream<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    limits?: StatementLimits
  ): AsyncGenerator<Row[], void, undefined> {
    const { rows } = await this.execute(plan, params, decoding, limits)
    for (let at = 0; at < rows.length; at += STREAM_ROWS) {
      refuseAborted(limits?.signal, plan.sql)
      yield rows.slice(at, at + STREAM_ROWS)
    }
  }

  abstract runSql(sql: string, limits?: StatementLimits): Promise<void>
  abstract begin(options: TransactionOptions, limits?: StatementLimits): Promise<EngineTransaction>
}

/** How many rows a batch of a stream has. */
const STREAM_ROWS = 500

/** A transaction. */
export class WasmTransaction extends WasmSession implements EngineTransaction {
  #open = true

  constructor(
    connection: WasmConnection,
    private readonly readOnly: boolean,
    private readonly leave: () => void
  ) {
    super(connection)
  }

  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> {
    refuseAborted(options?.signal, plan.sql)
    this.check()
    return this.connection.execute(plan, params, decoding)
  }

  async runSql(sql: string, limits?: StatementLimits): Promise<void> {
    refuseAborted(limits?.signal, sql)
    this.check()
    this.connection.runSql(sql)
  }

  async begin(options: TransactionOptions): Promise<EngineTransaction> {
    return WasmSavepoint.set(this, this.connection, 1, options)
  }

  async commit(): Promise<void> {
    this.check()
    this.#end('COMMIT')
  }

  async rollback(): Promise<void> {
    if (!this.#open) throw over()
    this.#end('ROLLBACK')
  }

  async abort(): Promise<void> {
    await this.rollback()
  }

  /** SQLite may have ended it by itself: a full memory or a trigger does. */
  check(): void {
    if (!this.#open || !this.connection.inTransaction()) throw over()
  }

  #end(sql: 'COMMIT' | 'ROLLBACK'): void {
    this.#open = false
    try {
      if (this.connection.inTransaction()) this.connection.runSql(sql)
    } catch (error) {
      if (this.connection.inTransaction()) this.connection.runSql('ROLLBACK')
      throw error
    } finally {
      if (this.readOnly) this.connection.runSql('PRAGMA query_only = OFF')
      this.leave()
    }
  }
}

/** A savepoint within a transaction. */
class WasmSavepoint extends WasmSession implements EngineTransaction {
  private constructor(
    private readonly transaction: WasmTransaction,
    connection: WasmConnection,
    private readonly depth: number
  ) {
    super(connection)
  }

  static async set(
    transaction: WasmTransaction,
    connection: WasmConnection,
    depth: number,
    options: TransactionOptions
  ): Promise<WasmSavepoint> {
    if (options.isolation !== undefined || options.readOnly === true) {
      throw new VersaError(
        'INVALID_QUERY',
        'a nested transaction is a savepoint: it cannot have an isolation level or be read-only',
        { hint: 'set the options on the outermost transaction' }
      )
    }
    await transaction.runSql(`SAVEPOINT versa_${depth}`)
    return new WasmSavepoint(transaction, connection, depth)
  }

  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> {
    return this.transaction.execute(plan, params, decoding, options)
  }

  runSql(sql: string, limits?: StatementLimits): Promise<void> {
    return this.transaction.runSql(sql, limits)
  }

  begin(options: TransactionOptions): Promise<EngineTransaction> {
    return WasmSavepoint.set(this.transaction, this.connection, this.depth + 1, options)
  }

  commit(): Promise<void> {
    return this.transaction.runSql(`RELEASE SAVEPOINT versa_${this.depth}`)
  }

  async rollback(): Promise<void> {
    await this.transaction.runSql(`ROLLBACK TO SAVEPOINT versa_${this.depth}`)
    await this.commit()
  }

  abort(): Promise<void> {
    return this.transaction.abort()
  }
}

function over(): VersaError {
  return new VersaError('TRANSACTION_CLOSED', 'the transaction is over', {
    hint: "await every query inside the transaction's function"
  })
}
