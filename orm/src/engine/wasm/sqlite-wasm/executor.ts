import { VersaError } from '../../../errors/versa-error.js'
import {
  type Executed,
  type Executor,
  type ExecutorFactory,
  SqliteFailure,
  type SqliteValue,
  type Wanted
} from '../executor.js'
import { checkPlaceholders } from '../placeholders.js'
import { setUp } from '../set-up.js'
import { checkSingleStatement } from '../single-statement.js'
import { textOf } from '../text.js'
import type { Capi, SqliteWasmDatabase, SqliteWasmLibrary } from './library.js'

/** Options of {@link sqliteWasm}. */
export interface SqliteWasmOptions {
  /** The default export of `@sqlite.org/sqlite-wasm`. */
  readonly load: (options: never) => Promise<unknown>
  /** The bytes of `sqlite3.wasm`. Default: it is fetched from beside the script. */
  readonly wasm?: Uint8Array
  /** The bytes of the file to begin with. Default: an empty database. */
  readonly data?: Uint8Array
  /**
   * A file that is opened, or made where it is not there: an absolute path in the `vfs`. Default: a
   * database in memory.
   */
  readonly file?: string
  /**
   * The virtual file system that has the file, by the name under which it was installed in the
   * library: `opfs-sahpool` keeps files in the browser's storage. Default: the library's own, which
   * is in memory.
   */
  readonly vfs?: string
}

const ROW = 100
const DONE = 101
const INTEGER = 1
const FLOAT = 2
const TEXT = 3
const BLOB = 4
const DBCONFIG_DQS_DML = 1013
const DBCONFIG_DQS_DDL = 1014
const UTF8 = 1
const DETERMINISTIC = 0x800

/**
 * SQLite by its own build for browsers: it has full-text search. It is in memory, or in a `file`.
 *
 * @param options The library, and what it begins with.
 * @throws VersaError `INVALID_CONFIGURATION` for `data` beside a `file`, and for a `vfs` without
 * one; from `connect`, `CORRUPT` for what is no database, `CONNECTION_FAILED` for a file that
 * cannot be opened.
 * @example
 * ```ts prelude=browser
 * import sqlite3 from '@sqlite.org/sqlite-wasm'
 * import { connect, sqliteWasm } from 'versa-orm/browser'
 *
 * const executor = sqliteWasm({ load: sqlite3 })
 * const search = await connect('sqlite-wasm::memory:', { executor, name: 'search' })
 * await search.sql`create virtual table pages using fts5(text)`.execute()
 * await search.close()
 * ```
 * @example
 * ```ts prelude=browser
 * import sqlite3 from '@sqlite.org/sqlite-wasm'
 * import { connect, sqliteWasm } from 'versa-orm/browser'
 *
 * const library = await sqlite3()
 * const executor = sqliteWasm({ load: async () => library, file: '/notes.db', vfs: 'memdb' })
 * const writer = await connect('sqlite-wasm:/notes.db', { executor, name: 'writer' })
 * const reader = await connect('sqlite-wasm:/notes.db', { executor, name: 'reader' })
 * await writer.schema.create([Note])
 * await Note.using(reader).count() //=> 0
 * await reader.close()
 * await writer.close()
 * ```
 */
export function sqliteWasm(options: SqliteWasmOptions): ExecutorFactory {
  const { load, wasm, data } = options
  checkPlace(options)
  return async decimals => {
    const binary = wasm === undefined ? {} : { wasmBinary: wasm.slice().buffer }
    const library = (await load(binary as never)) as SqliteWasmLibrary
    const { capi, oo1, wasm: memory } = library
    const database = opened(oo1, options)
    const pointer = database.pointer
    if (data !== undefined) {
      const bytes = memory.allocFromTypedArray(data)
      // Freed on close, and may grow.
      const code = capi.sqlite3_deserialize(pointer, 'main', bytes, data.length, data.length, 3)
      if (code !== 0) throw new VersaError('CORRUPT', 'the file is not a SQLite database')
    }
    capi.sqlite3_db_config(pointer, DBCONFIG_DQS_DML, 0, 0)
    capi.sqlite3_db_config(pointer, DBCONFIG_DQS_DDL, 0, 0)
    const decoder = new TextDecoder()
    const text = (at: number, size: number): string =>
      decoder.decode(memory.heap8u().slice(at, at + size))
    const compare = (_: number, size1: number, at1: number, size2: number, at2: number): number =>
      decimals.compare(text(at1, size1), text(at2, size2))
    capi.sqlite3_create_collation_v2(pointer, 'versa_decimal', UTF8, 0, compare, 0)
    const digits = (value: unknown): string | null => (value === null ? null : String(value))
    const flags = { deterministic: true, flags: UTF8 | DETERMINISTIC }
    database.createFunction({
      name: 'versa_decimal_add',
      xFunc: (_, left, right) => decimals.add(digits(left), digits(right)),
      arity: 2,
      ...flags
    })
    const sums = new Map<number, string[]>()
    database.createFunction({
      name: 'versa_decimal_sum',
      arity: 1,
      xStep: (context, value) => {
        const at = capi.sqlite3_aggregate_context(context, 8)
        const values = sums.get(at) ?? []
        if (value !== null) values.push(String(value))
        sums.set(at, values)
      },
      xFinal: context => {
        const at = capi.sqlite3_aggregate_context(context, 0)
        const values = sums.get(at) ?? []
        sums.delete(at)
        return decimals.sum(values)
      },
      ...flags
    })
    database.exec(setUp)
    return new SqliteWasmExecutor(library, database, options.file)
  }
}

