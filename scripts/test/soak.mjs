import { run } from '../process/run.mjs'

/** @import { Outcome } from './runners.mjs' */

/** The rest of what `npm run soak` finds takes longer. */
const minutes = 2

/**
 * Soaks for two minutes: one test, which fails where something is lost, written twice or not flat.
 *
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
export async function soakTests(progress) {
  const program = 'orm/tests/faults/soak/main.ts'
  const args = ['--import', 'tsx', program, '--minutes', `${minutes}`]
  const { code, output } = await run(process.execPath, args, { onLine: progress })
  const passed = code === 0
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, output }
}
