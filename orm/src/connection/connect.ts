import type { Engine } from '../engine/engine.js'
import { loadNativeEngine } from '../engine/native.js'
import { loadWasmEngine, wasmScheme } from '../engine/wasm-in-node.js'
import type { ConnectOptions } from './connect-options.js'
import { openDatabase } from './open-database.js'
import type { Database } from './types.js'

/**
 * Opens a database. The first one that is open and has no name is the default of all models.
 *
 * @param url Where it is: `sqlite:file.db`, `sqlite::memory:`, `postgres://…`, `mysql://…` or
 * `mariadb://…`; `sqljs::memory:` is SQLite without the native engine, by the package sql.js.
 * @param options What else it is told. Default: nothing.
 * @returns The database, which is to be closed.
 * @throws VersaError `INVALID_CONFIGURATION` for a URL or an option that makes no sense,
 * `CONNECTION_FAILED` where it cannot be reached or refuses, `CORRUPT` for a file that is no
 * database, `ENGINE_UNAVAILABLE` on a platform without a native engine.
 * @example
 * ```ts prelude=none
 * import { connect } from 'versa-orm'
 *
 * await using db = await connect('sqlite::memory:', { log: entry => console.log(entry.sql) })
 * db.product //=> 'SQLite'
 * ```
 */
export function connect(url: string, options: ConnectOptions = {}): Promise<Database> {
  return openDatabase(engineOf, url, options)
}

function engineOf(url: string): Engine | Promise<Engine> {
  const scheme = wasmScheme(url)
  return scheme === undefined ? loadNativeEngine() : loadWasmEngine(scheme)
}
