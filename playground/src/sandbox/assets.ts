// What a sandbox is made of, loaded once: its origin is null, so it cannot load anything itself.

import sqliteWasmUrl from '@sqlite.org/sqlite-wasm/sqlite3.wasm?url'
import sqlJsUrl from 'sql.js/dist/sql-wasm.wasm?url'
import engineUrl from '../../../orm/dist/browser/versa.wasm?url'
import type { DriverAssets } from './messages'
import runtimeUrl from './runtime/main?worker&url'
import type { SandboxAssets } from './sandbox'
import sqliteScriptUrl from './sqlite-wasm-script?worker&url'

let assets: Promise<SandboxAssets> | null = null
const drivers = new Map<DriverAssets['name'], Promise<DriverAssets>>()

/**
 * The runtime and the engine.
 *
 * @throws {Error} Where they cannot be loaded; the next call tries again.
 */
export function sandboxAssets(): Promise<SandboxAssets> {
  assets ??= Promise.all([loadText(runtimeUrl), loadBytes(engineUrl)]).then(
    ([runtime, engine]) => ({ runtime, engine }),
    error => {
      assets = null
      throw error
    }
  )
  return assets
}

/** A driver for SQLite; the larger one is loaded only where it is asked for. */
export function driverAssets(name: DriverAssets['name']): Promise<DriverAssets> {
  const loading = drivers.get(name) ?? loadDriver(name)
  drivers.set(name, loading)
  loading.catch(() => drivers.delete(name))
  return loading
}

async function loadDriver(name: DriverAssets['name']): Promise<DriverAssets> {
  if (name === 'sqljs') return { name, wasm: await loadBytes(sqlJsUrl) }
  const [wasm, script] = await Promise.all([loadBytes(sqliteWasmUrl), loadText(sqliteScriptUrl)])
  return { name, wasm, script }
}

async function load(url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`A part of the playground could not be loaded: ${url}`)
  return response
}

async function loadText(url: string): Promise<string> {
  return (await load(url)).text()
}

async function loadBytes(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await load(url)).arrayBuffer())
}
