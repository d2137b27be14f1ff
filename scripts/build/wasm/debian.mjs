import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../../process/failure.mjs'
import { inRepository } from '../../process/repository.mjs'
import { mustRun, run } from '../../process/run.mjs'
import { say } from '../../process/step.mjs'

/** @import { WasmToolchain } from './toolchain.mjs' */

/** @typedef {(line: string) => void} Progress */

/** Debian builds a browser with these: a newer Rust than its own, and the sources of std. */
const compiler = ['rustc-web', 'cargo-web', 'rust-web-src']

/**
 * The toolchain made of Debian's packages, unpacked in a folder of its own: nothing is installed,
 * and no rights are needed. There is no std for WebAssembly among them, so cargo compiles it.
 *
 * The folder is what VERSA_WASM_TOOLCHAIN_FOLDER names, which clones can share, else
 * target/wasm-toolchain.
 *
 * @param {Progress} progress
 * @returns {Promise<WasmToolchain>}
 * @throws {Failure} Where the packages cannot be had.
 */
export async function debianToolchain(progress) {
  const named = process.env['VERSA_WASM_TOOLCHAIN_FOLDER']
  const folder = path.resolve(named ?? inRepository('target/wasm-toolchain'))
  if (!existsSync(path.join(folder, 'usr/bin/rustc'))) await unpack(folder, progress)
  return toolchainIn(folder)
}

/**
 * @param {string} folder
 * @returns {Promise<WasmToolchain>}
 */
async function toolchainIn(folder) {
  const bin = path.join(folder, 'usr/bin')
  const linker = readdirSync(bin).find(file => /^wasm-ld-\d+$/.test(file))
  if (linker === undefined) throw new Failure(`${bin} has no wasm-ld: delete ${folder}.`)
  const libraries = readdirSync(path.join(folder, 'usr/lib'))
    .filter(name => name.endsWith('-linux-gnu'))
    .map(name => path.join(folder, 'usr/lib', name))
  const env = {
    LD_LIBRARY_PATH: libraries.join(':'),
    RUSTC: path.join(bin, 'rustc'),
    RUSTDOC: path.join(bin, 'rustdoc'),
    // A stable compiler compiles std only when it is told that it is building itself.
    RUSTC_BOOTSTRAP: '1',
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: path.join(bin, linker),
    RUSTUP_TOOLCHAIN: undefined,
    RUSTFLAGS: undefined,
    CARGO_ENCODED_RUSTFLAGS: undefined,
    RUSTC_WRAPPER: undefined
  }
  const { stdout } = await mustRun(env.RUSTC, ['--version'], { env })
  return {
    name: `Debian's, ${stdout.trim().split(' ').slice(0, 2).join(' ')}`,
    cargo: path.join(bin, 'cargo'),
    args: ['-Zbuild-std=std,panic_abort'],
    env,
    sources: [...new Set([folder, realpathSync(folder)])]
  }
}

/**
 * Downloads and unpacks to the side and moves: an interrupted run leaves nothing half.
 *
 * @param {string} folder
 * @param {Progress} progress
 */
async function unpack(folder, progress) {
  const next = `${folder}.${process.pid}.next`
  const packages = path.join(next, 'packages')
  try {
    mkdirSync(packages, { recursive: true })
    const apt = await packageLists(next, progress)
    const names = await neededPackages(apt)
    say(`  downloading ${names.join(', ')} (about 130 MB)`)
    // apt's own user may not write here.
    const sandbox = ['-o', 'APT::Sandbox::User=root']
    const download = [...apt, ...sandbox, 'download', ...names]
    await mustRun('apt-get', download, { cwd: packages, onLine: progress })
    for (const file of readdirSync(packages)) {
      progress(`unpacking ${file}`)
      await mustRun('dpkg-deb', ['--extract', path.join(packages, file), path.join(next, 'root')])
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(path.join(next, 'root'), folder)
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
}

/**
 * Options for apt with which it knows the packages: none where the system's lists have them, else
 * those of lists of our own, as only root may renew the system's.
 *
 * @param {string} folder
 * @param {Progress} progress
 * @returns {Promise<string[]>}
 */
async function packageLists(folder, progress) {
  if ((await run('apt-get', ['--version'])).code !== 0) {
    throw new Failure(
      'To compile to WebAssembly, run `rustup target add wasm32-unknown-unknown`: ' +
        'here is neither that target nor apt-get, whose packages would do as well.'
    )
  }
  if ((await run('apt-cache', ['show', ...compiler])).code === 0) return []
  const state = path.join(folder, 'state')
  const cache = path.join(folder, 'cache')
  mkdirSync(path.join(state, 'lists/partial'), { recursive: true })
  mkdirSync(path.join(cache, 'archives/partial'), { recursive: true })
  const settings = [
    `Dir::State=${state}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${cache}`,
    'APT::Sandbox::User=root'
  ]
  const options = settings.flatMap(setting => ['-o', setting])
  await mustRun('apt-get', [...options, 'update'], { onLine: progress })
  return options
}

/**
 * The compiler, the LLVM it is made with, a linker of that LLVM, and what of their libraries the
 * system lacks.
 *
 * @param {readonly string[]} apt
 * @returns {Promise<string[]>}
 */
async function neededPackages(apt) {
  const hard = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
  const options = [...apt, '--recurse', ...hard.map(kind => `--no-${kind}`)]
  const depends = await mustRun('apt-cache', [...options, 'depends', 'libstd-rust-web-dev'])
  const own = depends.stdout.match(/^(?:libstd-rust-web-|libllvm)\S+$/gm) ?? []
  const llvm = own.map(name => /^libllvm(\d+)$/.exec(name)?.[1]).find(found => found !== undefined)
  if (llvm === undefined) {
    throw new Failure(`${compiler[0]} is made with no LLVM that apt knows`, depends.output)
  }
  const core = [...compiler, ...own, `lld-${llvm}`]
  const simulation = [...apt, '--simulate', 'install', '--no-install-recommends', ...core]
  const installation = await mustRun('apt-get', simulation)
  const missing = [...installation.stdout.matchAll(/^Inst (\S+)/gm)].map(match => match[1] ?? '')
  return [...new Set([...core, ...missing])].sort()
}
