/** A value as SQLite stores it: INTEGER is a bigint, REAL a number. */
export type SqliteValue = null | bigint | number | string | Uint8Array

/** What is asked for besides the rows; each costs something. */
export interface Wanted {
  /** The types that the result's columns were declared with. */
  readonly declared: boolean
  /** How many rows were written. */
  readonly changes: boolean
}

/** What running a statement once brought. */
export interface Executed {
  /** The names of the result's columns; empty where it has none. */
  readonly columns: readonly string[]
  /** The type that each was declared with, where that was asked for; empty text for none. */
  readonly declared: readonly string[]
  /** The rows, each with the cells of its columns. */
  readonly rows: readonly (readonly SqliteValue[])[]
  /** How many rows it wrote; 0 for what only reads, and where nobody asked. */
  readonly changes: number
}

/**
 * A SQLite in which the engine's statements run; one of your own is given to `connect` as its
 * `executor`. It answers at once: what is asked of it is done when the call returns. Failures are
 * {@link SqliteFailure}s; anything else that it throws becomes the cause of a `DATABASE_ERROR`, or
 * of a `CONNECTION_FAILED` where it did not open.
 *
 * @example
 * ```ts prelude=browser
 * import { connect, type ExecutorFactory, sqlJs } from 'versa-orm/browser'
 *
 * const ran: string[] = []
 * const inner = sqlJs({ load: initSqlJs, wasm })
 * const executor: ExecutorFactory = async decimals => {
 *   const sqlite = await inner(decimals)
 *   const run = sqlite.run.bind(sqlite)
 *   sqlite.run = (sql, values, wanted) => {
 *     ran.push(sql)
 *     return run(sql, values, wanted)
 *   }
 *   return sqlite
 * }
 * const traced = await connect('sqljs::memory:', { executor, name: 'traced' })
 * await traced.sql`select 1`.rows()
 * ran.at(-1) //=> 'select 1'
 * await traced.close()
 * ```
 */
export interface Executor {
  /** SQLite's version. */
  readonly version: string
  /** The file that it has opened, which the URL of `connect` must name. Left out: none. */
  readonly file?: string | undefined
  /**
   * Runs one statement.
   *
   * @param sql The statement.
   * @param values What its placeholders stand for, in order.
   * @param wanted What else is asked for.
   * @example
   * ```ts prelude=browser
   * const sqlite = await opened()
   * sqlite.run('select ? as n', [1n], { declared: false, changes: false }).rows //=> [[1n]]
   * ```
   */
  run(sql: string, values: readonly SqliteValue[], wanted: Wanted): Executed
  /**
   * Runs SQL of any number of statements, without parameters.
   *
   * @param sql The statements.
   * @example
   * ```ts prelude=browser
   * const sqlite = await opened()
   * sqlite.runAll('create table a (x); insert into a values (1)')
   * sqlite.lastInsertRowid() //=> 1n
   * ```
   */
  runAll(sql: string): void
  /**
   * The key of the row that was inserted last.
   *
   * @example
   * ```ts prelude=browser
   * const sqlite = await opened()
   * sqlite.runAll('create table a (x); insert into a values (1), (2)')
   * sqlite.lastInsertRowid() //=> 2n
   * ```
   */
  lastInsertRowid(): bigint
  /**
   * Whether a transaction is open.
   *
   * @example
   * ```ts prelude=browser
   * const sqlite = await opened()
   * sqlite.runAll('begin')
   * sqlite.inTransaction() //=> true
   * ```
   */
  inTransaction(): boolean
  /**
   * The database as the bytes of a file. No transaction may be open.
   *
   * @example
   * ```ts prelude=browser
   * const sqlite = await opened()
   * sqlite.runAll('create table a (x)')
   * sqlite.export().length //=> 8192
   * ```
   */
  export(): Uint8Array
  /**
   * Closes it, after the last statement.
   *
   * @example
   * ```ts prelude=browser
   * const sqlite = await opened()
   * sqlite.close()
   * ```
   */
  close(): void
}

/** What the engine adds to a SQLite: decimals are kept as text, digit by digit. */
export interface Decimals {
  /**
   * Compares two as numbers: the collation `versa_decimal`.
   *
   * @param left The digits of one.
   * @param right Those of the other.
   * @returns Less than 0 where the left one is smaller, more than 0 where it is larger.
   * @example
   * ```ts prelude=browser
   * decimals.compare('9.5', '10') < 0 //=> true
   * ```
   */
  compare(left: string, right: string): number
  /**
   * Adds two: the function `versa_decimal_add`.
   *
   * @param left The digits of one; null: the sum is null.
   * @param right Those of the other.
   * @example
   * ```ts prelude=browser
   * decimals.add('0.1', '0.2') //=> '0.3'
   * ```
   */
  add(left: string | null, right: string | null): string | null
  /**
   * Adds all that are not null: the aggregate `versa_decimal_sum`.
   *
   * @param values The digits of each.
   * @returns Null of none.
   * @example
   * ```ts prelude=browser
   * decimals.sum(['1.10', '2.20']) //=> '3.30'
   * ```
   */
  sum(values: readonly string[]): string | null
}

/** Opens a SQLite, which is told how decimals are compared and added. */
export type ExecutorFactory = (decimals: Decimals) => Promise<Executor>

/**
 * A failure as SQLite tells it: what an {@link Executor} throws.
 *
 * @example
 * ```ts prelude=browser
 * import { SqliteFailure } from 'versa-orm/browser'
 *
 * const busy = new SqliteFailure(5, 'database is locked')
 * busy.code //=> 5
 * ```
 */
export class SqliteFailure extends Error {
  /** `SqliteFailure`, also where a bundler renames the class. */
  override readonly name = 'SqliteFailure'

  /**
   * Makes a failure.
   *
   * @param code SQLite's (extended) result code, <https://www.sqlite.org/rescode.html>.
   * @param message What SQLite says.
   */
  constructor(
    /** SQLite's (extended) result code. */
    readonly code: number,
    message: string
  ) {
    super(message)
  }
}
