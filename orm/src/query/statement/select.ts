import type {
  Assignment,
  Source as AstSource,
  Expr,
  LogicalType,
  Nulls,
  OutputColumn,
  Select
} from '../../ast/generated/ast.js'
import { ShapeNode } from '../shape/shape-node.js'
import { ColumnRef, type Source } from '../shape/source.js'
import {
  type AggregateRef,
  type JoinOn,
  joints,
  type Operand,
  type SelectedColumn,
  type SetStep,
  type Step,
  type Subquery
} from '../shape/steps.js'
import { ConditionList, conditionExpr, groupExpr, join } from './conditions.js'
import { limitPerPartition } from './partition.js'
import type { StatementBuild } from './statement-build.js'

type OrderStep = Extract<Step, { kind: 'order' }>

/** What a query within another is for: whether it has rows, how many, or their values. */
export type SubqueryUse = 'exists' | 'count' | 'values'

/** The clauses of a query, before it is known what is selected. */
export interface Clauses {
  readonly build: StatementBuild
  readonly source: Source
  readonly sources: readonly Source[]
  readonly qualified: boolean
  /** Whether a join makes rows without a row of the query's own table. */
  readonly optional: boolean
  readonly where: ConditionList
  /** The conditions of global scopes, which no `or` of the query's own gets around. */
  readonly scopes: Expr[]
  readonly having: ConditionList
  /** Everything but the columns, the filter and the havings, which are still lists. */
  readonly select: Select
  /** What the user selected; undefined: the columns of the table. */
  selection: readonly SelectedColumn[] | undefined
  /** What the rows get besides their own columns. */
  readonly extras: OutputColumn[]
  /** The columns within whose values limit and offset count; undefined: within all rows. */
  partition: readonly ColumnRef[] | undefined
  /** What an update assigns. */
  readonly set: Assignment[]
}

function isCorrelated(step: Step): boolean {
  if (step.kind !== 'where') return false
  const { condition } = step
  return (
    condition.kind === 'correlate' ||
    (condition.kind === 'group' && condition.node.steps().some(isCorrelated))
  )
}

