import { meaningOf } from '../operators.js'
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
  const { first } = source.queries
  const shape: LookupShape = {
    source,
    column,
    one: first.next(operatorStep(column, joints.and, meaningOf('='))).next(models),
    many: first.next(operatorStep(column, joints.and, meaningOf('in'))).next(models)
  }
  shapes.set(column, shape)
  return shape
}

/** The look-up that a query of models is; undefined where it is something else. */
export function lookupOf(source: Source, node: ShapeNode): LookupShape | undefined {
  const { step, parent } = node
  if (step?.kind !== 'where' || parent !== source.queries.first || source.model === undefined) {
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
