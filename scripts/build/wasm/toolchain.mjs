import { existsSync, readdirSync } from 'node:fs'
import { Failure } from '../../process/failure.mjs'
import { run } from '../../process/run.mjs'
import { step } from '../../process/step.mjs'
import { debianToolchain } from './debian.mjs'

/**
 * What compiles Rust to WebAssembly.
 *
 * @typedef {object} WasmToolchain
 * @property {string} name What reports call it.
 * @property {string} cargo The program.
 * @property {readonly string[]} args What `cargo build` has to be told besides.
 * @property {NodeJS.ProcessEnv} env
 * @property {readonly string[]} sources Folders of the standard library's sources, where it is
 *   compiled here: their names would get into panic messages.
 */

/** What rustc calls WebAssembly that knows nothing of its host. */
export const wasmTarget = 'wasm32-unknown-unknown'

const choice = 'VERSA_WASM_TOOLCHAIN'

/** rustup asks its own server, which may be out of reach without an answer. */
const rustupMilliseconds = 120_000

/**
 * The toolchain for WebAssembly: a standard library that is installed already; what the
 * environment variable VERSA_WASM_TOOLCHAIN names (`rustup` or `debian`); else rustup's, and where
 * that cannot be had, Debian's.
 *
 * @returns {Promise<WasmToolchain>}
 * @throws {Failure} With what to do where there is none.
 */
export function provideWasmToolchain() {
  return step('WASM toolchain', async progress => {
    const chosen = chosenToolchain()
    if (await targetInstalled()) return provided(installed)
    if (chosen === 'debian') return provided(await debianToolchain(progress))
    const args = ['target', 'add', wasmTarget]
    const { output } = await run('rustup', args, { onLine: progress, timeout: rustupMilliseconds })
    if (await targetInstalled()) return provided(installed)
    if (chosen === 'rustup') throw new Failure(`\`rustup ${args.join(' ')}\` failed`, output)
    return provided(await debianToolchain(progress))
  })
}

/** @type {WasmToolchain} */
const installed = { name: 'installed', cargo: 'cargo', args: [], env: {}, sources: [] }

/** @param {WasmToolchain} toolchain */
function provided(toolchain) {
  return { note: toolchain.name, value: toolchain }
}

/**
 * What the environment variable says.
 *
 * @param {string | undefined} [named]
 * @returns {'rustup' | 'debian' | undefined}
 */
export function chosenToolchain(named = process.env[choice]) {
  if (named === undefined || named === '') return undefined
  if (named === 'rustup' || named === 'debian') return named
  throw new Failure(`${choice} is "${named}"; it may be rustup or debian.`)
}

async function targetInstalled() {
  const args = ['--print', 'target-libdir', '--target', wasmTarget]
  const { code, stdout } = await run('rustc', args)
  const folder = stdout.trim()
  if (code !== 0 || !existsSync(folder)) return false
  return readdirSync(folder).some(file => /^libstd-.*\.rlib$/.test(file))
}
