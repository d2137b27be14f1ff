import type { ShapeNode } from '../shape/shape-node.js'
import type { Condition, JoinOn, Operand, Step, Subquery } from '../shape/steps.js'

/** Whether a step brings in global scopes: those of its query, of a joined table or a subquery. */
export function bringsScopes(step: Step): boolean {
  switch (step.kind) {
    case 'scope':
      return true
    case 'join': {
      const { source, on } = step
      return source.scopes !== undefined || source.queries.first.scoped || isScopedOn(on)
    }
    case 'where':
      return inCondition(step.condition)
    case 'extra':
      return inOperand(step.column.operand)
    case 'order':
    case 'having':
      return inOperand(step.operand)
    case 'group':
      return step.operands.some(inOperand)
    case 'select':
      return step.columns.some(({ operand }) => inOperand(operand))
    default:
      return false
  }
}

function inCondition(condition: Condition): boolean {
  switch (condition.kind) {
    case 'exists':
    case 'inQuery':
    case 'countQuery':
      return inQuery(condition.query)
    case 'group':
      return condition.node.scoped
    default:
      return false
  }
}

function inOperand(operand: Operand): boolean {
  return 'subquery' in operand && inQuery(operand.subquery)
}

function inQuery({ node }: Subquery): boolean {
  return node.scoped
}

function isScopedOn(on: JoinOn): boolean {
  return on !== undefined && isNode(on) && on.scoped
}

function isNode(on: NonNullable<JoinOn>): on is ShapeNode {
  return !Array.isArray(on)
}
