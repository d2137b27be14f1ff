import type { Expr } from '../../ast/generated/ast.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef } from '../shape/source.js'
import type { Condition, Joint, OuterColumn } from '../shape/steps.js'
import { selectOf } from './select.js'
import type { StatementBuild } from './statement-build.js'

/**
 * Conditions as they were joined: `or` begins another group, `and` goes on in the last, which is
 * how SQL reads `a and b or c`.
 */
export class ConditionList {
  readonly #groups: Expr[][] = []

  /** Adds a condition. */
  add(joint: Joint, condition: Expr): void {
    const expr: Expr = joint.negated ? { kind: 'not', expr: condition } : condition
    const last = this.#groups.at(-1)
    if (last === undefined || joint.connector === 'or') this.#groups.push([expr])
    else last.push(expr)
  }

  /** All of them as one; undefined where there are none. */
  toExpr(): Expr | undefined {
    const all = this.#groups.map(group => join('and', group))
    return all.length === 0 ? undefined : join('or', all)
  }
}

/** Several conditions as one; the only one is itself. */
export function join(kind: 'and' | 'or', items: Expr[]): Expr {
  const [only, second] = items
  return only !== undefined && second === undefined ? only : { kind, items }
}

/** A condition as an expression. */
export function conditionExpr(
  build: StatementBuild,
  condition: Condition,
  qualified: boolean
): Expr {
  switch (condition.kind) {
    case 'compare': {
      const { column, op } = condition
      const left = build.column(column, qualified)
      return { kind: 'compare', op, left, right: build.param(column.type) }
    }
    case 'compareText': {
      const { column, op } = condition
      const left = build.column(column, qualified)
      const right: Expr = { kind: 'cast', expr: build.param('text'), type: column.type ?? 'text' }
      return { kind: 'compare', op, left, right }
    }
    case 'compareFragment': {
      const left = build.column(condition.column, qualified)
      const right = build.fragment(condition.fragment)
      return { kind: 'compare', op: condition.op, left, right }
    }
    case 'like': {
      const { negated, insensitive } = condition
      const expr = build.column(condition.column, qualified)
      return { kind: 'like', expr, pattern: build.param('text'), negated, insensitive }
    }
    case 'between': {
      const { column, negated } = condition
      const expr = build.column(column, qualified)
      const low = build.param(column.type)
      return { kind: 'between', expr, low, high: build.param(column.type), negated }
    }
    case 'isNull':
      return {
        kind: 'isNull',
        expr: build.column(condition.column, qualified),
        negated: condition.negated
      }
    case 'columns': {
      const left = eitherColumn(build, condition.left, qualified)
      const right = eitherColumn(build, condition.right, qualified)
      return { kind: 'compare', op: condition.op, left, right }
    }
    case 'correlate':
      return {
        kind: 'compare',
        op: condition.op,
        left: build.column(condition.column, true),
        right: build.columnAround(condition.around)
      }
    case 'inRows':
      return {
        kind: 'inRows',
        exprs: condition.columns.map(column => build.column(column, qualified)),
        types: condition.columns.map(({ type }) => type ?? null),
        index: build.listIndex(),
        negated: false
      }
    case 'countQuery': {
      const left: Expr = { kind: 'subquery', query: selectOf(build, condition.query, 'count') }
      return { kind: 'compare', op: condition.op, left, right: build.param('int') }
    }
    case 'raw':
      return build.fragment(condition.fragment)
    case 'group':
      return groupExpr(build, condition.node, qualified)
    default:
      return membershipExpr(build, condition, qualified)
  }
}

function membershipExpr(
  build: StatementBuild,
  condition: Extract<Condition, { kind: 'inList' | 'inQuery' | 'exists' }>,
  qualified: boolean
): Expr {
  const { negated } = condition
  if (condition.kind === 'exists') {
    return { kind: 'exists', query: selectOf(build, condition.query, 'exists'), negated }
  }
  const { column } = condition
  const expr = build.column(column, qualified)
  if (condition.kind === 'inQuery') {
    const query = selectOf(build, condition.query, 'values')
    return { kind: 'in', expr, values: { kind: 'query', query }, negated }
  }
  const index = build.listIndex()
  const { type } = column
  const values = { kind: 'list', index, ...(type === undefined ? {} : { type }) } as const
  return { kind: 'in', expr, values, negated }
}

/** The conditions of a group as one. */
export function groupExpr(build: StatementBuild, node: ShapeNode, qualified: boolean): Expr {
  const list = new ConditionList()
  for (const step of node.steps()) {
    if (step.kind === 'where') {
      list.add(step.joint, conditionExpr(build, step.condition, qualified))
    }
  }
  // A group without conditions never becomes a step.
  return list.toExpr() ?? { kind: 'and', items: [] }
}

function eitherColumn(
  build: StatementBuild,
  column: ColumnRef | OuterColumn,
  qualified: boolean
): Expr {
  return 'outer' in column ? build.outerColumn(column) : build.column(column, qualified)
}
