import type { LogicalType, Query } from '../ast/generated/ast.js'
import type { Definitions } from '../ast/generated/schema.js'

/**
 * What the layers above need of an engine, whichever it is: the native addon, WASM, a daemon.
 *
 * A query is compiled once per shape ({@link EngineDatabase.prepare}); afterwards each call is the
 * plan's number and the parameters in, packed rows out.
 */
export interface Engine {
  /**
   * Opens a database.
   *
   * @throws VersaError `INVALID_CONFIGURATION` for a URL or option that makes no sense,
   * `CONNECTION_FAILED` where the database cannot be reached or refuses.
   */
  open(url: string, options: EngineOptions): Promise<EngineDatabase>
}

/** Options of a connection that the engine takes; {@link ConnectOptions} has them, too. */
export interface EngineOptions {
  /** The most connections of the pool; SQLite: of those that only read. Default: 10. */
  readonly maxConnections?: number
  /** Servers: how many connections are opened by `connect` and kept. Default: 0, one is opened. */
  readonly minConnections?: number
  /**
   * How long to wait for a connection or for another transaction, in milliseconds. Default: 30,000,
   * SQLite: 5,000.
   */
  readonly acquireTimeoutMs?: number
  /**
   * Servers: a connection beyond `minConnections` that nobody used for longer is closed, in
   * milliseconds. 0: never. Default: 600,000.
   */
  readonly idleTimeoutMs?: number
  /**
   * Servers: a connection that is older is replaced as soon as nobody uses it, up to a tenth
   * earlier, in milliseconds. 0: never. Default: 1,800,000.
   */
  readonly maxLifetimeMs?: number
  /** Servers: how long to wait for the first answer, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number
  /** SQLite: how long to wait for another process's lock, in milliseconds. Default: 5,000. */
  readonly busyTimeoutMs?: number
  /** SQLite: open the file only to read. Default: false. */
  readonly readOnly?: boolean
  /** How many prepared statements a connection keeps. Default: 256. */
  readonly statementCache?: number
  /**
   * Statements that each new connection runs before it is used: `set …`, `pragma …`, `attach …`.
   * They must not leave a transaction open. Default: none.
   */
  readonly initStatements?: readonly string[]
  /** Servers: encryption. What it says goes before what the URL says. Default: the URL alone. */
  readonly tls?: TlsOptions
  /**
   * PostgreSQL: a PgBouncer that pools transactions stands between, so that no prepared statement
   * and no setting is left in a session. Default: false.
   */
  readonly pgbouncer?: boolean
}

/** Whether and how a connection is encrypted, and which certificates count. */
export interface TlsOptions {
  /**
   * `disable`: not encrypted. `prefer`: where the server can, nothing is checked. `require`:
   * encrypted; nothing is checked unless there is a `ca`. `verify-ca`: the certificate has to be
   * signed by a trusted authority. `verify-full`: and has to be for this host. Default:
   * `verify-full` with a `ca` or a `serverName`, `require` with a `cert`; else `prefer`, but
   * `disable` to this machine itself.
   */
  readonly mode?: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'
  /** Who is trusted: a file or text in the PEM format. Default: whom the system trusts. */
  readonly ca?: string
  /** The client's certificate: a file or text in the PEM format; with a `key`. Default: none. */
  readonly cert?: string
  /** The key of `cert`: a file or text in the PEM format. Default: none. */
  readonly key?: string
  /** The name that the certificate has to be for. Default: the host. */
  readonly serverName?: string
}

/** A database that was opened. */
export interface EngineDatabase extends EngineSession {
  /** `SQLite`, `PostgreSQL`, `MySQL` or `MariaDB`. */
  readonly product: string
  /** The version as the database says it. */
  readonly version: string
  /** Whether statements are done at once, on the caller's thread. */
  readonly answersAtOnce: boolean
  /**
   * Compiles a query. The caller keeps the plan for the query's shape.
   *
   * @throws VersaError `INVALID_QUERY`, `INVALID_IDENTIFIER`, `UNSUPPORTED`.
   */
  prepare(query: Query): Plan
  /** Frees a plan that will not be used again. */
  release(plan: Plan): void
  /** The DDL that creates or drops these schemas, tables and views, in dependency order. */
  ddl(action: DdlAction, definitions: Definitions): string[]
  /** Closes the database; waits for what is running. Closing twice is no error. */
  close(): Promise<void>
  /** Stops what is running, and ends all streams: for a `close` that waits no longer. */
  end(): void
}

