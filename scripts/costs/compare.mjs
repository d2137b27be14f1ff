/**
 * What a scenario costs.
 *
 * @typedef {{ instructions: number, allocations: number }} Cost
 */

/**
 * Costs as they are recorded, with the tools that counted them: others count otherwise.
 *
 * @typedef {{ tools: string, costs: { [name: string]: Cost } }} CostRecord
 */

/** How much more or less, in percent, is no change. */
const TOLERANCE = 5

/**
 * What is wrong with the costs that were counted, beside those that are recorded.
 *
 * @param {CostRecord} recorded
 * @param {CostRecord} counted
 * @returns {string[]} One line for each scenario that changed.
 */
export function compareCosts(recorded, counted) {
  const names = [...new Set([...Object.keys(recorded.costs), ...Object.keys(counted.costs)])]
  return names.sort().flatMap(name => {
    const before = recorded.costs[name]
    const now = counted.costs[name]
    if (before === undefined) return [`${name}: new; record it with npm run costs -- --record`]
    if (now === undefined) return [`${name}: gone; record that with npm run costs -- --record`]
    return [
      ...changed(`${name}, instructions`, before.instructions, now.instructions),
      ...changed(`${name}, allocations`, before.allocations, now.allocations)
    ]
  })
}

/**
 * @param {string} what
 * @param {number} before
 * @param {number} now
 * @returns {string[]}
 */
function changed(what, before, now) {
  const percent = before === 0 ? (now === 0 ? 0 : 100) : ((now - before) / before) * 100
  // Of few allocations each is a large part.
  if (Math.abs(percent) <= TOLERANCE || Math.abs(now - before) < 1) return []
  const figures = `${before} before, ${now} now (${percent > 0 ? '+' : ''}${percent.toFixed(1)} %)`
  return [
    percent > 0
      ? `${what} grew: ${figures}`
      : `${what} fell: ${figures}; keep it with npm run costs -- --record`
  ]
}
