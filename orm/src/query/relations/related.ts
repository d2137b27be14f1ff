import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { relationOf } from './resolve.js'

/** The query of the rows that a relation leads to from one instance. */
export function relatedQuery(
  handle: ModelHandle,
  instance: Readonly<Record<string, unknown>>,
  transaction: Executor | undefined,
  name: string
): QueryBuilder {
  const { target, targetColumn, ownColumn, pivot } = relationOf(handle, name)
  const key = instance[ownColumn.property]
  const query = QueryBuilder.at(transaction, target.source)
  // Without a key nothing refers to it: no value is in a list of none.
  const keys = key === null || key === undefined ? [] : [key]
  if (pivot === undefined) return query.whereKeys(targetColumn, keys)
  const pairs = QueryBuilder.of(pivot.foreign.source).whereKeys(pivot.foreign, keys)
  return query.whereIn(targetColumn.property, pairs.select(pivot.related.property))
}