function checkPlace({ data, file, vfs }: SqliteWasmOptions): void {
  if (file === undefined && vfs !== undefined) {
    throw new VersaError('INVALID_CONFIGURATION', 'sqliteWasm got a vfs and no file', {
      hint: "name the file: sqliteWasm({ load, file: '/app.db', vfs })"
    })
  }
  if (file !== undefined && data !== undefined) {
    throw new VersaError('INVALID_CONFIGURATION', 'sqliteWasm got data beside a file', {
      hint: 'leave one of them out: data is what a database in memory begins with'
    })
  }
}

function opened(
  { DB }: SqliteWasmLibrary['oo1'],
  { file, vfs }: SqliteWasmOptions
): SqliteWasmDatabase {
  try {
    return new DB({ filename: file ?? ':memory:', vfs: vfs ?? null })
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new VersaError('CONNECTION_FAILED', `the file cannot be opened: ${said}`, {
      hint: 'check that its vfs is installed in this library, and that the path begins with /',
      cause
    })
  }
}

class SqliteWasmExecutor implements Executor {
  readonly version: string
  readonly #capi: Capi
  readonly #pointer: number

  constructor(
    private readonly library: SqliteWasmLibrary,
    private readonly database: SqliteWasmDatabase,
    readonly file: string | undefined
  ) {
    this.#capi = library.capi
    this.#pointer = database.pointer
    this.version = this.#capi.sqlite3_libversion()
  }

  run(sql: string, values: readonly SqliteValue[], wanted: Wanted): Executed {
    const capi = this.#capi
    const statement = this.#failing(() => this.database.prepare(sql))
    const { pointer } = statement
    try {
      checkSingleStatement(sql, capi.sqlite3_sql(pointer) ?? '')
      checkPlaceholders(capi.sqlite3_bind_parameter_count(pointer), values)
      for (const [at, value] of values.entries()) this.#bind(pointer, at + 1, value)
      const width = capi.sqlite3_column_count(pointer)
      const places = Array.from({ length: width }, (_, at) => at)
      const rows: SqliteValue[][] = []
      for (;;) {
        const code = capi.sqlite3_step(pointer)
        if (code === DONE) break
        if (code !== ROW) throw this.#failure()
        rows.push(places.map(at => this.#cell(pointer, at)))
      }
      const wrote = wanted.changes && capi.sqlite3_stmt_readonly(pointer) === 0
      return {
        columns: places.map(at => capi.sqlite3_column_name(pointer, at) ?? ''),
        declared: wanted.declared
          ? places.map(at => capi.sqlite3_column_decltype(pointer, at) ?? '')
          : [],
        rows,
        changes: wrote ? capi.sqlite3_changes(this.#pointer) : 0
      }
    } finally {
      statement.finalize()
    }
  }

  runAll(sql: string): void {
    this.#failing(() => this.database.exec(sql))
  }

  lastInsertRowid(): bigint {
    return BigInt(this.#capi.sqlite3_last_insert_rowid(this.#pointer))
  }

  inTransaction(): boolean {
    return this.#capi.sqlite3_get_autocommit(this.#pointer) === 0
  }

  export(): Uint8Array {
    return this.#capi.sqlite3_js_db_export(this.#pointer)
  }

  close(): void {
    this.database.close()
  }

  #bind(statement: number, at: number, value: SqliteValue): void {
    // What is not bound is null: the statement was just prepared.
    if (value === null) return
    const capi = this.#capi
    let code: number
    if (typeof value === 'bigint') code = capi.sqlite3_bind_int64(statement, at, value)
    else if (typeof value === 'number') code = capi.sqlite3_bind_double(statement, at, value)
    else code = this.#bindBytes(statement, at, value)
    if (code !== 0) throw this.#failure()
  }

  #bindBytes(statement: number, at: number, value: string | Uint8Array): number {
    const { capi, wasm } = this.library
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
    // An empty allocation would be no pointer, which means null.
    const place = wasm.allocFromTypedArray(bytes.length === 0 ? new Uint8Array(1) : bytes)
    const { SQLITE_TRANSIENT: copied } = capi
    try {
      return typeof value === 'string'
        ? capi.sqlite3_bind_text(statement, at, place, bytes.length, copied)
        : capi.sqlite3_bind_blob(statement, at, place, bytes.length, copied)
    } finally {
      wasm.dealloc(place)
    }
  }

  #cell(statement: number, at: number): SqliteValue {
    const capi = this.#capi
    switch (capi.sqlite3_column_type(statement, at)) {
      case INTEGER:
        return BigInt(capi.sqlite3_column_int64(statement, at))
      case FLOAT:
        return capi.sqlite3_column_double(statement, at)
      case TEXT:
        return textOf(this.#bytes(statement, at))
      case BLOB:
        return this.#bytes(statement, at)
      default:
        return null
    }
  }

  #bytes(statement: number, at: number): Uint8Array {
    const { capi, wasm } = this.library
    const place = capi.sqlite3_column_blob(statement, at)
    const size = capi.sqlite3_column_bytes(statement, at)
    return size === 0 ? new Uint8Array(0) : wasm.heap8u().slice(place, place + size)
  }

  #failing<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (error instanceof VersaError || error instanceof SqliteFailure) throw error
      throw this.#failure()
    }
  }

  #failure(): SqliteFailure {
    const capi = this.#capi
    return new SqliteFailure(
      capi.sqlite3_extended_errcode(this.#pointer),
      capi.sqlite3_errmsg(this.#pointer)
    )
  }
}
