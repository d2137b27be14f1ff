// `npm test [-- NAME…]`: sets up, then runs all tests, or those of the runners named.
//
// The last line is `N passed, N failed`, over all runners.
import { Failure } from './process/failure.mjs'
import { red, reportFailure, runCommand, say, step } from './process/step.mjs'
import { setupFor } from './setup.mjs'
import { failingTests } from './test/failures.mjs'
import { atOnce, runners } from './test/runners.mjs'

/** @import { Outcome, Runner } from './test/runners.mjs' */

await runCommand(async () => {
  const chosen = chooseRunners(process.argv.slice(2).filter(argument => !argument.startsWith('-')))
  await setupFor([...new Set(chosen.flatMap(runner => runner.needs))])
  say('')
  const totals = { passed: 0, failed: 0 }
  /** @type {string[]} */
  const failures = []
  // All take from one list: who is done takes the next.
  const waiting = chosen.values()
  const lanes = Array.from({ length: atOnce }, async () => {
    for (const runner of waiting) {
      const outcome = await runOne(runner)
      totals.passed += outcome.passed
      totals.failed += outcome.failed
      failures.push(...failingTests(outcome.output).map(name => `${runner.name}: ${name}`))
    }
  })
  await Promise.all(lanes)
  say('')
  // Again, as what failed may stand hundreds of lines above.
  for (const failure of failures) say(`${red('✗')} ${failure}`)
  console.log(`${totals.passed} passed, ${totals.failed} failed`)
  if (totals.failed > 0) process.exitCode = 1
})

/**
 * @param {string[]} names
 * @returns {readonly Runner[]}
 */
function chooseRunners(names) {
  const known = runners.map(runner => runner.name)
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined) {
    throw new Failure(`There are no tests called "${unknown}", only ${known.join(', ')}.`)
  }
  return runners.filter(runner => names.length === 0 || names.includes(runner.name))
}

/**
 * Runs one runner. Having run no test is a failure too: then something is wrong with the runner.
 *
 * @param {Runner} runner
 * @returns {Promise<Outcome>}
 */
async function runOne(runner) {
  /** @type {Outcome} */
  let outcome = { passed: 0, failed: 1, skipped: 0, output: '' }
  try {
    await step(`${runner.name} tests`, async progress => {
      outcome = await runner.run(progress)
      if (outcome.passed + outcome.failed === 0) {
        outcome = { ...outcome, failed: 1 }
        throw new Failure(`${runner.name} ran no tests`)
      }
      if (outcome.failed > 0) {
        throw new Failure(`${runner.name}: ${describe(outcome)}`, outcome.output)
      }
      return { note: describe(outcome), value: undefined }
    })
  } catch (error) {
    reportFailure(error)
  }
  return outcome
}

/** @param {Outcome} outcome */
function describe({ passed, failed, skipped }) {
  const parts = [`${passed} passed`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} left out`)
  return parts.join(', ')
}
