import { readFileSync } from 'node:fs'
import { Failure } from '../process/failure.mjs'
import { inRepository } from '../process/repository.mjs'
import { run } from '../process/run.mjs'
import { step } from '../process/step.mjs'

const install =
  'install it from https://rustup.rs (`curl https://sh.rustup.rs -sSf | sh`), open a new ' +
  'terminal and run this again.'

/**
 * Checks that cargo, a new enough rustc and a C compiler (for the SQLite inside the engine)
 * are there.
 *
 * @param {{ lint: boolean }} wanted `lint`: rustfmt and clippy too.
 */
export function checkRustToolchain({ lint }) {
  return step('Rust toolchain', async () => {
    const version = await rustVersion()
    await checkCompiler()
    if (lint) {
      await checkComponent('rustfmt', ['fmt', '--version'])
      await checkComponent('clippy', ['clippy', '--version'])
    }
    return { note: version, value: undefined }
  })
}

/** @returns {Promise<string>} */
async function rustVersion() {
  const wanted = /rust-version\s*=\s*"([\d.]+)"/.exec(
    readFileSync(inRepository('Cargo.toml'), 'utf8')
  )?.[1]
  if (wanted === undefined) throw new Failure('Cargo.toml names no rust-version.')
  if ((await run('cargo', ['--version'])).code !== 0) {
    throw new Failure(`cargo was not found. The engine is written in Rust ${wanted}: ${install}`)
  }
  const found = /rustc (\d+\.\d+\.\d+)/.exec((await run('rustc', ['--version'])).stdout)?.[1]
  if (found === undefined) throw new Failure(`rustc was not found: ${install}`)
  if (isOlder(found, wanted)) {
    throw new Failure(
      `Rust ${found} is too old, ${wanted} is needed: run \`rustup update stable\`, or ${install}`
    )
  }
  return found
}

async function checkCompiler() {
  // Windows: rustc itself cannot link without the same build tools, and says so.
  if (process.platform === 'win32') return
  for (const compiler of [process.env['CC'] ?? 'cc', 'gcc', 'clang']) {
    if ((await run(compiler, ['--version'])).code === 0) return
  }
  throw new Failure(
    process.platform === 'darwin'
      ? 'No C compiler was found. Run `xcode-select --install`, then this again.'
      : 'No C compiler was found. Run `apt-get install build-essential` (or what your system ' +
          'calls it), then this again.'
  )
}

/**
 * @param {string} component
 * @param {string[]} args
 */
async function checkComponent(component, args) {
  if ((await run('cargo', args)).code === 0) return
  throw new Failure(`${component} was not found. Run \`rustup component add ${component}\`.`)
}

/**
 * @param {string} found
 * @param {string} wanted
 */
function isOlder(found, wanted) {
  const [a, b] = [found, wanted].map(version => version.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
