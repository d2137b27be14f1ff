import { VersaError } from '../../../errors/versa-error.js'
import {
  type Decimals,
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
import { webAssembly } from '../web-assembly.js'
import { replaceRtrim } from './decimal-collation.js'
import { codeOf } from './failures.js'
import type {
  LoadSqlJs,
  SqlJsDatabase,
  SqlJsModule,
  SqlJsStatement,
  SqlJsStatic
} from './library.js'
import { rewritten } from './rewriting.js'

/** Options of {@link sqlJs}. */
export interface SqlJsOptions {
  /** `initSqlJs`, the default export of sql.js. */
  readonly load: (options: never) => Promise<unknown>
  /** The bytes of its WebAssembly: `sql-wasm.wasm`, or `sql-wasm-browser.wasm`. */
  readonly wasm: Uint8Array
  /** The bytes of the file to begin with. Default: an empty database. */
  readonly data?: Uint8Array
}

/**
 * SQLite by sql.js, in memory.
 *
 * @param options The library, its WebAssembly, and what it begins with.
 * @throws VersaError `CORRUPT`, from `connect`, for bytes that are no database.
 * @example
 * ```ts prelude=browser
 * import { connect, exportDatabase, sqlJs } from 'versa-orm/browser'
 *
 * const data = await exportDatabase(db)
 * const executor = sqlJs({ load: initSqlJs, wasm, data })
 * const copy = await connect('sqljs::memory:', { executor, name: 'copy' })
 * await Note.using(copy).count() //=> 2
 * await copy.close()
 * ```
 */
export function sqlJs(options: SqlJsOptions): ExecutorFactory {
  const { load, wasm, data } = options
  return async decimals => {
    const { sql, comparesDecimals } = await instanceOf(load, wasm, decimals)
    const database = failing(() => new sql.Database(data))
    try {
      return failing(() => new SqlJsExecutor(database, decimals, comparesDecimals))
    } catch (error) {
      database.close()
      throw error
    }
  }
}

interface Instance {
  readonly sql: SqlJsStatic
  readonly comparesDecimals: boolean
}

/** sql.js is one module however often it is asked for: only the first call makes it. */
const instances = new WeakMap<SqlJsOptions['load'], Promise<Instance>>()

function instanceOf(
  load: SqlJsOptions['load'],
  wasm: Uint8Array,
  decimals: Decimals
): Promise<Instance> {
  const known = instances.get(load)
  if (known !== undefined) return known
  const instance = instantiate(load, wasm, decimals)
  instances.set(load, instance)
  return instance
}

async function instantiate(
  load: SqlJsOptions['load'],
  wasm: Uint8Array,
  decimals: Decimals
): Promise<Instance> {
  let module: SqlJsModule | undefined
  const compiled = await webAssembly.compile(wasm.slice().buffer)
  const sql = (await (load as LoadSqlJs)({
    instantiateWasm(imports, done) {
      const instance = new webAssembly.Instance(compiled, imports)
      const exported = Object.values(instance.exports)
      const memory = exported.find(found => found instanceof webAssembly.Memory)
      const table = exported.find(found => found instanceof webAssembly.Table)
      if (memory !== undefined && table !== undefined) module = { memory, table }
      done(instance)
      return instance.exports
    }
  })) as SqlJsStatic
  // Where somebody else made it, or it is of another build, it cannot compare decimals.
  return { sql, comparesDecimals: module !== undefined && replaceRtrim(sql, module, decimals) }
}

class SqlJsExecutor implements Executor {
  readonly version: string
  readonly #statements = new Map<string, SqlJsStatement>()

  constructor(
    private readonly database: SqlJsDatabase,
    private readonly decimals: Decimals,
    private readonly comparesDecimals: boolean
  ) {
    this.#setUp()
    this.version = String(database.exec('SELECT sqlite_version()')[0]?.values[0]?.[0])
    // Exported files say which collation decimals have; here it has another name.
    this.#rename('COLLATE versa_decimal', 'COLLATE RTRIM')
  }

  run(sql: string, values: readonly SqliteValue[], wanted: Wanted): Executed {
    return failing(() => {
      this.#checkDecimals(sql)
      const before = wanted.changes ? this.#totalChanges() : 0
      const bound = rewritten(sql, values)
      checkPlaceholders(bound.placeholders, values)
      const statement = this.#prepared(bound.sql)
      try {
        statement.bind(bound.values)
        const rows: SqliteValue[][] = []
        while (statement.step()) {
          rows.push(rowOf(statement))
        }
        const wrote = wanted.changes && this.#totalChanges() !== before
        const columns = statement.getColumnNames()
        return {
          columns,
          declared: wanted.declared && columns.length > 0 ? this.#declared(bound.sql, columns) : [],
          rows,
          changes: wrote ? this.database.getRowsModified() : 0
        }
      } finally {
        statement.reset()
      }
    })
  }

  runAll(sql: string): void {
    failing(() => {
      this.#checkDecimals(sql)
      this.database.run(rewritten(sql, []).sql)
    })
  }

  lastInsertRowid(): bigint {
    const statement = this.#prepared('SELECT last_insert_rowid()')
    statement.step()
    const [key] = statement.get(null, { useBigInt: true })
    statement.reset()
    return typeof key === 'bigint' ? key : 0n
  }

  inTransaction(): boolean {
    try {
      this.database.run('BEGIN')
    } catch {
      // There is no transaction within a transaction.
      return true
    }
    this.database.run('ROLLBACK')
    return false
  }

  export(): Uint8Array {
    this.#forgetStatements()
    this.#rename('COLLATE RTRIM', 'COLLATE versa_decimal')
    // It closes the database and opens it again, without functions and settings.
    const bytes = this.database.export()
    this.#setUp()
    this.#rename('COLLATE versa_decimal', 'COLLATE RTRIM')
    return bytes
  }

  close(): void {
    this.#forgetStatements()
    this.database.close()
  }

  #setUp(): void {
    const text = (value: unknown): string | null => (value === null ? null : String(value))
    this.database.create_function('versa_decimal_add', (left: unknown, right: unknown) =>
      this.decimals.add(text(left), text(right))
    )
    this.database.create_aggregate('versa_decimal_sum', {
      init: () => [],
      step: (state, value) =>
        value === null ? state : [...(state as readonly string[]), String(value)],
      finalize: state => this.decimals.sum(state as readonly string[])
    })
    this.database.run(setUp)
  }

  #checkDecimals(sql: string): void {
    if (this.comparesDecimals || !sql.includes('versa_decimal')) return
    throw new VersaError('UNSUPPORTED', 'this sql.js cannot compare decimals', {
      hint: 'install the version that the package names, and leave it to sqlJs to load it'
    })
  }

  #rename(from: string, to: string): void {
    const found = this.#number(
      `SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%${from}%' AND type IN ('table', 'index')`
    )
    if (found === 0) return
    this.database.run(
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, '${from}', '${to}') WHERE sql IS NOT NULL;
       PRAGMA writable_schema = RESET`
    )
  }

  /** By it one knows whether anything was written: `changes()` keeps what was before. */
  #totalChanges(): number {
    return this.#number('SELECT total_changes()')
  }

  #number(sql: string): number {
    const statement = this.#prepared(sql)
    statement.step()
    const [value] = statement.get(null, { useBigInt: false })
    statement.reset()
    return Number(value)
  }

  /** The types that the columns of a result were declared with: SQLite tells them of a view's. */
  #declared(sql: string, columns: readonly string[]): string[] {
    if (!/^\s*(?:select|with|values)\b/iu.test(sql)) return this.#declaredOfTable(sql, columns)
    try {
      const query = rewritten(sql, []).sql.replaceAll(/\?/gu, 'NULL')
      this.database.run(`CREATE TEMP VIEW versa_types AS ${query}`)
    } catch {
      return []
    }
    try {
      const [info] = this.database.exec('PRAGMA temp.table_info(versa_types)')
      return (info?.values ?? []).map(row => String(row[2] ?? ''))
    } finally {
      this.database.run('DROP VIEW temp.versa_types')
    }
  }

  /** Of a write that returns rows: the types of its table's columns, by their names. */
  #declaredOfTable(sql: string, columns: readonly string[]): string[] {
    const table = /(?:into|update|from)\s+(?:`((?:[^`]|``)+)`|(\w+))/iu.exec(sql)
    const name = table?.[1]?.replaceAll('``', '`') ?? table?.[2]
    if (name === undefined) return []
    const [info] = this.database.exec(`PRAGMA table_info('${name.replaceAll("'", "''")}')`)
    const types = new Map((info?.values ?? []).map(row => [String(row[1]), String(row[2] ?? '')]))
    return columns.map(column => types.get(column) ?? '')
  }

  #prepared(sql: string): SqlJsStatement {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    if (this.#statements.size >= STATEMENTS_MAX) this.#forgetStatements()
    const statement = this.database.prepare(sql)
    try {
      checkSingleStatement(sql, statement.getSQL())
    } catch (error) {
      statement.free()
      throw error
    }
    this.#statements.set(sql, statement)
    return statement
  }

  #forgetStatements(): void {
    for (const statement of this.#statements.values()) statement.free()
    this.#statements.clear()
  }
}

/** sql.js puts U+FFFD for bytes that are no UTF-8: where it stands, the bytes are looked at. */
function rowOf(statement: SqlJsStatement): SqliteValue[] {
  const cells = statement.get(null, { useBigInt: true }) as SqliteValue[]
  for (const [at, cell] of cells.entries()) {
    if (typeof cell === 'string' && cell.includes('\ufffd')) textOf(statement.getBlob(at))
  }
  return cells
}

/** How many prepared statements are kept. */
const STATEMENTS_MAX = 256

function failing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof VersaError) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new SqliteFailure(codeOf(message), message)
  }
}
