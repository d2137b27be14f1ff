import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { ViewDefinition } from '../../schema/view-definition.js'
import { viewIsReadOnly } from '../build/failures.js'
import { checkAllFillable } from '../writes/fillable.js'
import { plainValues, rowList } from '../writes/given.js'
import { addModels, saveModel } from '../writes/model-writes.js'
import { ownKeyOf } from './own-key.js'
import { type Instance, type RelatedFrom, targetIn } from './related-query.js'
import type { KeyedRelation } from './resolve.js'

/** What rows have that belong to an instance: its key, and of which model they are. */
function ownership(from: RelatedFrom, { ownColumns, targetColumns, type }: KeyedRelation) {
  const key = ownKeyOf(from, ownColumns)
  const pairs = targetColumns.map(({ property }, at) => [property, key[at]] as const)
  const typed = type === undefined ? [] : [[type.column.property, type.value] as const]
  return Object.fromEntries([...pairs, ...typed])
}

/** Adds rows that refer to an instance, all or none. */
export async function createOwned(
  from: RelatedFrom,
  relation: KeyedRelation,
  list: unknown
): Promise<object[]> {
  const { source } = relation.target
  if (source.definition instanceof ViewDefinition) throw viewIsReadOnly(source.name)
  const owned = ownership(from, relation)
  const given = rowList(source, list)
  checkAllFillable(relation.target, given)
  const rows = given.map(values => ({ ...plainValues(source, values), ...owned }))
  return addModels(targetIn(from, relation.target), rows)
}

/** Makes an instance refer to another one, and saves it. */
export async function saveOwned(
  from: RelatedFrom,
  relation: KeyedRelation,
  instance: unknown
): Promise<object> {
  const { target } = relation
  if (target.definition instanceof ViewDefinition) throw viewIsReadOnly(target.source.name)
  if (!(instance instanceof target.model)) {
    throw new VersaError('INVALID_QUERY', `${relation.name} cannot save ${kindOf(instance)}`, {
      table: target.source.name,
      hint: `pass an instance of ${target.model.name}`
    })
  }
  const owned = instance as Instance
  Object.assign(owned, ownership(from, relation))
  await saveModel(targetIn(from, target), owned)
  return owned
}
