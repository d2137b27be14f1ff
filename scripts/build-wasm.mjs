// Builds the engine for browsers: `npm run build:wasm [-- --verbose]`
//
// engine/wasm/pkg/ gets versa.wasm, versa.js and versa.d.ts. It is built only when its sources
// changed. Where WebAssembly's standard library comes from: see build/wasm/toolchain.mjs.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { bindgenFolder, buildBindgen } from './build/wasm/bindgen.mjs'
import { checkWasmSize } from './build/wasm/size.mjs'
import { provideWasmToolchain, wasmTarget } from './build/wasm/toolchain.mjs'
import { readCrates } from './layers/crates.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository, repository } from './process/repository.mjs'
import { cargoNoise, mustRun } from './process/run.mjs'
import { runCommand, step } from './process/step.mjs'
import { installNpmPackages } from './setup/npm-packages.mjs'
import { checkRustToolchain } from './setup/rust-toolchain.mjs'

/** @import { WasmToolchain } from './build/wasm/toolchain.mjs' */

const crate = 'versa-wasm'

/** Where the result is; git ignores it. */
export const wasmPackage = 'engine/wasm/pkg'

/** What the result consists of. */
export const wasmFiles = ['versa.wasm', 'versa.js', 'versa.d.ts']

/** Builds the engine for browsers where it is not up to date. */
export async function buildWasm() {
  const hash = contentHash(inputs(), [], file => !/\/(?:tests|pkg|target)\//.test(file))
  const built = wasmFiles.every(file => existsSync(inRepository(wasmPackage, file)))
  const fresh = built && recall('wasm') === hash
  const toolchain = fresh ? undefined : await provideWasmToolchain()
  await step(
    'Engine for browsers',
    async progress => {
      if (toolchain === undefined) return { note: `unchanged, ${size()}`, value: undefined }
      const [module, bindgen] = await Promise.all([
        compile(toolchain, progress),
        buildBindgen(progress)
      ])
      await pack(module, bindgen, progress)
      const sizes = size()
      remember('wasm', hash)
      return { note: `built, ${sizes}`, value: undefined }
    },
    fresh ? {} : { slow: 'compiling; the first time takes some minutes' }
  )
}

/**
 * The sources of the crate and of all crates it uses, and what the rest depends on.
 *
 * @returns {string[]}
 */
function inputs() {
  const crates = new Map(readCrates(repository).map(found => [found.name, found]))
  if (!crates.has(crate)) throw new Failure(`The workspace has no crate ${crate}.`)
  /** @type {Set<string>} */
  const used = new Set([crate])
  for (const name of used) {
    for (const dependency of crates.get(name)?.dependencies ?? []) {
      if (dependency.kind !== 'dev' && crates.has(dependency.name)) used.add(dependency.name)
    }
  }
  const folders = [...used].map(name => path.dirname(crates.get(name)?.manifest ?? ''))
  const scripts = ['scripts/build-wasm.mjs', 'scripts/build/wasm']
  const others = ['Cargo.lock', 'Cargo.toml', 'node_modules/binaryen/package.json', bindgenFolder]
  return [...folders, ...others, ...scripts]
}

/**
 * @param {WasmToolchain} toolchain
 * @param {(line: string) => void} onLine
 * @returns {Promise<string>} The module's path.
 */
async function compile(toolchain, onLine) {
  const target = inRepository('target/wasm')
  const flags = anonymousPaths(toolchain).map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
  const args = ['build', '--locked', '--profile', 'wasm', '--target', wasmTarget, '--lib']
  args.push('--package', crate, '--target-dir', target, ...toolchain.args)
  args.push('--config', `target.${wasmTarget}.rustflags=${JSON.stringify(flags)}`)
  await mustRun(toolchain.cargo, args, { env: toolchain.env, onLine, noise: cargoNoise })
  return `${target}/${wasmTarget}/wasm/${crate.replace('-', '_')}.wasm`
}

/**
 * Panic messages name source files: as paths of the sources, not of the building machine. Of two
 * that fit, rustc takes the last.
 *
 * @param {WasmToolchain} toolchain
 * @returns {[from: string, to: string][]}
 */
function anonymousPaths(toolchain) {
  return [
    [process.env['CARGO_HOME'] ?? `${homedir()}/.cargo`, 'cargo'],
    [repository, '.'],
    ...toolchain.sources.map(folder => /** @type {[string, string]} */ ([folder, 'rust']))
  ]
}

/**
 * Writes the JavaScript around the module and makes the module small.
 *
 * @param {string} module
 * @param {string} bindgen
 * @param {(line: string) => void} onLine
 */
async function pack(module, bindgen, onLine) {
  const target = inRepository(wasmPackage)
  const next = `${target}/next`
  mkdirSync(next, { recursive: true })
  await mustRun(bindgen, [module, next], { onLine })
  onLine('wasm-opt')
  const optimize = inRepository('node_modules/binaryen/bin/wasm-opt')
  const names = ['--strip-debug', '--strip-producers', '--strip-target-features']
  const files = [`${next}/versa_bg.wasm`, '-o', `${next}/versa.wasm`]
  await mustRun(process.execPath, [optimize, '-Oz', ...names, ...files], { onLine })
  for (const file of wasmFiles) renameSync(`${next}/${file}`, `${target}/${file}`)
  rmSync(next, { recursive: true, force: true })
}

function size() {
  return checkWasmSize(readFileSync(inRepository(wasmPackage, 'versa.wasm')))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(async () => {
    await installNpmPackages()
    await checkRustToolchain({ lint: false })
    await buildWasm()
  })
}
