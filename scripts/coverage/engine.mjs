import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { libraryFile } from '../build/platform.mjs'
import { layers } from '../layers/layers.mjs'
import { Failure } from '../process/failure.mjs'
import { repository } from '../process/repository.mjs'
import { cargoNoise, mustRun } from '../process/run.mjs'
import { coverageFolder, instrumented } from './instrumented.mjs'
import { readLcov } from './lcov.mjs'
import { withoutTests } from './rust-tests.mjs'

/** @import { LlvmTools } from '../setup/llvm-tools.mjs' */
/** @import { FileCoverage } from './lcov.mjs' */

/** Crates that are no part of what users have: they test, count and generate. */
const aside = layers.freeCrates.map(crate => crate.replace(/^versa-/, ''))

/**
 * Runs the tests of all crates, which count.
 *
 * @param {(line: string) => void} progress
 */
export async function runEngineTests(progress) {
  await cargo(['--no-fail-fast'], progress)
}

/**
 * What ran of the engine: in the tests of its crates, and in all that loaded the addon.
 *
 * @param {LlvmTools} tools
 * @returns {Promise<FileCoverage[]>}
 */
export async function engineCoverage(tools) {
  const profiles = path.join(coverageFolder, 'profiles')
  const counts = readdirSync(profiles).map(file => path.join(profiles, file))
  if (counts.length === 0) throw new Failure('No program counted: is the engine instrumented?')
  const list = path.join(coverageFolder, 'profiles.txt')
  writeFileSync(list, counts.join('\n'))
  const merged = path.join(coverageFolder, 'engine.profdata')
  await mustRun(tools.profdata, ['merge', '--sparse', `--input-files=${list}`, '-o', merged])
  const objects = (await programs()).flatMap(program => ['--object', program])
  const args = ['export', '--format=lcov', `--instr-profile=${merged}`, ...objects]
  const { stdout } = await mustRun(tools.cov, args)
  const files = readLcov(stdout)
    .map(({ file, lines }) => ({ file: path.relative(repository, file), lines }))
    .filter(({ file }) => /^engine\/[^/]+\/src\//.test(file) && !aside.includes(crateOf(file)))
  return withoutTests(files, file => readFileSync(path.join(repository, file), 'utf8'))
}

/**
 * The folder of a file's crate.
 *
 * @param {string} file
 */
function crateOf(file) {
  return file.split('/')[1] ?? ''
}

/** The programs that counted: those of the tests, and the addon. */
async function programs() {
  const { stdout } = await cargo(['--no-run', '--message-format=json'], () => {})
  const built = stdout.matchAll(/"executable":"([^"]+)"/g)
  const addon = path.join(repository, 'target/debug', libraryFile())
  return [...new Set([...built].map(match => match[1] ?? '')), addon]
}

/**
 * @param {readonly string[]} args
 * @param {(line: string) => void} onLine
 */
function cargo(args, onLine) {
  const options = { env: instrumented(), onLine, noise: cargoNoise }
  return mustRun('cargo', ['test', '--workspace', '--lib', '--bins', '--tests', ...args], options)
}
