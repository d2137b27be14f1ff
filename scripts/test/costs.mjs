import { compareCosts } from '../costs/compare.mjs'
import { countCosts, countingTools } from '../costs/count.mjs'
import { recordedCosts } from '../costs/recorded.mjs'

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
  const changes = compareCosts(recorded, counted)
  const all = Object.keys(counted.costs).length
  if (recorded.tools !== tools) {
    const output = `counted by ${tools}, recorded by ${recorded.tools}`
    // Every scenario ran; what it costs here says nothing.
    return { passed: all, failed: 0, skipped: 0, output }
  }
  const failed = new Set(changes.map(change => change.split(/, (?:instructions|allocations)/)[0]))
  return {
    passed: all - failed.size,
    failed: failed.size,
    skipped: 0,
    output: changes.join('\n')
  }
}
