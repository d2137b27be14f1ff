import { readFileSync, writeFileSync } from 'node:fs'
import { inRepository } from '../process/repository.mjs'
import { kyselyIdentity } from './measure.mjs'

/** @import { CostRecord } from '../costs/compare.mjs' */
/** @import { KyselyCost } from './measure.mjs' */

/**
 * Costs of types as they are recorded, with the compiler that counted them.
 *
 * @typedef {CostRecord & { kysely: KyselyCost }} TypeRecord
 */

const file = inRepository('orm/types-tests/instantiations.json')

/**
 * The costs that are recorded in the repository.
 *
 * @returns {TypeRecord}
 */
export function recordedTypes() {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * What is recorded of Kysely, where it is of this project, this Kysely and this compiler.
 *
 * @returns {KyselyCost | undefined}
 */
export function recordedKysely() {
  const { kysely } = recordedTypes()
  const { tools, project } = kyselyIdentity()
  return kysely.tools === tools && kysely.project === project ? kysely : undefined
}

/**
 * Records costs.
 *
 * @param {TypeRecord} record
 */
export function recordTypes(record) {
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`)
}
