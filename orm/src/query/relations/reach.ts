import type { QueryBuilder } from '../build/query-builder.js'
import type { ColumnRef } from '../shape/source.js'
import { joints } from '../shape/steps.js'
import type { RowKey } from './identity.js'
import type { Between, KeyedRelation } from './resolve.js'

/** Pairs columns of two keys. */
function pairs(
  left: readonly ColumnRef[],
  right: readonly ColumnRef[]
): (readonly [ColumnRef, ColumnRef])[] {
  return left.flatMap((column, at) => {
    const other = right[at]
    return other === undefined ? [] : [[column, other] as const]
  })
}

/** The query with the table between joined, and only rows of the relation's type. */
function reaching(relation: KeyedRelation, query: QueryBuilder): QueryBuilder {
  const { between, targetColumns, type } = relation
  const joined =
    between === undefined
      ? query
      : query.joinOn('inner', between.source, pairs(targetColumns, between.related))
  return type === undefined ? joined : joined.whereValue(type.column, type.value)
}

/** The relation's rows of these keys. */
export function ofKeys(
  relation: KeyedRelation,
  query: QueryBuilder,
  keys: readonly RowKey[]
): QueryBuilder {
  return reaching(relation, query).whereKeys(farColumns(relation), keys)
}

/** The columns that are compared with those here. */
export function farColumns({ between, targetColumns }: KeyedRelation): readonly ColumnRef[] {
  return between === undefined ? targetColumns : between.foreign
}

/** The relation's rows of the row of the query around this one. */
export function ofRowAround(relation: KeyedRelation, query: QueryBuilder): QueryBuilder {
  let correlated = reaching(relation, query)
  for (const [far, own] of pairs(farColumns(relation), relation.ownColumns)) {
    correlated = correlated.correlate(far, '=', own)
  }
  return relation.pick === undefined ? correlated : onlyPicked(relation, relation.pick, correlated)
}

/** Only the row of which there is no later one, or no earlier one. */
function onlyPicked(
  relation: KeyedRelation,
  { column, wins }: NonNullable<KeyedRelation['pick']>,
  query: QueryBuilder
): QueryBuilder {
  const before = wins === 'largest' ? '>' : '<'
  let others = query.another(relation.target.source).scopedLike(query)
  for (const far of farColumns(relation)) others = others.correlate(far, '=', far)
  const [key] = relation.target.source.primaryKey()
  const better = others.group(group => {
    const further = group.correlate(column, before, column)
    if (key === undefined || key === column) return further
    return further.group(
      equal => equal.correlate(column, '=', column).correlate(key, before, key),
      joints.or
    )
  })
  return query.whereRows(joints.and, better, true)
}

/** The rows that a table between pairs with a key, as a condition. */
export function pairedWith(
  { targetColumns, type }: KeyedRelation,
  between: Between,
  query: QueryBuilder,
  key: RowKey
): QueryBuilder {
  let pairing = query.another(between.source)
  for (const [related, target] of pairs(between.related, targetColumns)) {
    pairing = pairing.correlate(related, '=', target)
  }
  pairing = pairing.whereKeys(between.foreign, [key])
  if (type !== undefined) pairing = pairing.whereValue(type.column, type.value)
  return query.whereRows(joints.and, pairing, false)
}
