import { compareCosts } from '../costs/compare.mjs'
import { countCosts, countingTools } from '../costs/count.mjs'
import { recordedCosts } from '../costs/recorded.mjs'

/** @import { CostRecord } from '../costs/compare.mjs' */
/** @import { Outcome } from './runners.mjs' */

/**
 * Counts what the engine's hot path costs: each scenario is a test. Where other tools count than
 * those the record is of, nothing can be compared, and the scenarios are left out; CI has the same.
 *
 * @param {(line: string) => void} progress
 * @returns {Promise<Outcome>}
 */
export async function costsTests(progress) {
  const tools = await countingTools()
  const recorded = recordedCosts()
  const counted = await countCosts(tools, progress)
  return costsOutcome(recorded, counted)
}

/**
 * What the counts mean. Of other tools they mean nothing: then all scenarios are left out.
 *
 * @param {CostRecord} recorded
 * @param {CostRecord} counted
 * @returns {Outcome}
 */
export function costsOutcome(recorded, counted) {
  const names = new Set([...Object.keys(recorded.costs), ...Object.keys(counted.costs)])
  if (recorded.tools !== counted.tools) {
    // One test did pass: each scenario ran.
    return { passed: 1, failed: 0, skipped: names.size, output: '' }
  }
  const changes = compareCosts(recorded, counted)
  const failed = new Set(
    changes.map(change => change.split(/(?:, (?:instr|alloc)|: (?:new|gone))/)[0])
  )
  return {
    passed: names.size - failed.size,
    failed: failed.size,
    skipped: 0,
    output: changes.join('\n')
  }
}
