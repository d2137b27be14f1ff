import type { Engine, EngineDatabase } from '../engine/engine.js'
import { checkNameIsFree, namedExecutor } from '../query/plan/executor.js'
import { atCallSite } from '../query/plan/settle.js'
import { type ConnectOptions, checkUrl, splitOptions } from './connect-options.js'
import { DatabaseHandle } from './database.js'
import { Replicas } from './replicas.js'
import type { Database } from './types.js'

/** Opens a database with the engine of its URL. */
export async function openDatabase(
  engineOf: (url: string) => Engine | Promise<Engine>,
  url: string,
  options: ConnectOptions
): Promise<Database> {
  checkUrl(url)
  const { engine: engineOptions, handle } = splitOptions(options)
  checkNameIsFree(handle.name)
  try {
    const found = engineOf(url)
    const engine = found instanceof Promise ? await found : found
    const opened = await engine.open(url, engineOptions)
    const open = async (): Promise<DatabaseHandle> => {
      const { replicas: urls, replicaRetryMs: retryMs, warn } = handle
      const settings = { options: engineOptions, product: opened.product, retryMs, warn }
      const replicas = urls.length === 0 ? undefined : await Replicas.open(engine, urls, settings)
      // Another one may have been opened with this name in the meantime.
      checkNameIsFree(handle.name)
      return new DatabaseHandle(opened, replicas, handle)
    }
    // The handle has no types of tables and rows at run time: this is where they are claimed.
    return (await closedOnFailure(opened, open)) as unknown as Database
  } catch (error) {
    throw atCallSite(error)
  }
}

/**
 * The open database of a name.
 *
 * @param name What `connect` was told as its option `name`.
 * @throws VersaError `UNKNOWN_CONNECTION` where none that is open has it.
 * @example
 * ```ts
 * import { connect, connection } from 'versa-orm'
 *
 * await using analytics = await connect('sqlite::memory:', { name: 'analytics' })
 * connection('analytics') === analytics //=> true
 * ```
 */
export function connection(name: string): Database {
  // Only handles have names; their types are claimed as in `connect`.
  return namedExecutor(String(name)) as unknown as Database
}

async function closedOnFailure<T>(opened: EngineDatabase, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await opened.close()
    throw error
  }
}
