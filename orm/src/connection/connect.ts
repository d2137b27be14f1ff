import { loadNativeEngine } from '../engine/native.js'
import { atCallSite } from '../query/plan/settle.js'
import { type ConnectOptions, checkUrl, splitOptions } from './connect-options.js'
import { DatabaseHandle } from './database.js'
import type { Database } from './types.js'

/**
 * Opens a database: `sqlite:file.db`, `sqlite::memory:`, `postgres://…`, `mysql://…` or
 * `mariadb://…`. The first one that is open is the default of all models.
 *
 * @throws VersaError `INVALID_CONFIGURATION`, `CONNECTION_FAILED`, `CORRUPT`, `ENGINE_UNAVAILABLE`.
 * @example
 * await using db = await connect('sqlite:app.db', { log: entry => logger.debug(entry) })
 */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Database> {
  checkUrl(url)
  const { engine, observation, mergeLookups } = splitOptions(options)
  try {
    const opened = await loadNativeEngine().open(url, engine)
    // The handle has no types of tables and rows at run time: this is where they are claimed.
    return new DatabaseHandle(opened, observation, mergeLookups) as unknown as Database
  } catch (error) {
    throw atCallSite(error)
  }
}
