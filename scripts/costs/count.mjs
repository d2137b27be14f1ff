import { releaseArguments } from '../build/release.mjs'
import { Failure } from '../process/failure.mjs'
import { cargoNoise, mustRun, run } from '../process/run.mjs'

/** @import { Cost, CostRecord } from './compare.mjs' */

/** How often a scenario is run: fewer times where one run is much. */
const many = 200
const few = 4
const large = /0,000|1,000/

/**
 * The tools that count; costs of other tools cannot be compared.
 *
 * @returns {Promise<string>}
 */
export async function countingTools() {
  const valgrind = await run('valgrind', ['--version'])
  if (valgrind.code !== 0) {
    throw new Failure(
      'valgrind counts the instructions, and it is not installed: apt-get install valgrind'
    )
  }
  const rustc = await mustRun('rustc', ['--version'])
  // SQLite is C, and much of each count.
  const [compiler, library] = await Promise.all([
    run('cc', ['--version']),
    run('ldd', ['--version'])
  ])
  const tools = [valgrind, rustc, compiler, library].map(({ stdout }) => stdout.split('\n')[0])
  return [...tools, process.arch].join(', ')
}

/**
 * Builds the program and counts what each scenario costs.
 *
 * @param {string} tools
 * @param {(line: string) => void} progress
 * @returns {Promise<CostRecord>}
 */
export async function countCosts(tools, progress) {
  // Together with the addon, which is mostly built by now: alone it would have other features of
  // the crates that both have, and cargo would compile those again.
  const packages = ['--package', 'versa-costs', '--package', 'versa-node']
  await mustRun('cargo', ['build', ...packages, ...releaseArguments()], {
    onLine: progress,
    noise: cargoNoise
  })
  const metadata = await mustRun('cargo', ['metadata', '--no-deps', '--format-version', '1'])
  /** @type {{ target_directory: string }} */
  const { target_directory: target } = JSON.parse(metadata.stdout)
  const program = `${target}/release/versa-costs`
  const { stdout } = await mustRun(program, [])
  /** @type {CostRecord['costs']} */
  const costs = {}
  for (const name of stdout.trim().split('\n')) {
    progress(name)
    costs[name] = await costOf(program, name)
  }
  return { tools, costs }
}

/**
 * What one run of a scenario costs. Of two counts with different numbers of runs the difference
 * leaves out what comes before the first.
 *
 * @param {string} program
 * @param {string} name
 * @returns {Promise<Cost>}
 */
async function costOf(program, name) {
  const runs = large.test(name) ? few : many
  const [once, twice] = await Promise.all([
    instructions(program, name, runs),
    instructions(program, name, runs * 2)
  ])
  const allocations = await mustRun(program, [name, String(runs)])
  return {
    instructions: Math.round((twice - once) / runs),
    allocations: Math.round((Number(allocations.stdout) / runs) * 10) / 10
  }
}

/**
 * @param {string} program
 * @param {string} name
 * @param {number} runs
 * @returns {Promise<number>}
 */
async function instructions(program, name, runs) {
  const args = ['--tool=callgrind', '--callgrind-out-file=/dev/null', program, name, String(runs)]
  const { output } = await mustRun('valgrind', args)
  const collected = /Collected : (\d+)/.exec(output)?.[1]
  if (collected === undefined) throw new Failure('callgrind did not say what it counted', output)
  return Number(collected)
}
