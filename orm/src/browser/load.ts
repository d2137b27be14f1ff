import init, * as glue from 'versa-wasm'
import type { WasmModule } from '../engine/wasm/module.js'
import { VersaError } from '../errors/versa-error.js'

let loaded: Promise<WasmModule> | undefined
let ready: WasmModule | undefined

/**
 * Loads the engine. Needed before `connect` where the engine's file does not lie beside the
 * package's module; called again, it does nothing.
 *
 * @param source The bytes of `versa.wasm`, its URL, or a response that brings it. Default: the file
 * beside the module.
 * @throws VersaError `ENGINE_UNAVAILABLE` where it cannot be loaded.
 * @example
 * ```ts prelude=browser
 * import { loadEngine } from 'versa-orm/browser'
 *
 * // In a page: loadEngine(new URL('/assets/versa.wasm', location.href))
 * await loadEngine(engine)
 * ```
 */
export async function loadEngine(
  source: Uint8Array | ArrayBuffer | URL | object = new URL('./versa.wasm', import.meta.url)
): Promise<void> {
  loaded ??= load(source)
  try {
    ready = await loaded
  } catch (error) {
    loaded = undefined
    throw error
  }
}

/** The engine, loaded by default from beside the module. */
export async function engineModule(): Promise<WasmModule> {
  if (ready === undefined) await loadEngine()
  return loadedEngine()
}

/** The engine that was loaded. @throws VersaError `ENGINE_UNAVAILABLE` before it is. */
export function loadedEngine(): WasmModule {
  if (ready !== undefined) return ready
  throw new VersaError('ENGINE_UNAVAILABLE', 'the engine is not loaded yet', {
    hint: 'await loadEngine() or connect(…) first'
  })
}

async function load(source: object): Promise<WasmModule> {
  try {
    await init({ module_or_path: source })
    return glue
  } catch (cause) {
    throw new VersaError('ENGINE_UNAVAILABLE', 'the engine could not be loaded', {
      hint: 'call loadEngine with the bytes or the URL of versa.wasm, from versa-orm/dist/browser',
      cause
    })
  }
}
