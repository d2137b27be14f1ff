import type { OperatorMeaning } from '../operators.js'
import type { ColumnRef } from './source.js'
import type { Condition, Joint, Step } from './steps.js'

/** Numbers of conditions that consist of a column and no operator; operators have those before. */
export const simple = { isNull: 12, isNotNull: 13, between: 14, notBetween: 15 } as const

/** Room for all numbers of conditions, per joint. */
const CODES = 16

/** The one step of a condition that consists of a column and an operator alone. */
export function operatorStep(column: ColumnRef, joint: Joint, meaning: OperatorMeaning): Step {
  const at = joint.code * CODES + meaning.code
  const known = column.steps[at]
  if (known !== undefined) return known
  return keep(column, at, joint, operatorCondition(column, meaning))
}

/** The one step of a condition that consists of a column alone. */
export function simpleStep(column: ColumnRef, joint: Joint, code: number): Step {
  const at = joint.code * CODES + code
  return column.steps[at] ?? keep(column, at, joint, simpleCondition(column, code))
}

function keep(column: ColumnRef, at: number, joint: Joint, condition: Condition): Step {
  const step: Step = { kind: 'where', joint, condition }
  column.steps[at] = step
  return step
}

function operatorCondition(column: ColumnRef, meaning: OperatorMeaning): Condition {
  switch (meaning.kind) {
    case 'compare':
      return { kind: 'compare', column, op: meaning.op }
    case 'like': {
      const { negated, insensitive } = meaning
      return { kind: 'like', column, negated, insensitive }
    }
    case 'in':
      return { kind: 'inList', column, negated: meaning.negated }
  }
}

function simpleCondition(column: ColumnRef, code: number): Condition {
  switch (code) {
    case simple.isNull:
      return { kind: 'isNull', column, negated: false }
    case simple.isNotNull:
      return { kind: 'isNull', column, negated: true }
    default:
      return { kind: 'between', column, negated: code === simple.notBetween }
  }
}
