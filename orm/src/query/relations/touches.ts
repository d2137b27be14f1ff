import { VersaError } from '../../errors/versa-error.js'
import { invalidDefinition } from '../../schema/invalid-definition.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import type { Source } from '../shape/source.js'
import { stampOf } from '../writes/stamps.js'
import { keyIdentity, keyOf, type RowKey } from './identity.js'
import { type KeyedRelation, relationOf } from './resolve.js'

/** A row as a bag of its columns. */
type Row = Readonly<Record<string, unknown>>

/** What was touched already, by table and key: rows may refer to each other in a circle. */
type Touched = Set<string>

/**
 * Gives the rows that these rows belong to another `updatedAt`, as the model's `touches` say, and
 * so on from there.
 *
 * @param rows What was written, as it was before and is now.
 * @param transaction The transaction that the rows are bound to.
 */
export async function touchOwners(
  handle: ModelHandle,
  rows: readonly Row[],
  transaction: Executor | undefined,
  touched: Touched = new Set()
): Promise<void> {
  for (const name of handle.definition.behaviour.touches) {
    const relation = ownerRelation(handle, name)
    const keys = newKeys(rows, relation, touched)
    if (keys.length === 0) continue
    const { target, targetColumns } = relation
    const owners = QueryBuilder.at(transaction, target.source).whereKeys(targetColumns, keys)
    const now = stampOf(target.definition)
    const { updatedAt } = target.definition.behaviour
    if (now !== undefined && updatedAt !== undefined) {
      await owners.takingAll().update({ [updatedAt.property]: now })
    }
    if (target.definition.behaviour.touches.length === 0) continue
    await touchOwners(target, (await owners.rows()) as Row[], transaction, touched)
  }
}

function ownerRelation(handle: ModelHandle, name: string): KeyedRelation {
  const relation = relationOf(handle, name)
  const where = `${handle.model.name}.${name}`
  if (relation.kind !== 'belongsTo') {
    throw invalidDefinition(`touches names ${where}, which is ${relation.kind}`, 'name a belongsTo')
  }
  if (relation.target.definition.behaviour.updatedAt !== undefined) return relation
  throw invalidDefinition(
    `touches names ${where}, whose model has no updatedAt`,
    'give that model the option timestamps: true'
  )
}

function newKeys(
  rows: readonly Row[],
  { ownColumns, target }: KeyedRelation,
  touched: Touched
): RowKey[] {
  return rows.flatMap(row => {
    const key = keyOf(row, ownColumns)
    if (key === undefined) return []
    const mark = `${target.source.id} ${typeof keyIdentity(key)} ${String(keyIdentity(key))}`
    if (touched.has(mark)) return []
    touched.add(mark)
    return [key]
  })
}

/** The failure of what sets `updatedAt`, where there is none. */
export function noUpdatedAt({ name }: Source): VersaError {
  return new VersaError('INVALID_QUERY', `${name} has no updatedAt to touch`, {
    table: name,
    hint: 'give the model the option timestamps: true'
  })
}
