import type { Param } from '../../engine/engine.js'
import { meaningOf } from '../operators.js'
import { withFixedScopes } from '../scopes/scope-param.js'
import { ownScopes } from '../shape/own-scopes.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { operatorStep } from '../shape/simple-steps.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { joints, type Terminal } from '../shape/steps.js'

const models: Terminal = { kind: 'models' }

/** A look-up of the one row that has a value: by its primary key or another unique column. */
export interface LookupShape {
  readonly source: Source
  readonly column: ColumnRef
  /** The statement of one look-up. No limit: there is one row at most. */
  readonly one: ShapeNode
  /** The statement of several, whose parameter is a list. */
  readonly many: ShapeNode
}

const shapes = new WeakMap<ColumnRef, LookupShape>()

/** The look-up by a column whose values are unique. */
export function lookupBy(column: ColumnRef): LookupShape {
  const known = shapes.get(column)
  if (known !== undefined) return known
  const { source } = column
  const begin = beginOf(source)
  const fixed = source.scopes?.fixed
  const ended = (node: ShapeNode): ShapeNode =>
    fixed === undefined ? node.next(models) : withFixedScopes(node.next(models), fixed)
  const shape: LookupShape = {
    source,
    column,
    one: ended(begin.next(operatorStep(column, joints.and, meaningOf('=')))),
    many: ended(begin.next(operatorStep(column, joints.and, meaningOf('in'))))
  }
  shapes.set(column, shape)
  return shape
}

/** Where the queries of a table begin. */
function beginOf({ queries, scopes }: Source): ShapeNode {
  return scopes === undefined ? queries.first : queries.first.next(ownScopes)
}

/** Whether a table's rows can be looked up: nothing hides some of them from some callers. */
export function isLookedUp({ scopes }: Source): boolean {
  return scopes === undefined || scopes.fixed !== undefined
}

/**
 * The look-up that a query of models is; undefined where it is something else. Its value is the
 * last of the parameters: a condition that compares has one.
 */
export function lookupOf(
  source: Source,
  node: ShapeNode,
  params: readonly Param[]
): LookupShape | undefined {
  const { step, parent } = node
  if (step?.kind !== 'where' || parent !== beginOf(source) || source.model === undefined) {
    return undefined
  }
  const { scopes } = source
  if (scopes !== undefined && (params[0] !== scopes.all.asParam() || !isLookedUp(source))) {
    return undefined
  }
  const { joint, condition } = step
  if (joint.negated || condition.kind !== 'compare' || condition.op !== '=') return undefined
  return isUnique(source, condition.column) ? lookupBy(condition.column) : undefined
}

function isUnique(source: Source, column: ColumnRef): boolean {
  const [key, second] = source.primaryKey()
  if (key === column && second === undefined) return true
  return column.source === source && column.definition?.settings.unique === true
}
