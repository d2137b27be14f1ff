import type { Engine } from './engine.js'
import { NativeEngine } from './native/database.js'
import { NativeLink } from './native/link.js'
import { loadAddon } from './native/load.js'

let engine: NativeEngine | undefined

/**
 * The native engine of this JavaScript thread; loaded when it is first needed.
 *
 * @throws VersaError `ENGINE_UNAVAILABLE` naming the missing package and what to do.
 */
export function loadNativeEngine(): Engine {
  engine ??= new NativeEngine(new NativeLink(loadAddon()))
  return engine
}
