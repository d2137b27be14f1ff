import { VersaError } from '../../errors/versa-error.js'
import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import type { Executor } from '../plan/executor.js'
import { keyOf } from './identity.js'
import { ofKeys, pairedWith } from './reach.js'
import { type Instance, RelatedQuery } from './related-query.js'
import { type KeyedRelation, type MorphToRelation, relationOf } from './resolve.js'

type Row = Readonly<Instance>

/** The query of the rows that a relation leads to from one instance. */
export function relatedQuery(
  handle: ModelHandle,
  instance: Instance,
  transaction: Executor | undefined,
  name: string
): RelatedQuery {
  const relation = relationOf(handle, name)
  const { source, node, params, extras } =
    relation.kind === 'morphTo'
      ? morphedQuery(handle, relation, instance, transaction)
      : keyedQuery(relation, instance, transaction)
  const from = { relation, handle, instance, transaction }
  return new RelatedQuery(from, node, source, node, params, extras)
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
  const [first] = targets.values()
  // Of none there are no rows, of whichever model.
  if (type === null && first !== undefined) {
    return QueryBuilder.at(transaction, first.target.source).whereKeys([first.key], [])
  }
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
