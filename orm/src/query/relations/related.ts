import { VersaError } from '../../errors/versa-error.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { keyOf } from './identity.js'
import { ofKeys, pairedWith } from './reach.js'
import { type KeyedRelation, type MorphToRelation, relationOf } from './resolve.js'

type Row = Readonly<Record<string, unknown>>

/** The query of the rows that a relation leads to from one instance. */
export function relatedQuery(
  handle: ModelHandle,
  instance: Row,
  transaction: Executor | undefined,
  name: string
): QueryBuilder {
  const relation = relationOf(handle, name)
  return relation.kind === 'morphTo'
    ? morphedQuery(handle, relation, instance, transaction)
    : keyedQuery(relation, instance, transaction)
}

function keyedQuery(
  relation: KeyedRelation,
  instance: Row,
  transaction: Executor | undefined
): QueryBuilder {
  const { between, pick } = relation
  const query = QueryBuilder.at(transaction, relation.target.source)
  const key = keyOf(instance, relation.ownColumns)
  // Without a key nothing refers to it: no value is in a list of none.
  const found =
    between === undefined || key === undefined
      ? ofKeys({ ...relation, between: undefined }, query, key === undefined ? [] : [key])
      : pairedWith(relation, between, query, key)
  if (pick === undefined) return found
  const direction = pick.wins === 'largest' ? 'desc' : 'asc'
  const ordered = found.orderByColumn(pick.column, direction)
  return relation.target.source
    .primaryKey()
    .reduce((query, column) => query.orderByColumn(column, direction), ordered)
    .limit(1)
}

function morphedQuery(
  { model, source }: ModelHandle,
  { name, typeColumn, ownColumns, targets }: MorphToRelation,
  instance: Row,
  transaction: Executor | undefined
): QueryBuilder {
  const type = instance[typeColumn.property]
  const found = targets.get(String(type))
  if (found === undefined) {
    throw new VersaError('INVALID_QUERY', `this ${model.name} has no ${name} to query`, {
      table: source.name,
      column: typeColumn.property,
      hint: `${typeColumn.property} has to be one of ${[...targets.keys()].join(', ')}`
    })
  }
  const key = keyOf(instance, ownColumns)
  const query = QueryBuilder.at(transaction, found.target.source)
  return query.whereKeys([found.key], key === undefined ? [] : [key])
}
