import type { Expr, OutputColumn, Query, Select } from '../../ast/generated/ast.js'
import { VersaError } from '../../errors/versa-error.js'
import { ViewDefinition } from '../../schema/view-definition.js'
import { viewIsReadOnly } from '../build/failures.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { KeyPart, Terminal } from '../shape/steps.js'
import { buildRowWrite } from './row-writes.js'
import {
  buildClauses,
  type Clauses,
  filterOf,
  finishSelect,
  outputColumn,
  ownColumns
} from './select.js'
import { StatementBuild } from './statement-build.js'

/**
 * The statement of a shape, whose last step says what is done.
 *
 * @throws VersaError `READ_ONLY` for a write to a view, whoever asks for it.
 */
export function buildStatement(source: Source, node: ShapeNode): Query {
  const query = statementOf(source, node)
  if (source.definition instanceof ViewDefinition && !readingKinds.has(query.kind)) {
    throw viewIsReadOnly(source.name)
  }
  return query
}

/** The kinds of statements that a view can be named in as the table. */
const readingKinds: ReadonlySet<Query['kind']> = new Set(['select', 'raw', 'refresh'])

function statementOf(source: Source, node: ShapeNode): Query {
  const whole = withoutScopes(node)
  const build = new StatementBuild(node.step?.kind === 'scopes' ? node.step.nodes : [])
  const terminal = whole.step
  switch (terminal?.kind) {
    case 'raw':
      return { kind: 'raw', parts: build.parts(terminal.fragment) }
    case 'refresh': {
      const { concurrently } = terminal
      return { kind: 'refresh', view: source.tableRef(), concurrently }
    }
    case 'insertRow':
    case 'insertRows':
    case 'saveByKey':
    case 'deleteByKey':
      return buildRowWrite(build, source, whole, terminal)
    case 'models':
    case 'rows':
    case 'keyed':
    case 'count':
    case 'exists':
    case 'aggregate':
    case 'update':
    case 'delete':
      return buildClauses(build, { source, node }, clauses => buildTerminal(clauses, terminal))
    default:
      throw new VersaError('INTERNAL', 'a query was run that does not say what it is for', {
        hint: 'please report how it came about'
      })
  }
}

/** A shape before its scopes were found. */
export function withoutScopes(node: ShapeNode): ShapeNode {
  return node.step?.kind === 'scopes' ? (node.parent ?? node) : node
}

type QueryTerminal = Exclude<
  Terminal,
  { kind: 'refresh' | 'insertRow' | 'insertRows' | 'saveByKey' | 'deleteByKey' }
>

function buildTerminal(clauses: Clauses, terminal: QueryTerminal): Query {
  switch (terminal.kind) {
    case 'models':
      return { kind: 'select', ...finishSelect(clauses, withExtras(clauses)) }
    case 'rows': {
      const columns = clauses.selection === undefined ? withExtras(clauses) : clauses.select.columns
      return { kind: 'select', ...finishSelect(clauses, columns) }
    }
    case 'keyed': {
      const keys = terminal.keys.map((key, at) => ({
        ...keyColumn(clauses, key),
        alias: at === 0 ? 'versa_key' : `versa_key_${at + 1}`
      }))
      const columns = clauses.selection === undefined ? withExtras(clauses) : clauses.select.columns
      return { kind: 'select', ...finishSelect(clauses, [...columns, ...keys]) }
    }
    case 'count':
      return { kind: 'select', ...countSelect(clauses) }
    case 'exists':
      return { kind: 'select', ...existsSelect(clauses) }
    case 'aggregate':
      return { kind: 'select', ...aggregateSelect(clauses, terminal) }
    case 'update':
      return buildUpdate(clauses)
    case 'delete': {
      const filter = filterOf(clauses)
      const table = clauses.source.tableRef()
      const { joins } = clauses.select
      return {
        kind: 'delete',
        table,
        ...(joins === undefined ? {} : { joins }),
        ...(filter === undefined ? {} : { filter })
      }
    }
  }
}

function withExtras(clauses: Clauses): OutputColumn[] {
  return [...ownColumns(clauses), ...clauses.extras]
}

function keyColumn(clauses: Clauses, key: KeyPart): OutputColumn {
  if (!('textOf' in key)) return outputColumn(clauses, key)
  const expr = clauses.build.column(key.textOf, clauses.qualified)
  return { expr: { kind: 'cast', expr, type: 'text' }, type: 'text' }
}

const countAll: OutputColumn = {
  expr: { kind: 'function', name: 'count', args: [{ kind: 'allColumns' }] },
  alias: 'count',
  type: 'int'
}

/** An order does not change how many there are. */
function withoutOrder(clauses: Clauses): void {
  if (clauses.select.limit === undefined && clauses.select.offset === undefined) {
    delete clauses.select.orderBy
  }
}

/** Whether rows have to be computed before they can be counted or summed up. */
function isComputed({ select, having }: Clauses): boolean {
  return (
    select.limit !== undefined ||
    select.offset !== undefined ||
    select.distinct === true ||
    select.groupBy !== undefined ||
    having.toExpr() !== undefined
  )
}

function countSelect(clauses: Clauses): Select {
  withoutOrder(clauses)
  if (!isComputed(clauses)) return finishSelect(clauses, [countAll])
  const query = computed(clauses)
  return { columns: [countAll], from: { kind: 'query', query, alias: 'counted' } }
}

/** The rows as a query to select from; each column has a name of its own. */
function computed(clauses: Clauses): Select {
  const { selection, source } = clauses
  if (selection !== undefined) return finishSelect(clauses, clauses.select.columns)
  if (clauses.select.distinct === true) return finishSelect(clauses, ownColumns(clauses))
  if (clauses.select.groupBy !== undefined || source.definition === undefined) {
    return finishSelect(clauses, [{ expr: { kind: 'integer', value: 1 }, alias: 'one' }])
  }
  return finishSelect(clauses, ownColumns(clauses))
}

function existsSelect(clauses: Clauses): Select {
  withoutOrder(clauses)
  const one: OutputColumn = { expr: { kind: 'integer', value: 1 }, alias: 'found', type: 'int' }
  if (isComputed(clauses)) {
    const query = computed(clauses)
    const from = { kind: 'query', query, alias: 'wanted' } as const
    return { columns: [one], from, limit: { kind: 'integer', value: 1 } }
  }
  return { ...finishSelect(clauses, [one]), limit: { kind: 'integer', value: 1 } }
}

function aggregateSelect(
  clauses: Clauses,
  { value }: Extract<Terminal, { kind: 'aggregate' }>
): Select {
  withoutOrder(clauses)
  const { build, qualified } = clauses
  const type = value.type === undefined ? {} : { type: value.type }
  if (!isComputed(clauses) || value.column === undefined) {
    const expr = build.operand(value, qualified)
    return finishSelect(clauses, [{ expr, alias: 'value', ...type }])
  }
  const column = build.column(value.column, qualified)
  const query = finishSelect(clauses, [{ expr: column, alias: 'item' }])
  const args: Expr[] = [{ kind: 'column', name: 'item' }]
  const expr: Expr = { kind: 'function', name: value.aggregate, args }
  return {
    columns: [{ expr, alias: 'value', ...type }],
    from: { kind: 'query', query, alias: 'chosen' }
  }
}

function buildUpdate(clauses: Clauses): Query {
  const { source, set } = clauses
  const { joins } = clauses.select
  const filter = filterOf(clauses)
  return {
    kind: 'update',
    table: source.tableRef(),
    ...(joins === undefined ? {} : { joins }),
    set,
    ...(filter === undefined ? {} : { filter })
  }
}
