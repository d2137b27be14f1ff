import type { Query } from '../../../../../ast/generated/ast.js'
import type { Definitions } from '../../../../../ast/generated/schema.js'
import type {
  DdlAction,
  Decoding,
  Engine,
  EngineDatabase,
  EngineOptions,
  EngineSession,
  EngineTransaction,
  ExecuteOptions,
  ExecuteResult,
  Param,
  Plan,
  StatementLimits,
  TransactionOptions
} from '../../../../../engine/engine.js'
import type { StatementEvent } from '../../../../../engine/statement-event.js'

/** What is told of statements, and whether they may write. */
export interface Observation {
  readonly observe: (event: StatementEvent) => void
  /** Whether the database is asked to refuse what writes. */
  readonly readOnly: boolean
}

/** An engine whose statements are told of, with their queries as trees of data. */
export class ObservedEngine implements Engine {
  constructor(
    private readonly engine: Engine,
    private readonly observation: Observation
  ) {}

  async open(url: string, options: EngineOptions): Promise<EngineDatabase> {
    const memory = /:memory:/.test(url)
    const readOnly = this.observation.readOnly && !memory
    const own = readOnly ? { ...options, ...readingOptions(url, options) } : options
    const database = await this.engine.open(url, own)
    // SQLite's file is open to be read only; a server is told with every transaction.
    return new ObservedDatabase(database, {
      ...this.observation,
      readOnly: readOnly && database.product !== 'SQLite'
    })
  }
}

/**
 * What makes a database only read from the beginning. A server's session only has it as a default,
 * which matters where the user's SQL ends the transaction that it was given.
 */
function readingOptions(
  url: string,
  { initStatements = [], pgbouncer }: EngineOptions
): EngineOptions {
  if (/^sq/i.test(url)) return { readOnly: true }
  // A session behind it is not one's own.
  if (pgbouncer === true) return {}
  const sql = /^postgres/i.test(url)
    ? 'set session characteristics as transaction read only'
    : 'set session transaction read only'
  return { initStatements: [...initStatements, sql] }
}

class ObservedSession implements EngineSession {
  constructor(
    private readonly session: EngineSession,
    protected readonly observation: Observation,
    protected readonly queries: Map<number, Query>,
    /** Whether statements run in a transaction that only reads already. */
    private readonly within: boolean
  ) {}

  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
    const begun = performance.now()
    const tell = (result: ExecuteResult<Row> | undefined, failure?: { error: unknown }) =>
      this.#tell(plan, params, begun, {
        rows: result?.rows.length ?? 0,
        affected: result?.affected ?? 0,
        ...failure
      })
    const failed = (error: unknown): never => {
      tell(undefined, { error })
      throw error
    }
    try {
      const result = this.#guarded(session => session.execute(plan, params, decoding, options))
      if (!(result instanceof Promise)) {
        tell(result)
        return result
      }
      return result.then(answer => {
        tell(answer)
        return answer
      }, failed)
    } catch (error) {
      return failed(error)
    }
  }

  async *stream<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    limits?: StatementLimits
  ): AsyncIterableIterator<Row[]> {
    const begun = performance.now()
    let rows = 0
    const reader = this.#alone ? await this.#reader() : undefined
    try {
      for await (const batch of (reader ?? this.session).stream(plan, params, decoding, limits)) {
        rows += batch.length
        yield batch
      }
      this.#tell(plan, params, begun, { rows, affected: 0 })
    } catch (error) {
      this.#tell(plan, params, begun, { rows, affected: 0, error })
      throw error
    } finally {
      await reader?.rollback()
    }
  }

  async runSql(sql: string, limits?: StatementLimits): Promise<void> {
    const begun = performance.now()
    const plan = { id: -1, sql, access: 'unknown', columns: [], reads: [], writes: [] } as const
    try {
      await this.#guarded(session => session.runSql(sql, limits))
      this.#tell(plan, [], begun, { rows: 0, affected: 0 })
    } catch (error) {
      this.#tell(plan, [], begun, { rows: 0, affected: 0, error })
      throw error
    }
  }

  async begin(options: TransactionOptions, limits?: StatementLimits): Promise<EngineTransaction> {
    const { observation, queries } = this
    if (!this.#alone) {
      const begun = await this.session.begin(options, limits)
      return new ObservedTransaction(begun, observation, queries, this.within)
    }
    const begun = await this.#reader(options, limits)
    return new ObservedTransaction(begun, observation, queries, true)
  }

  /** Whether a statement of this session would run outside of a transaction that only reads. */
  get #alone(): boolean {
    return this.observation.readOnly && !this.within
  }

  /** Runs something where writes are refused, if they have to be. */
  #guarded<T>(work: (session: EngineSession) => T | Promise<T>): T | Promise<T> {
    return this.#alone ? this.#inReader(work) : work(this.session)
  }

  async #inReader<T>(work: (session: EngineSession) => T | Promise<T>): Promise<T> {
    const reader = await this.#reader()
    try {
      return await work(reader)
    } finally {
      await reader.rollback()
    }
  }

  /**
   * A transaction that only reads. After its first query PostgreSQL refuses to make it one that
   * writes; MariaDB and MySQL refuse it from the beginning.
   */
  async #reader(
    options: TransactionOptions = {},
    limits?: StatementLimits
  ): Promise<EngineTransaction> {
    const reader = await this.session.begin({ ...options, readOnly: true }, limits)
    try {
      await reader.runSql('select 1', limits)
    } catch (error) {
      await reader.rollback()
      throw error
    }
    return reader
  }

  #tell(
    { id, sql, access, reads, writes }: Plan,
    parameters: readonly Param[],
    begun: number,
    came: { readonly rows: number; readonly affected: number; readonly error?: unknown }
  ): void {
    const query = this.queries.get(id)
    const tree = query === undefined || query.kind === 'raw' ? null : query
    const durationMs = performance.now() - begun
    this.observation.observe({
      query: tree,
      sql,
      parameters,
      durationMs,
      access,
      reads,
      writes,
      ...came
    })
  }
}

class ObservedTransaction extends ObservedSession implements EngineTransaction {
  constructor(
    private readonly transaction: EngineTransaction,
    observation: Observation,
    queries: Map<number, Query>,
    within: boolean
  ) {
    super(transaction, observation, queries, within)
  }

  commit(): Promise<void> {
    return this.transaction.commit()
  }

  rollback(): Promise<void> {
    return this.transaction.rollback()
  }

  abort(): Promise<void> {
    return this.transaction.abort()
  }
}

class ObservedDatabase extends ObservedSession implements EngineDatabase {
  readonly product: string
  readonly version: string
  readonly answersAtOnce: boolean

  constructor(
    private readonly database: EngineDatabase,
    observation: Observation
  ) {
    super(database, observation, new Map(), false)
    this.product = database.product
    this.version = database.version
    this.answersAtOnce = database.answersAtOnce
  }

  prepare(query: Query): Plan {
    const plan = this.database.prepare(query)
    this.queries.set(plan.id, query)
    return plan
  }

  release(plan: Plan): void {
    this.queries.delete(plan.id)
    this.database.release(plan)
  }

  ddl(action: DdlAction, definitions: Definitions): string[] {
    return this.database.ddl(action, definitions)
  }

  close(): Promise<void> {
    return this.database.close()
  }

  end(): void {
    this.database.end()
  }
}
