import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { ColumnReference } from '../build/column-reference.js'
import { isPlainObject } from '../build/conditions.js'
import type { QueryParts } from '../build/query-parts.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import { checkKindStays } from '../inheritance/kinds.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { Step } from '../shape/steps.js'
import { stampOf } from './stamps.js'

/** The values of an update, as steps behind the conditions of its query. */
export function appendSets(
  query: Pick<QueryParts, 'source' | 'extras'>,
  values: unknown,
  conditions: ShapeNode,
  params: Param[]
): ShapeNode {
  const { source } = query
  if (!isPlainObject(values) || Object.keys(values).length === 0) {
    throw new VersaError('INVALID_QUERY', `the update of ${source.name} has no values`, {
      table: source.name,
      hint: 'pass an object with one column at least'
    })
  }
  const node = appendValues(query, values, conditions, params)
  return appendManagedSets(source, values, node, params)
}

/** An assignment for each value: the value itself, SQL, or another column of the query. */
export function appendValues(
  { source, extras }: Pick<QueryParts, 'source' | 'extras'>,
  values: Readonly<Record<string, unknown>>,
  conditions: ShapeNode,
  params: Param[]
): ShapeNode {
  let node = conditions
  for (const property in values) {
    if (!Object.hasOwn(values, property)) continue
    const value = values[property]
    const column = source.columnOrFail(property)
    if (column.definition !== undefined) checkKindStays(column.definition)
    if (typeof value === 'object' && SqlFragment.is(value)) {
      column.definition?.checkWritable()
      const fragment = SqlFragment.shapeOf(value)
      const key = `set:${column.id}:${fragment.key}`
      node = node.nextKeyed(key, () => ({ kind: 'set', column, fragment }))
      params.push(...SqlFragment.valuesOf(value))
    } else if (value instanceof ColumnReference) {
      column.definition?.checkWritable()
      const from = extras.scope.column(value.name)
      const key = `setTo:${column.id}:${from.id}`
      node = node.nextKeyed(key, () => ({ kind: 'set', column, from }))
    } else {
      node = node.next(column.set)
      params.push(column.encodeStored(value))
    }
  }
  return node
}

/**
 * What every update of rows sets besides: `updatedAt`, unless it is given, and the next version.
 * Every write that sets columns of existing rows goes through here.
 *
 * @param given What is set, by property.
 * @param now The instant of the whole write, where it has several statements.
 */
export function appendManagedSets(
  source: Source,
  given: Readonly<Record<string, unknown>>,
  node: ShapeNode,
  params: Param[],
  now: Date | undefined = stampOf(source.definition)
): ShapeNode {
  const behaviour = source.definition?.behaviour
  if (behaviour === undefined) return node
  const { updatedAt, version } = behaviour
  let next = node
  if (updatedAt !== undefined && now !== undefined && !Object.hasOwn(given, updatedAt.property)) {
    next = next.next(source.columnOrFail(updatedAt.property).set)
    params.push(now)
  }
  return version === undefined ? next : next.next(bump(source.columnOrFail(version.property)))
}

const bumps = new WeakMap<ColumnRef, Step>()

/** The one step that counts a change of rows. */
function bump(column: ColumnRef): Step {
  const known = bumps.get(column)
  if (known !== undefined) return known
  const step: Step = { kind: 'set', column, next: true }
  bumps.set(column, step)
  return step
}
