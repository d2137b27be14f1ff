/**
 * What something costs, by what is counted.
 *
 * @typedef {{ readonly [counted: string]: number }} Cost
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
 * @param {Pick<CostRecord, 'costs'>} recorded
 * @param {Pick<CostRecord, 'costs'>} counted
 * @param {{ command?: string, least?: number }} [options] `command` records; `least` is the
 *   smallest difference that counts: of few each is a large part.
 * @returns {string[]} One line for each count that changed, which begins with what it is of.
 */
export function compareCosts(recorded, counted, options = {}) {
  const { command = 'npm run costs', least = 1 } = options
  const record = `${command} -- --record`
  const names = [...new Set([...Object.keys(recorded.costs), ...Object.keys(counted.costs)])]
  return names.sort().flatMap(name => {
    const before = recorded.costs[name]
    const now = counted.costs[name]
    if (before === undefined) return [`${name}: new; record it with ${record}`]
    if (now === undefined) return [`${name}: gone; record that with ${record}`]
    return Object.keys({ ...before, ...now }).flatMap(what => {
      const [old = 0, fresh = 0] = [before[what], now[what]]
      if (Math.abs(fresh - old) < least) return []
      return changed(`${name}, ${what}`, old, fresh, record)
    })
  })
}

/**
 * @param {string} what
 * @param {number} before
 * @param {number} now
 * @param {string} record
 * @returns {string[]}
 */
function changed(what, before, now, record) {
  const percent = before === 0 ? 100 : ((now - before) / before) * 100
  if (Math.abs(percent) <= TOLERANCE) return []
  const figures = `${before} before, ${now} now (${percent > 0 ? '+' : ''}${percent.toFixed(1)} %)`
  return [
    percent > 0 ? `${what} grew: ${figures}` : `${what} fell: ${figures}; keep it with ${record}`
  ]
}
