import type { ConnectOptions } from '../connection/connect-options.js'
import { openDatabase } from '../connection/open-database.js'
import type { Database } from '../connection/types.js'
import type { StatementEvent } from '../engine/statement-event.js'
import { type WasmDatabase, WasmEngine } from '../engine/wasm/database.js'
import type { ExecutorFactory } from '../engine/wasm/executor.js'
import { VersaError } from '../errors/versa-error.js'
import { engineModule } from './load.js'

/** Options of {@link connect} in a page or a worker. */
export interface BrowserConnectOptions extends ConnectOptions {
  /**
   * The SQLite in which statements run: `sqlJs(…)`, `sqliteWasm(…)` or one of your own. It has to
   * be given; there is no default.
   */
  readonly executor?: ExecutorFactory
  /** Is told of each statement, after it, with its query as a tree of data. Default: nobody is. */
  readonly observe?: (event: StatementEvent) => void
}

const engines = new WeakMap<object, WasmDatabase>()

/**
 * Opens a SQLite, in memory unless its executor was given a file. The first one that is open and
 * has no name is the default of all models.
 *
 * @param url `sqljs::memory:` or `sqlite-wasm::memory:`; `sqlite-wasm:/app.db` where the executor
 * was given that file.
 * @param options The `executor`, and what else it is told.
 * @returns The database, which is to be closed.
 * @throws VersaError `INVALID_CONFIGURATION` for a URL or an option that makes no sense, `CORRUPT`
 * for what is no database, `CONNECTION_FAILED` for a file that cannot be opened,
 * `ENGINE_UNAVAILABLE` where the engine could not be loaded.
 * @example
 * ```ts prelude=browser
 * import { connect, sqlJs } from 'versa-orm/browser'
 *
 * const executor = sqlJs({ load: initSqlJs, wasm })
 * const page = await connect('sqljs::memory:', { executor, name: 'page' })
 * page.product //=> 'SQLite'
 * await page.close()
 * ```
 */
export async function connect(url: string, options: BrowserConnectOptions = {}): Promise<Database> {
  const { executor, observe, ...others } = options
  let engine: WasmEngine | undefined
  const database = await openDatabase(
    async () => {
      if (executor === undefined) throw noExecutor()
      engine = new WasmEngine(await engineModule(), executor, observe)
      return engine
    },
    url,
    others
  )
  if (engine?.database !== undefined) engines.set(database, engine.database)
  return database
}

function noExecutor(): VersaError {
  return new VersaError('INVALID_CONFIGURATION', 'connect needs an executor here', {
    hint: "pass one: connect('sqljs::memory:', { executor: sqlJs({ load: initSqlJs, wasm }) })"
  })
}

/**
 * The database as the bytes of a SQLite file. Waits for the transaction that is open.
 *
 * @param database What `connect` returned.
 * @throws VersaError `INVALID_QUERY` for what `connect` did not open.
 * @example
 * ```ts prelude=browser
 * import { exportDatabase } from 'versa-orm/browser'
 *
 * const file = await exportDatabase(db)
 * new TextDecoder().decode(file.slice(0, 15)) //=> 'SQLite format 3'
 * ```
 */
export async function exportDatabase(database: Database): Promise<Uint8Array> {
  const engine = engines.get(database)
  if (engine !== undefined) return engine.export()
  throw new VersaError('INVALID_QUERY', 'exportDatabase got no database of connect', {
    hint: 'pass what connect returned'
  })
}
