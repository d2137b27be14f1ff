import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { ViewDefinition } from '../../schema/view-definition.js'
import { viewIsReadOnly } from '../build/failures.js'
import type { ModelHandle } from '../model-handle.js'
import { saveModel } from '../writes/model-writes.js'
import { keyOf } from './identity.js'
import { type Instance, impossible, type RelatedFrom, targetIn } from './related-query.js'
import type { ResolvedRelation } from './resolve.js'

/** Makes an instance refer to another one, and saves it. */
export async function associate(
  from: RelatedFrom,
  relation: ResolvedRelation,
  owner: unknown
): Promise<void> {
  const { handle, instance } = from
  const { columns, type } = referenceOf(relation, owner)
  const key = keyOf(owner as Instance, columns)
  if (key === undefined) {
    throw new VersaError('INVALID_QUERY', `${relation.name} is associated with one without a key`, {
      table: handle.source.name,
      hint: 'save() it first'
    })
  }
  refuseView(handle)
  const before = { ...instance }
  relation.ownColumns.forEach(({ property }, at) => {
    instance[property] = key[at]
  })
  if (type !== undefined) instance[type.property] = type.value
  await saveOr(before, instance, () => saveModel(targetIn(from, handle), instance))
}

/** Makes an instance refer to none, and saves it. */
export async function dissociate(from: RelatedFrom, relation: ResolvedRelation): Promise<void> {
  const { handle, instance } = from
  if (relation.kind !== 'belongsTo' && relation.kind !== 'morphTo') {
    throw impossible('dissociate', relation)
  }
  refuseView(handle)
  const before = { ...instance }
  for (const { property } of relation.ownColumns) instance[property] = null
  if (relation.kind === 'morphTo') instance[relation.typeColumn.property] = null
  await saveOr(before, instance, () => saveModel(targetIn(from, handle), instance))
}

/** The key would be in the row of the view, even where it is the same already. */
function refuseView({ definition, source }: ModelHandle): void {
  if (definition instanceof ViewDefinition) throw viewIsReadOnly(source.name)
}

/** Where nothing was saved, the instance refers to what it did before. */
async function saveOr(before: Instance, instance: Instance, save: () => Promise<unknown>) {
  try {
    await save()
  } catch (error) {
    Object.assign(instance, before)
    throw error
  }
}

function referenceOf(relation: ResolvedRelation, owner: unknown) {
  if (relation.kind === 'belongsTo' && owner instanceof relation.target.model) {
    return { columns: relation.targetColumns, type: undefined }
  }
  if (relation.kind === 'morphTo') {
    for (const [value, { target, key }] of relation.targets) {
      if (!(owner instanceof target.model)) continue
      return { columns: [key], type: { property: relation.typeColumn.property, value } }
    }
  } else if (relation.kind !== 'belongsTo') {
    throw impossible('associate', relation)
  }
  throw new VersaError(
    'INVALID_QUERY',
    `${relation.name} cannot be associated with ${kindOf(owner)}`,
    { hint: 'pass an instance of the model that the relation leads to' }
  )
}
