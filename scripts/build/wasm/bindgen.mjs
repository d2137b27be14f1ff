import { readFileSync } from 'node:fs'
import { Failure } from '../../process/failure.mjs'
import { inRepository } from '../../process/repository.mjs'
import { cargoNoise, mustRun } from '../../process/run.mjs'

/** The crate that writes JavaScript around the module; it runs on this machine. */
export const bindgenFolder = 'engine/xtask/bindgen'

/** Where it is compiled: its dependencies are not the workspace's. */
export const bindgenTarget = 'target/wasm-bindgen'

/**
 * Builds the program that writes JavaScript around the module.
 *
 * @param {(line: string) => void} onLine
 * @returns {Promise<string>} Its path.
 */
export async function buildBindgen(onLine) {
  checkBindgenVersion(lockfile('.'), lockfile(bindgenFolder))
  const args = ['build', '--locked', '--target-dir', bindgenTarget]
  args.push('--manifest-path', `${bindgenFolder}/Cargo.toml`)
  await mustRun('cargo', args, { onLine, noise: cargoNoise })
  const extension = process.platform === 'win32' ? '.exe' : ''
  return inRepository(bindgenTarget, `debug/versa-wasm-bindgen${extension}`)
}

/**
 * The module and the program have to be of one version of wasm-bindgen.
 *
 * @param {string} module The lockfile that the module is compiled with.
 * @param {string} program The program's.
 */
export function checkBindgenVersion(module, program) {
  const used = lockedVersion(module, 'wasm-bindgen')
  const written = lockedVersion(program, 'wasm-bindgen-cli-support')
  if (used === undefined || used !== written) {
    throw new Failure(
      `Cargo.lock has wasm-bindgen ${used}, ${bindgenFolder}/Cargo.lock ${written} of ` +
        'wasm-bindgen-cli-support: they have to be equal. ' +
        `Change ${bindgenFolder}/Cargo.toml, or run \`cargo update -p wasm-bindgen --precise ` +
        `${written}\`.`
    )
  }
}

/**
 * @param {string} lock
 * @param {string} name
 */
function lockedVersion(lock, name) {
  return new RegExp(`^name = "${name}"\\nversion = "(.+)"$`, 'm').exec(lock)?.[1]
}

/** @param {string} folder */
function lockfile(folder) {
  return readFileSync(inRepository(folder, 'Cargo.lock'), 'utf8')
}
