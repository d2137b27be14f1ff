import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { VersaError } from '../errors/versa-error.js'
import type { Engine } from './engine.js'
import { here } from './native/here.js'
import { WasmEngine } from './wasm/database.js'
import type { ExecutorFactory } from './wasm/executor.js'
import type { WasmModule } from './wasm/module.js'
import { type SqliteWasmOptions, sqliteWasm } from './wasm/sqlite-wasm/executor.js'
import { sqlJs } from './wasm/sqljs/executor.js'

/** Packages with a SQLite of their own, by the scheme of the URL that asks for them. */
const executors = {
  'sqljs:': { name: 'sql.js', load: sqlJsExecutor },
  'sqlite-wasm:': { name: '@sqlite.org/sqlite-wasm', load: sqliteWasmExecutor }
} as const

type Scheme = keyof typeof executors

let loaded: Promise<WasmModule> | undefined

/** The scheme of a URL for the engine as WebAssembly: `sqljs::memory:`. */
export function wasmScheme(url: string): Scheme | undefined {
  const scheme = /^[a-z-]+:/i.exec(url)?.[0].toLowerCase()
  return scheme !== undefined && Object.hasOwn(executors, scheme) ? (scheme as Scheme) : undefined
}

/**
 * The engine as WebAssembly, in Node.js: for platforms that have no native one.
 *
 * @throws VersaError `ENGINE_UNAVAILABLE` naming the missing package and what to do.
 */
export async function loadWasmEngine(scheme: Scheme): Promise<Engine> {
  const { name, load } = executors[scheme]
  const require = createRequire(here())
  const executor = await load(require).catch(cause => {
    throw new VersaError('ENGINE_UNAVAILABLE', `the package ${name} is not installed`, {
      hint: `run: npm install ${name}`,
      cause
    })
  })
  loaded ??= loadModule(require)
  return new WasmEngine(await loaded, executor, undefined)
}

async function loadModule(require: NodeJS.Require): Promise<WasmModule> {
  const glue = pathToFileURL(require.resolve('./browser/versa.js')).href
  const module: WasmModule & { initSync(options: { module: Uint8Array }): unknown } = await import(
    glue
  )
  module.initSync({ module: await readFile(require.resolve('./browser/versa.wasm')) })
  return module
}

async function sqlJsExecutor(require: NodeJS.Require): Promise<ExecutorFactory> {
  const wasm = await readFile(require.resolve('sql.js/dist/sql-wasm.wasm'))
  return sqlJs({ load: require('sql.js'), wasm })
}

async function sqliteWasmExecutor(): Promise<ExecutorFactory> {
  // By a name that the bundler does not follow: the package is installed by whoever wants it.
  const name = '@sqlite.org/sqlite-wasm'
  const { default: load }: { default: SqliteWasmOptions['load'] } = await import(name)
  return sqliteWasm({ load })
}
