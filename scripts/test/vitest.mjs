import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inRepository } from '../process/repository.mjs'
import { run } from '../process/run.mjs'

/** @import { Outcome } from './runners.mjs' */

/**
 * A runner of the Vitest tests of a folder.
 *
 * @param {string} folder Its path in the repository; it has a vitest.config.ts.
 * @returns {(progress: (line: string) => void) => Promise<Outcome>}
 */
export function vitestTests(folder) {
  return async progress => {
    const temporary = mkdtempSync(path.join(tmpdir(), 'versa-vitest-'))
    const report = path.join(temporary, 'report.json')
    try {
      const vitest = inRepository('node_modules/vitest/vitest.mjs')
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      const { code, output } = await run(process.execPath, [vitest, 'run', ...reporters], {
        cwd: inRepository(folder),
        env: { NO_COLOR: '1', FORCE_COLOR: undefined },
        onLine: progress
      })
      return vitestOutcome(code, output.replace(/^JSON report .*\n/m, ''), readReport(report))
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
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
  return { passed, failed, skipped, output: failed > 0 ? output : '' }
}

/**
 * @param {string} file
 * @returns {Report | undefined}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
