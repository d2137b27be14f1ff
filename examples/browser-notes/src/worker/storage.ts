import initSqlite from '@sqlite.org/sqlite-wasm'
import {
  type BrowserConnectOptions,
  connect,
  type Database,
  type ExecutorFactory,
  type SqliteWasmOptions,
  sqliteWasm
} from 'versa-orm/browser'
import { models } from '../models'
import { createSearch } from './search'

type Observe = NonNullable<BrowserConnectOptions['observe']>

const file = '/notes.db'

const pools = {
  name: 'opfs-sahpool',
  directory: '.versa-notes',
  initialCapacity: 4,
  verbosity: 0,
  // By default a failure, of another tab that has the files for example, deletes all of them.
  preserveOnInitFailure: true,
  forceReinitIfPreviouslyFailed: true
}

/** For how long the tab that had the files may take to close them, in milliseconds. */
const patienceMs = 5_000
const pauseMs = 50

const sqlite = initSqlite()
type Pool = Awaited<ReturnType<Awaited<typeof sqlite>['installOpfsSAHPoolVfs']>>
let pool: Pool | undefined

/** Whether this browser lets a worker keep files, and tell tabs from each other. */
export async function canKeep(): Promise<boolean> {
  if (!('locks' in navigator && 'storage' in navigator)) return false
  try {
    await navigator.storage.getDirectory()
    await navigator.locks.query()
    return 'createSyncAccessHandle' in FileSystemFileHandle.prototype
  } catch {
    return false
  }
}

/** Opens the file that the browser keeps. Only one tab can: others fail until it is closed. */
export async function openKept(observe: Observe): Promise<Database> {
  await openPool()
  try {
    return await opened(observe, { file, vfs: pools.name })
  } catch (error) {
    pool?.pauseVfs()
    throw error
  }
}

/** Closes the file, so that another tab can open it. */
export async function closeKept(db: Database): Promise<void> {
  await db.close()
  pool?.pauseVfs()
}

export function openInMemory(observe: Observe): Promise<Database> {
  return opened(observe, {})
}

/** A file that was chosen, as a database in memory. */
export function inMemory(data: Uint8Array): ExecutorFactory {
  return sqliteWasm({ load: () => sqlite, data })
}

async function opened(
  observe: Observe,
  place: Pick<SqliteWasmOptions, 'file' | 'vfs'>
): Promise<Database> {
  const executor = sqliteWasm({ load: () => sqlite, ...place })
  const db = await connect(`sqlite-wasm:${place.file ?? ':memory:'}`, { executor, observe })
  try {
    await db.schema.createIfMissing(models)
    await createSearch(db)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

async function openPool(): Promise<void> {
  const library = await sqlite
  const until = Date.now() + patienceMs
  for (;;) {
    try {
      if (pool === undefined) pool = await library.installOpfsSAHPoolVfs(pools)
      else await pool.unpauseVfs()
      return
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }
}
