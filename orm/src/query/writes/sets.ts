import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { Step } from '../shape/steps.js'
import { stampOf } from './stamps.js'

/** The values of an update, as steps behind the conditions of its query. */
export function appendSets(
  source: Source,
  values: unknown,
  conditions: ShapeNode,
  params: Param[]
): ShapeNode {
  if (!isPlainObject(values) || Object.keys(values).length === 0) {
    throw new VersaError('INVALID_QUERY', `the update of ${source.name} has no values`, {
      table: source.name,
      hint: 'pass an object with one column at least'
    })
  }
  let node = conditions
  for (const property in values) {
    if (!Object.hasOwn(values, property)) continue
    const value = values[property]
    const column = source.columnOrFail(property)
    if (typeof value === 'object' && SqlFragment.is(value)) {
      column.definition?.checkWritable()
      const fragment = SqlFragment.shapeOf(value)
      const key = `set:${column.id}:${fragment.key}`
      node = node.nextKeyed(key, () => ({ kind: 'set', column, fragment }))
      params.push(...SqlFragment.valuesOf(value))
    } else {
      node = node.next(column.set)
      params.push(column.encodeStored(value))
    }
  }
  return appendManagedSets(source, values, node, params)
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
