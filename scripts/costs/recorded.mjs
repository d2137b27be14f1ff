import { readFileSync, writeFileSync } from 'node:fs'
import { inRepository } from '../process/repository.mjs'

/** @import { CostRecord } from './compare.mjs' */

const file = inRepository('engine/costs/counts.json')

/**
 * The costs that are recorded in the repository.
 *
 * @returns {CostRecord}
 */
export function recordedCosts() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * Records costs.
 *
 * @param {CostRecord} record
 */
export function recordCosts(record) {
  const costs = Object.fromEntries(
    Object.entries(record.costs).sort(([a], [b]) => (a < b ? -1 : 1))
  )
  writeFileSync(file, `${JSON.stringify({ ...record, costs }, null, 2)}\n`)
}
