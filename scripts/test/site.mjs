import { playwrightTests } from './playwright.mjs'
import { vitestTests } from './vitest.mjs'

/** @import { Outcome } from './runners.mjs' */

const machinery = vitestTests('site')
const pages = playwrightTests('site')

/**
 * Tests what makes the site, then the site.
 *
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
export async function siteTests(progress) {
  const first = await machinery(progress)
  const second = await pages(progress)
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
    output: first.output + second.output
  }
}
