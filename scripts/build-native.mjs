// Builds the native engine: `node scripts/build-native.mjs [--debug] [--verbose]`
//
// Cargo's library is copied to engine/node/npm/<platform>/versa.node, where npm has linked the
// platform's package. It is built only when its sources changed.
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { completeNativePackage } from './build/package-files.mjs'
import { currentPlatform, libraryFile, nativePackages } from './build/platform.mjs'
import { releaseArguments } from './build/release.mjs'
import { instrumented } from './coverage/instrumented.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { inRepository } from './process/repository.mjs'
import { cargoNoise, mustRun, run } from './process/run.mjs'
import { runCommand, step } from './process/step.mjs'
import { checkRustToolchain } from './setup/rust-toolchain.mjs'

/**
 * `debug` builds faster and runs slower; `coverage` is `debug` that counts which lines ran.
 *
 * @typedef {'release' | 'debug' | 'coverage'} Profile
 */

const inputs = ['Cargo.lock', 'Cargo.toml', '.cargo/config.toml', 'engine']

/** Crates and folders of `engine/` that are no part of the addon. */
const aside = /^engine\/(?:costs|driver-suite|wasm|xtask|node\/npm)\/|^engine\/[^/]+\/tests\//

/**
 * Builds the native engine for this platform where it is not up to date.
 *
 * @param {{ profile?: Profile }} [options] Default: what the environment variable
 *   VERSA_NATIVE_PROFILE says, else `release`.
 */
export function buildNative(options = {}) {
  const profile = options.profile ?? profileOfEnvironment()
  const platform = currentPlatform()
  const target = inRepository(nativePackages, platform, 'versa.node')
  const hash = contentHash(inputs, [profile, platform], file => !aside.test(file))
  const fresh = existsSync(target) && recall('native') === hash
  return step(
    `Native engine (${profile}, ${platform})`,
    async progress => {
      if (fresh) return { note: 'unchanged', value: undefined }
      await cargoBuild(profile, progress)
      install(await builtLibrary(profile), target)
      completeNativePackage(inRepository(nativePackages, platform))
      remember('native', hash)
      return { note: 'built', value: undefined }
    },
    fresh ? {} : { slow: 'compiling; the first time takes some minutes' }
  )
}

/** @returns {Profile} */
function profileOfEnvironment() {
  return process.env['VERSA_NATIVE_PROFILE'] === 'debug' ? 'debug' : 'release'
}

/**
 * @param {Profile} profile
 * @param {(line: string) => void} onLine
 */
async function cargoBuild(profile, onLine) {
  const optimized = profile === 'release' ? releaseArguments() : []
  const args = ['build', '--package', 'versa-node', '--lib', ...optimized]
  const env = profile === 'coverage' ? instrumented() : {}
  await mustRun('cargo', args, { env, onLine, noise: cargoNoise })
}

/**
 * @param {Profile} profile
 * @returns {Promise<string>}
 */
async function builtLibrary(profile) {
  const metadata = await run('cargo', ['metadata', '--no-deps', '--format-version', '1'])
  const folder = profile === 'release' ? 'release' : 'debug'
  return `${JSON.parse(metadata.stdout).target_directory}/${folder}/${libraryFile()}`
}

/**
 * Replaces the addon in one move: a process that has loaded the old one keeps it.
 *
 * @param {string} library
 * @param {string} target
 */
function install(library, target) {
  const next = `${target}.${process.pid}.next`
  rmSync(next, { force: true })
  copyFileSync(library, next)
  renameSync(next, target)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(async () => {
    await checkRustToolchain({ lint: false })
    await buildNative(process.argv.includes('--debug') ? { profile: 'debug' } : {})
  })
}
