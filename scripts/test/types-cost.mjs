import { judgeTypes } from '../types-cost/judge.mjs'
import { measureTypes } from '../types-cost/measure.mjs'
import { recordedKysely, recordedTypes } from '../types-cost/recorded.mjs'

/** @import { Outcome } from './runners.mjs' */

/**
 * Counts what types cost the compiler. Kysely's part is recorded: counting it takes a minute.
 *
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
export async function typesCostTests(progress) {
  const recorded = recordedTypes()
  const outcome = judgeTypes(recorded, measureTypes([10, 100], progress), recorded.kysely)
  if (recordedKysely() !== undefined) return outcome
  const stale =
    `what is recorded of Kysely is of ${recorded.kysely.tools}, or of other queries: ` +
    'npm run types-cost -- --record'
  return { ...outcome, failed: outcome.failed + 1, output: `${stale}\n${outcome.output}` }
}
