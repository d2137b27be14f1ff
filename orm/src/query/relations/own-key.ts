import { VersaError } from '../../errors/versa-error.js'
import type { ColumnRef } from '../shape/source.js'
import { keyOf, type RowKey } from './identity.js'
import type { RelatedFrom } from './related-query.js'

/** The key of an instance to which others refer. @throws VersaError `INVALID_QUERY` without. */
export function ownKeyOf(
  { handle, instance, relation }: RelatedFrom,
  columns: readonly ColumnRef[]
): RowKey {
  const key = keyOf(instance, columns)
  if (key !== undefined) return key
  const { model, source } = handle
  throw new VersaError('INVALID_QUERY', `${relation.name} of a ${model.name} without a key`, {
    table: source.name,
    hint: 'save() it first'
  })
}
