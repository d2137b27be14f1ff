import type { Assignment, Expr, Nulls, OutputColumn, Select } from '../../ast/generated/ast.js'
import { ColumnRef, type Source } from '../shape/source.js'
import type { SelectedColumn, Step, Subquery } from '../shape/steps.js'
import { ConditionList, conditionExpr } from './conditions.js'
import type { StatementBuild } from './statement-build.js'

type OrderStep = Extract<Step, { kind: 'order' }>

/** What a query within another is for: rows that exist, or values to look through. */
export type SubqueryUse = 'exists' | 'values'

/** The clauses of a query, before it is known what is selected. */
export interface Clauses {
  readonly build: StatementBuild
  readonly source: Source
  readonly sources: readonly Source[]
  readonly qualified: boolean
  /** Whether a join makes rows without a row of the query's own table. */
  readonly optional: boolean
  readonly where: ConditionList
  readonly having: ConditionList
  /** Everything but the columns, the filter and the havings, which are still lists. */
  readonly select: Select
  /** What the user selected; undefined: the columns of the table. */
  selection: readonly SelectedColumn[] | undefined
  /** What an update assigns. */
  readonly set: Assignment[]
}

/** Reads the steps of a query. `finish` runs within its scope, after them. */
export function buildClauses<T>(
  build: StatementBuild,
  { source, node }: Subquery,
  finish: (clauses: Clauses) => T
): T {
  const steps = node.steps()
  const sources = [source, ...steps.flatMap(step => (step.kind === 'join' ? [step.source] : []))]
  return build.within(sources, () => {
    const clauses: Clauses = {
      build,
      source,
      sources,
      qualified: node.qualified || build.nested,
      optional: steps.some(
        step => step.kind === 'join' && (step.join === 'right' || step.join === 'full')
      ),
      where: new ConditionList(),
      having: new ConditionList(),
      select: { columns: [], from: { kind: 'table', table: source.tableRef() } },
      selection: undefined,
      set: []
    }
    for (const step of steps) addStep(clauses, step)
    return finish(clauses)
  })
}

/**
 * Where nulls go: null is the smallest value on every database. Where there can be none, nothing is
 * said about them: PostgreSQL would not read the rows in the order of an index otherwise.
 */
function placeOfNulls(clauses: Clauses, step: OrderStep): Nulls | undefined {
  if (step.nulls !== undefined) return step.nulls
  const { operand } = step
  const never =
    operand instanceof ColumnRef &&
    operand.definition?.nullable === false &&
    operand.source === clauses.source &&
    !clauses.optional
  if (never) return undefined
  return step.direction === 'asc' ? 'first' : 'last'
}

function addStep(clauses: Clauses, step: Step): void {
  const { build, select, qualified } = clauses
  switch (step.kind) {
    case 'where':
      clauses.where.add(step.joint, conditionExpr(build, step.condition, qualified))
      return
    case 'having':
      clauses.having.add(step.joint, havingExpr(clauses, step))
      return
    case 'order': {
      const nulls = placeOfNulls(clauses, step)
      const order = {
        expr: build.operand(step.operand, qualified),
        direction: step.direction,
        ...(nulls === undefined ? {} : { nulls })
      }
      select.orderBy = [...(select.orderBy ?? []), order]
      return
    }
    case 'group': {
      const operands = step.operands.map(operand => build.operand(operand, qualified))
      select.groupBy = [...(select.groupBy ?? []), ...operands]
      return
    }
    case 'join':
      addJoin(clauses, step)
      return
    case 'select':
      clauses.selection = step.columns
      select.columns = step.columns.map(column => selected(clauses, column))
      return
    case 'limit':
      select.limit = build.param('int')
      return
    case 'one':
      select.limit = { kind: 'integer', value: 1 }
      return
    case 'offset':
      select.offset = build.param('int')
      return
    case 'distinct':
      select.distinct = true
      return
    case 'set': {
      const { column, fragment } = step
      const value = fragment === undefined ? build.param(column.type) : build.fragment(fragment)
      clauses.set.push({ column: column.name, value })
      return
    }
    default:
      // The terminal says what becomes of the clauses.
      return
  }
}

function havingExpr(clauses: Clauses, step: Extract<Step, { kind: 'having' }>): Expr {
  const left = clauses.build.operand(step.operand, clauses.qualified)
  if (step.isNull) return { kind: 'isNull', expr: left, negated: step.op === '!=' }
  return { kind: 'compare', op: step.op, left, right: clauses.build.param(step.type) }
}

function addJoin(clauses: Clauses, step: Extract<Step, { kind: 'join' }>): void {
  const { build, select } = clauses
  const source = { kind: 'table', table: step.source.tableRef() } as const
  const join =
    step.on === undefined
      ? { kind: step.join, source }
      : {
          kind: step.join,
          source,
          on: {
            kind: 'compare',
            op: '=',
            left: build.column(step.on[0], true),
            right: build.column(step.on[1], true)
          } as const
        }
  select.joins = [...(select.joins ?? []), join]
}

function selected(clauses: Clauses, column: SelectedColumn): OutputColumn {
  return {
    expr: clauses.build.operand(column.operand, clauses.qualified),
    ...(column.aliased ? { alias: column.property } : {}),
    ...(column.type === undefined ? {} : { type: column.type })
  }
}

/** A column as it is selected. */
export function outputColumn(clauses: Clauses, column: ColumnRef): OutputColumn {
  const expr = clauses.build.column(column, clauses.qualified)
  return column.type === undefined ? { expr } : { expr, type: column.type }
}

/** All columns of the query's own table. */
export function ownColumns(clauses: Clauses): OutputColumn[] {
  const { source } = clauses
  if (source.definition === undefined) {
    const all: Expr = clauses.qualified
      ? { kind: 'allColumns', table: source.name }
      : { kind: 'allColumns' }
    return [{ expr: all }]
  }
  return source.columns.map(column => outputColumn(clauses, column))
}

/** The clauses as a query that selects these columns. */
export function finishSelect(clauses: Clauses, columns: readonly OutputColumn[]): Select {
  const filter = clauses.where.toExpr()
  const having = clauses.having.toExpr()
  return {
    ...clauses.select,
    columns: [...columns],
    ...(filter === undefined ? {} : { filter }),
    ...(having === undefined ? {} : { having })
  }
}

/** A query within another. */
export function selectOf(build: StatementBuild, query: Subquery, use: SubqueryUse): Select {
  return buildClauses(build, query, clauses => {
    const grouped = clauses.select.groupBy !== undefined || clauses.select.distinct === true
    if (clauses.selection !== undefined && (use === 'values' || grouped)) {
      return finishSelect(clauses, clauses.select.columns)
    }
    if (use === 'exists') {
      return finishSelect(clauses, [{ expr: { kind: 'integer', value: 1 }, alias: 'found' }])
    }
    const [key, second] = clauses.source.primaryKey()
    const columns =
      key !== undefined && second === undefined ? [outputColumn(clauses, key)] : ownColumns(clauses)
    return finishSelect(clauses, columns)
  })
}
