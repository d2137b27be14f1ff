import { readFile } from 'node:fs/promises'
import { loadEngine } from '../../../../browser/load.js'
import { packageFile } from '../../../package-file.js'

/** Loads the engine that knows every database's SQL, from the package's file. */
export async function loadEngineFile(): Promise<void> {
  await loadEngine(await readFile(packageFile('dist/browser/versa.wasm')))
}
