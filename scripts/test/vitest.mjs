import { inRepository } from '../process/repository.mjs'
import { run, withoutNoise } from '../process/run.mjs'
import { withReport } from './report.mjs'

/** @import { Outcome } from './runners.mjs' */

/**
 * A runner of the Vitest tests of a folder.
 *
 * @param {string} folder Its path in the repository; it has a vitest.config.ts.
 * @returns {(progress: (line: string) => void) => Promise<Outcome>}
 */
export function vitestTests(folder) {
  return async progress => {
    const vitest = inRepository('node_modules/vitest/vitest.mjs')
    /** @type {{ code: number, output: string, report: Report | undefined }} */
    const { code, output, report } = await withReport(file => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
      return run(process.execPath, [vitest, 'run', ...reporters], {
        cwd: inRepository(folder),
        env: { NO_COLOR: '1', FORCE_COLOR: undefined },
        onLine: progress
      })
    })
    return vitestOutcome(code, output.replace(/^JSON report .*\n/m, ''), report)
  }
}

/**
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number
 * }} Report
 */

/**
 * Counts what Vitest reports. A run that failed without a failing test (a file that does not
 * load, an unhandled rejection) counts as one failure.
 *
 * @param {number} code
 * @param {string} output
 * @param {Report | undefined} report
 * @returns {Outcome}
 */
export function vitestOutcome(code, output, report) {
  const passed = report?.numPassedTests ?? 0
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  let failed = report?.numFailedTests ?? 0
  if (code !== 0 && failed === 0) failed = 1
  return { passed, failed, skipped, output: failed > 0 ? withoutNoise(output, passing) : '' }
}

/** Lines about what went well. */
const passing = /^ +[✓↓] /