/** What is done with tables and views. */
export type DdlAction = 'create' | 'createIfMissing' | 'drop'

/** Where statements run: the database itself (each on any connection) or one transaction. */
export interface EngineSession {
  /**
   * Runs a plan. SQLite answers at once, without a promise, unless it has to wait; so do not
   * `await` what is no promise on a hot path.
   */
  execute<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    options?: ExecuteOptions
  ): ExecuteResult<Row> | Promise<ExecuteResult<Row>>
  /** Streams the rows of a plan in batches; the statement is ahead by one batch at most. */
  stream<Row>(
    plan: Plan,
    params: readonly Param[],
    decoding: Decoding<Row>,
    limits?: StatementLimits
  ): AsyncIterableIterator<Row[]>
  /** Runs SQL without parameters: DDL and control statements. */
  runSql(sql: string, limits?: StatementLimits): Promise<void>
  /** Begins a transaction; within one, a savepoint. The limits are those of beginning it. */
  begin(options: TransactionOptions, limits?: StatementLimits): Promise<EngineTransaction>
}

/** A transaction or a savepoint. After `commit` or `rollback`, failed or not, it is over. */
export interface EngineTransaction extends EngineSession {
  /** Makes the changes permanent (of a savepoint: part of the outer transaction). */
  commit(): Promise<void>
  /** Takes the changes back. */
  rollback(): Promise<void>
  /** Takes back the whole transaction at once: a statement that is running is interrupted. */
  abort(): Promise<void>
}

/** How a transaction is begun. */
export interface TransactionOptions {
  /** The isolation level; default: the database's own. A savepoint cannot have one. */
  readonly isolation?: 'read-uncommitted' | 'read-committed' | 'repeatable-read' | 'serializable'
  /** Whether writes are refused with `READ_ONLY`; default false. */
  readonly readOnly?: boolean
}

/** When a statement ends before its time: it is stopped in the database. */
export interface StatementLimits {
  /**
   * Stops it when it is aborted: the call fails with `CANCELLED`, whose `cause` is the signal's
   * reason. On SQLite the statement runs on a thread of its own. Default: none.
   */
  readonly signal?: AbortSignal | undefined
  /**
   * How long it may take, with the wait for a connection or a lock, in milliseconds; then it fails
   * with `TIMEOUT`. The time in which rows of a stream are worked on does not count. 0: no limit.
   * Default: `statementTimeoutMs` of `connect`.
   */
  readonly timeoutMs?: number | undefined
}

/** Options of one call. */
export interface ExecuteOptions extends StatementLimits {
  /**
   * SQLite: run the statement on a thread of its own, so that the event loop goes on. Default:
   * false.
   */
  readonly worker?: boolean
}

/** A compiled query. */
export interface Plan {
  /** Its number within the database. */
  readonly id: number
  /** Its SQL; the main statement where there are several. */
  readonly sql: string
  /** Whether it writes; `unknown` for the user's own SQL. */
  readonly access: 'read' | 'write' | 'unknown'
  /** Its result columns; empty where only the database knows them. */
  readonly columns: readonly ResultColumn[]
  /** The tables it reads. */
  readonly reads: readonly string[]
  /** The tables it writes. */
  readonly writes: readonly string[]
}

/** A column of a result. */
export interface ResultColumn {
  /** Its name. */
  readonly name: string
  /** How its cells are decoded; null: as the cell's tag says. */
  readonly type: LogicalType | null
}

/** A value on its way to the database. `undefined` is none: it is refused before it gets here. */
export type Param = null | boolean | number | bigint | string | Date | Uint8Array | readonly Param[]

/** Rows in packed form, see `rows/`. Only valid during the decoder's call. */
export interface PackedChunk {
  readonly rows: number
  readonly tags: Uint8Array
  readonly numbers: Float64Array
  readonly text: string
  readonly bytes: Uint8Array
}

/** Adds a chunk's rows to a list. */
export type RowDecoder<Row> = (chunk: PackedChunk, rows: Row[]) => void

/** Knows how to decode a result once its columns are known. */
export interface Decoding<Row> {
  decoder(columns: readonly ResultColumn[]): RowDecoder<Row>
}

/** What running a plan brought. */
export interface ExecuteResult<Row> {
  /** The rows; empty where the statement returns none. */
  readonly rows: Row[]
  /** How many rows were written (matched rows of an update). */
  readonly affected: number
  /** The key generated for the first inserted row, where the database says. */
  readonly lastInsertId: number | bigint | null
}
