import { cargoNoise, run, withoutNoise } from '../process/run.mjs'

/** @import { Outcome } from './runners.mjs' */

/**
 * Runs the tests of all crates, documentation included.
 *
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
export async function cargoTests(progress) {
  const args = ['test', '--workspace', '--no-fail-fast']
  const { code, output } = await run('cargo', args, { onLine: progress })
  return cargoOutcome(code, output)
}

/**
 * Adds up what the test programs of a cargo run say. A run that failed without a failing test
 * (it did not compile, a program crashed) counts as one failure.
 *
 * @param {number} code
 * @param {string} output
 * @returns {Outcome}
 */
export function cargoOutcome(code, output) {
  const outcome = { passed: 0, failed: 0, skipped: 0, output: '' }
  const results = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/gm
  for (const [, passed, failed, ignored] of output.matchAll(results)) {
    outcome.passed += Number(passed)
    outcome.failed += Number(failed)
    outcome.skipped += Number(ignored)
  }
  if (code !== 0 && outcome.failed === 0) outcome.failed = 1
  if (outcome.failed > 0) outcome.output = withoutNoise(output, passing)
  return outcome
}

/** Lines about what went well. */
const passing = new RegExp(
  `${cargoNoise.source}|^test .* \\.\\.\\. ok$|^running 0 tests$|^test result: ok\\. 0 passed|` +
    '^ *(?:Finished|Running|Doc-tests) ',
  ''
)
