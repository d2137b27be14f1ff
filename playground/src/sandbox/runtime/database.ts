// The database of a run: opened from bytes, or filled by the SQL of a file.
import initSqlJs from 'sql.js'
import type { RunRequest } from '../messages'
import {
  type ConnectOptions,
  connect,
  type Database,
  type ExecutorFactory,
  sqliteWasm,
  sqlJs
} from './orm'
import { loadSqliteWasm } from './sqlite-wasm'

/**
 * Opens the database of a run. It is the default of all models, being the first.
 *
 * @throws {Error} Where the bytes or the SQL are not SQLite's.
 */
export async function openDatabase(
  request: RunRequest,
  options: ConnectOptions
): Promise<Database> {
  const executor = filled(await executorOf(request), request.script)
  return connect(`${request.driver.name}::memory:`, { ...options, executor })
}

async function executorOf({ driver, database }: RunRequest): Promise<ExecutorFactory> {
  const data = database === null ? {} : { data: database }
  if (driver.name === 'sqljs') return sqlJs({ wasm: driver.wasm, load: initSqlJs, ...data })
  return sqliteWasm({ wasm: driver.wasm, load: await loadSqliteWasm(driver), ...data })
}

/**
 * Checks what the user's own `connect` asks for. There is only memory, whatever it is called.
 *
 * @throws {Error} For the URL of a server, and what the ORM says of one that it does not know.
 */
export async function checkUrl(url: unknown): Promise<void> {
  if (/^sql(?:ite|js|ite-wasm):/.test(String(url))) return
  const [scheme = ''] = String(url).split(':', 1)
  if (!/^(?:postgres|postgresql|mysql|mariadb)$/.test(scheme)) await connect(String(url))
  throw new Error(
    `The playground cannot reach "${scheme}": it has no network, and its only database is SQLite ` +
      "in memory. connect('sqlite::memory:') works."
  )
}

/** A database in which the SQL of a file has run. */
function filled(open: ExecutorFactory, script: string | null): ExecutorFactory {
  if (script === null) return open
  return async decimals => {
    const executor = await open(decimals)
    try {
      executor.runAll(script)
    } catch (error) {
      executor.close()
      throw new Error(`The imported SQL failed: ${String(error)}`)
    }
    return executor
  }
}

/** The rows of a statement that is known as text only. */
export function rowsOf(db: Database, text: string): Promise<Record<string, unknown>[]> {
  return db.sql(Object.assign([text], { raw: [text] })).rows()
}
