import { compareCosts } from '../costs/compare.mjs'
import { budget } from './expressions.mjs'
import { costsByName } from './measure.mjs'

/** @import { KyselyCost, TypeCosts } from './measure.mjs' */
/** @import { TypeRecord } from './recorded.mjs' */
/** @import { Outcome } from '../test/runners.mjs' */

/** The most that may be the slope between two sizes: 1 is linear. */
const SLOPE_MAX = 1.05
/** The most that may be the part of Kysely's instantiations. */
const KYSELY_MAX = 0.5
/** The smallest difference between counts that means anything: of few each is a large part. */
const LEAST = 10

/**
 * By which power of the number of models the instantiations grow, from each size to the next.
 *
 * @param {{ readonly [models: string]: number }} projects
 * @returns {{ from: number, to: number, slope: number }[]}
 */
export function slopesOf(projects) {
  const points = Object.entries(projects)
    .map(([models, instantiations]) => ({ models: Number(models), instantiations }))
    .sort((a, b) => a.models - b.models)
  return points.slice(1).flatMap((to, at) => {
    const from = points[at]
    if (from === undefined) return []
    const slope =
      Math.log(to.instantiations / from.instantiations) / Math.log(to.models / from.models)
    return [{ from: from.models, to: to.models, slope }]
  })
}

/**
 * What the counts mean: each cost is a test, and so are the growth with the models, the comparison
 * with Kysely and the budget of expressions.
 *
 * @param {TypeRecord} recorded
 * @param {TypeCosts} counted
 * @param {KyselyCost} kysely
 * @returns {Outcome}
 */
export function judgeTypes(recorded, counted, kysely) {
  const tests = [
    ...slopeTests(counted),
    kyselyTest(counted, kysely),
    ...budgetTests(counted),
    ...recordTests(recorded, counted)
  ]
  const problems = tests.filter(problem => problem !== '')
  // Counts of another compiler mean nothing beside those that are recorded.
  const skipped = recorded.tools === counted.tools ? 0 : Object.keys(costsByName(counted)).length
  return {
    passed: tests.length - problems.length,
    failed: problems.length,
    skipped,
    output: problems.join('\n')
  }
}

/**
 * @param {TypeCosts} counted
 * @returns {string[]} Of each test its problem, which is empty where there is none.
 */
function slopeTests({ projects }) {
  return slopesOf(projects).map(({ from, to, slope }) =>
    slope <= SLOPE_MAX
      ? ''
      : `from ${from} to ${to} models the instantiations grow with the power ` +
        `${slope.toFixed(3)}; ${SLOPE_MAX} is allowed`
  )
}

/**
 * @param {TypeCosts} counted
 * @param {KyselyCost} kysely
 * @returns {string}
 */
function kyselyTest({ compared }, { instantiations }) {
  const part = compared / instantiations
  if (part <= KYSELY_MAX) return ''
  return `${compared} instantiations are ${part.toFixed(2)} of Kysely's; ${KYSELY_MAX} is allowed`
}

/**
 * @param {TypeCosts} counted
 * @returns {string[]}
 */
function budgetTests({ expressions }) {
  return Object.entries(expressions).map(([name, { first, again }]) =>
    first <= budget.first && again <= budget.again
      ? ''
      : `${name} takes ${first} instantiations, and ${again} at each further place; ` +
        `${budget.first} and ${budget.again} are allowed`
  )
}

/**
 * @param {TypeRecord} recorded
 * @param {TypeCosts} counted
 * @returns {string[]}
 */
function recordTests(recorded, counted) {
  if (recorded.tools !== counted.tools) return []
  const costs = costsByName(counted)
  // The largest project takes too long for each run of the tests.
  const expected = Object.fromEntries(
    Object.entries(recorded.costs).filter(([name]) => name in costs || !/^\d+ models$/.test(name))
  )
  return [...new Set([...Object.keys(expected), ...Object.keys(costs)])].map(name => {
    /** @param {{ [name: string]: import('../costs/compare.mjs').Cost }} all */
    const only = all => ({ costs: all[name] === undefined ? {} : { [name]: all[name] } })
    const options = { command: 'npm run types-cost', least: LEAST }
    return compareCosts(only(expected), only(costs), options).join('\n')
  })
}