/** Reads the steps of a query. `finish` runs within its scope, after them. */
export function buildClauses<T>(
  build: StatementBuild,
  { source, node }: Subquery,
  finish: (clauses: Clauses) => T
): T {
  const steps = node.steps()
  const sources = [source, ...steps.flatMap(step => (step.kind === 'join' ? [step.source] : []))]
  const correlated = steps.some(isCorrelated)
  return build.within(sources, correlated, () => {
    const clauses: Clauses = {
      build,
      source,
      sources,
      qualified: node.qualified || build.nested,
      optional: steps.some(
        step => step.kind === 'join' && (step.join === 'right' || step.join === 'full')
      ),
      where: new ConditionList(),
      scopes: [],
      having: new ConditionList(),
      select: { columns: [], from: astSource(build, source) },
      selection: undefined,
      extras: [],
      partition: undefined,
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
  if ('random' in operand) return undefined
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
    case 'scope':
      addScope(clauses)
      return
    case 'having':
      clauses.having.add(step.joint, havingExpr(clauses, step))
      return
    case 'order': {
      const nulls = placeOfNulls(clauses, step)
      const type = computedType(step.operand)
      const order = {
        expr: operandExpr(clauses, step.operand),
        direction: step.direction,
        ...(nulls === undefined ? {} : { nulls }),
        ...(type === undefined ? {} : { type })
      }
      select.orderBy = [...(select.orderBy ?? []), order]
      return
    }
    case 'group': {
      const operands = step.operands.map(operand => operandExpr(clauses, operand))
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
    case 'extra': {
      const { operand, property, type } = step.column
      const expr = operandExpr(clauses, operand)
      clauses.extras.push({ expr, alias: property, ...(type === undefined ? {} : { type }) })
      return
    }
    case 'partition':
      clauses.partition = step.by
      return
    case 'lock': {
      const { strength, locked } = step
      const of = build.labelOf(clauses.source)
      const only = clauses.sources.length > 1 ? { of } : {}
      select.lock = { strength, ...(locked === undefined ? {} : { locked }), ...only }
      return
    }
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
    case 'set':
      clauses.set.push({ column: step.column.name, value: setValue(clauses, step) })
      return
    default:
      // The terminal says what becomes of the clauses.
      return
  }
}

function setValue({ build, qualified }: Clauses, step: SetStep): Expr {
  const { column, fragment, from, adds, next } = step
  if (fragment !== undefined) return build.fragment(fragment)
  if (from !== undefined) return build.column(from, qualified)
  if (next === true) return nextNumber(build.column(column, qualified))
  const value = build.param(column.type)
  if (adds === undefined) return value
  return { kind: 'arithmetic', op: '+', left: build.column(column, qualified), right: value }
}

/** The whole number behind the one there is. */
export function nextNumber(left: Expr): Expr {
  return { kind: 'arithmetic', op: '+', left, right: { kind: 'integer', value: 1 } }
}

function havingExpr(clauses: Clauses, step: Extract<Step, { kind: 'having' }>): Expr {
  const left = operandExpr(clauses, step.operand)
  if (step.isNull) return { kind: 'isNull', expr: left, negated: step.op === '!=' }
  return { kind: 'compare', op: step.op, left, right: clauses.build.param(step.type) }
}

function addJoin(clauses: Clauses, step: Extract<Step, { kind: 'join' }>): void {
  const { build, select } = clauses
  const table = astSource(build, step.source)
  const scope = step.source.scopes === undefined ? undefined : scopeExpr(build, true)
  const isPlain = scope === undefined || !clauses.optional
  const source = isPlain ? table : filtered(build, step.source, table, scope)
  const given = joinCondition(build, step.on)
  const on = [given, isPlain ? scope : undefined].filter(condition => condition !== undefined)
  if (step.join === 'cross') clauses.scopes.push(...on)
  const joined = { kind: step.join, source }
  const withOn =
    step.join === 'cross' || on.length === 0 ? joined : { ...joined, on: join('and', on) }
  select.joins = [...(select.joins ?? []), withOn]
}

/** The global scopes of the query's own table. */
function addScope(clauses: Clauses): void {
  const { build, select, source, qualified, optional, scopes } = clauses
  const scope = scopeExpr(build, qualified)
  if (scope === undefined) return
  if (optional && select.from !== undefined) {
    select.from = filtered(build, source, select.from, scope)
  } else {
    scopes.push(scope)
  }
}

function scopeExpr(build: StatementBuild, qualified: boolean): Expr | undefined {
  const scope = build.nextScope()
  return scope === undefined ? undefined : groupExpr(build, scope, qualified)
}

/**
 * A table of which only some rows are there. Beside a join that makes rows without a row of it, a
 * condition in `where` would leave those out, and one in `on` would let others in.
 */
function filtered(
  build: StatementBuild,
  source: Source,
  table: AstSource,
  filter: Expr
): AstSource {
  const columns = source.columns.map(column => ({ expr: build.column(column, true) }))
  const query: Select = { columns, from: table, filter }
  return { kind: 'query', query, alias: build.labelOf(source) }
}

function joinCondition(build: StatementBuild, on: JoinOn): Expr | undefined {
  if (on === undefined) return undefined
  if (on instanceof ShapeNode) return groupExpr(build, on, true)
  const list = new ConditionList()
  for (const [left, right] of on) {
    list.add(joints.and, {
      kind: 'compare',
      op: '=',
      left: build.column(left, true),
      right: build.column(right, true)
    })
  }
  return list.toExpr()
}

/** A source as a query reads it. */
function astSource(build: StatementBuild, source: Source): AstSource {
  const label = build.labelOf(source)
  if (source.derived !== undefined) {
    const query = selectOf(build, source.derived.query, 'values')
    return { kind: 'query', query, alias: label }
  }
  const table = source.tableRef()
  return label === source.name ? { kind: 'table', table } : { kind: 'table', table, alias: label }
}

/** The value of an operand. */
function operandExpr({ build, qualified }: Clauses, operand: Operand): Expr {
  if (!('subquery' in operand)) return build.operand(operand, qualified)
  const { subquery, of } = operand
  if (of === undefined) {
    return { kind: 'subquery', query: selectOf(build, subquery, 'values') }
  }
  if (of === 'exists') {
    return { kind: 'exists', query: selectOf(build, subquery, 'exists'), negated: false }
  }
  return { kind: 'subquery', query: aggregateOf(build, subquery, of) }
}

/** What an operand is whose type the database does not know as that of a column. */
function computedType(operand: Operand): LogicalType | undefined {
  return 'aggregate' in operand || 'subquery' in operand ? operand.type : undefined
}

/** The aggregate of a query's rows, as a query. */
function aggregateOf(build: StatementBuild, query: Subquery, of: AggregateRef): Select {
  return buildClauses(build, query, clauses => {
    const expr = build.operand(of, true)
    return finishSelect(clauses, [{ expr, ...(of.type === undefined ? {} : { type: of.type }) }])
  })
}

function selected(clauses: Clauses, column: SelectedColumn): OutputColumn {
  return {
    expr: operandExpr(clauses, column.operand),
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
      ? { kind: 'allColumns', table: clauses.build.labelOf(source) }
      : { kind: 'allColumns' }
    return [{ expr: all }]
  }
  return source.columns.map(column => outputColumn(clauses, column))
}

/** All conditions as one. */
export function filterOf({ scopes, where }: Clauses): Expr | undefined {
  const own = where.toExpr()
  if (scopes.length === 0) return own
  return join('and', own === undefined ? scopes : [...scopes, own])
}

/** The clauses as a query that selects these columns. */
export function finishSelect(clauses: Clauses, columns: readonly OutputColumn[]): Select {
  const filter = filterOf(clauses)
  const having = clauses.having.toExpr()
  const select: Select = {
    ...clauses.select,
    columns: [...columns],
    ...(filter === undefined ? {} : { filter }),
    ...(having === undefined ? {} : { having })
  }
  return clauses.partition === undefined ? select : limitPerPartition(clauses, select)
}

/** A query within another. */
export function selectOf(build: StatementBuild, query: Subquery, use: SubqueryUse): Select {
  return buildClauses(build, query, clauses => {
    const grouped = clauses.select.groupBy !== undefined || clauses.select.distinct === true
    if (clauses.selection !== undefined && (use === 'values' || grouped)) {
      return finishSelect(clauses, clauses.select.columns)
    }
    if (use === 'count') {
      const expr: Expr = { kind: 'function', name: 'count', args: [{ kind: 'allColumns' }] }
      return finishSelect(clauses, [{ expr, type: 'int' }])
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
