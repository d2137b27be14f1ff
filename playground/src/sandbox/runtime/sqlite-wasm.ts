// SQLite's own build, which has full-text search. Its script comes with the request, since it is
// loaded only where it is needed.
import type { DriverAssets } from '../messages'

type Load = typeof import('@sqlite.org/sqlite-wasm')['default']

/** The name under which the script leaves its function. */
const slot = 'versa sqlite3InitModule'

/** Runs the driver's script, and gives its function. */
export async function loadSqliteWasm({ script }: DriverAssets): Promise<Load> {
  if (script === undefined) throw new Error('The script of sqlite-wasm did not come with the run')
  await import(
    /* @vite-ignore */ URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  )
  return (globalThis as unknown as Record<typeof slot, Load>)[slot]
}
