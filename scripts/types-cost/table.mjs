import { slopesOf } from './judge.mjs'
import { comparedModels } from './measure.mjs'

/** @import { KyselyCost, TypeCosts } from './measure.mjs' */

/**
 * Check times in seconds, by the names of the projects.
 *
 * @typedef {{ readonly [project: string]: number }} Times
 */

/**
 * The tables that `npm run types-cost` prints.
 *
 * @param {TypeCosts} costs
 * @param {KyselyCost} kysely
 * @param {Times} times
 * @returns {string}
 */
export function tablesOf(costs, kysely, times) {
  const seconds = (/** @type {string} */ name) => `${times[name]?.toFixed(2) ?? '–'} s`
  const growth = slopesOf(costs.projects)
    .map(({ from, to, slope }) => `${slope.toFixed(3)} from ${from} to ${to}`)
    .join(', ')
  const sizes = Object.entries(costs.projects).map(([models, instantiations]) => [
    `${models} models`,
    figure(instantiations),
    figure(instantiations / Number(models)),
    seconds(models)
  ])
  const compared = [
    ['VersaORM', figure(costs.compared), share(costs.compared, kysely), seconds('versa')],
    [
      'Kysely',
      figure(kysely.instantiations),
      share(kysely.instantiations, kysely),
      seconds('kysely')
    ]
  ]
  const expressions = Object.entries(costs.expressions).map(([name, { first, again }]) => [
    name,
    figure(first),
    figure(again)
  ])
  return [
    table(['project', 'instantiations', 'per model', 'check, TypeScript 7.0'], sizes),
    `growth (1 is linear): ${growth}`,
    table(
      [`${comparedModels} models`, 'instantiations', 'of Kysely', 'check, TypeScript 7.0'],
      compared
    ),
    table(['expression', 'of a new model', 'again'], expressions)
  ].join('\n\n')
}

/**
 * @param {number} count
 * @param {KyselyCost} kysely
 */
function share(count, kysely) {
  return `${((count / kysely.instantiations) * 100).toFixed(1)} %`
}

/** @param {number} count */
function figure(count) {
  return Math.round(count).toLocaleString('en-US')
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @returns {string} Names to the left, figures to the right.
 */
function table(head, rows) {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map(row => (row[at] ?? '').length))
  )
  return [head, ...rows]
    .map(row =>
      row
        .map((cell, at) =>
          at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)
        )
        .join('  ')
    )
    .join('\n')
}
