import { inRepository } from '../process/repository.mjs'
import { run, withoutNoise } from '../process/run.mjs'
import { withReport } from './report.mjs'

/** @import { Outcome } from './runners.mjs' */

/**
 * A runner of the Playwright tests of folders, one after the other.
 *
 * @param {...string} folders Their paths in the repository; each has a playwright.config.ts.
 * @returns {(progress: (line: string) => void) => Promise<Outcome>}
 */
export function playwrightTests(...folders) {
  return async progress => {
    /** @type {Outcome} */
    const total = { passed: 0, failed: 0, skipped: 0, output: '' }
    for (const folder of folders) {
      const outcome = await playwrightTestsOf(folder, progress)
      total.passed += outcome.passed
      total.failed += outcome.failed
      total.skipped += outcome.skipped
      total.output += outcome.output
    }
    return total
  }
}

/**
 * @param {string} folder
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
async function playwrightTestsOf(folder, progress) {
  const playwright = inRepository('node_modules/@playwright/test/cli.js')
  /** @type {{ code: number, output: string, report: Report | undefined }} */
  const { code, output, report } = await withReport(file =>
    run(process.execPath, [playwright, 'test', '--reporter=line,json'], {
      cwd: inRepository(folder),
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, NO_COLOR: '1', FORCE_COLOR: undefined },
      onLine: progress
    })
  )
  return playwrightOutcome(code, output, report)
}

/**
 * @typedef {{
 *   stats: { expected: number, unexpected: number, flaky: number, skipped: number }
 * }} Report
 */

/**
 * Counts what Playwright reports. A test that passed only when it was tried again has failed. So
 * has a run that failed without a failing test (a file that does not load, a server that does not
 * start), or that found no test.
 *
 * @param {number} code
 * @param {string} output
 * @param {Report | undefined} report
 * @returns {Outcome}
 */
export function playwrightOutcome(code, output, report) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {}
  let failed = unexpected + flaky
  if (failed === 0 && (code !== 0 || expected === 0)) failed = 1
  const reason = failed > 0 ? withoutNoise(output, progressLine) : ''
  return { passed: expected, failed, skipped, output: reason }
}

/** A test that begins. */
const progressLine = /^\[\d+\/\d+\] /
