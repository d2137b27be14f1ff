import type {
  Assignment,
  Expr,
  Insert,
  InsertSource,
  OnConflict,
  OutputColumn,
  Query
} from '../../ast/generated/ast.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { ConflictStep, Returning, Terminal } from '../shape/steps.js'
import { nextNumber } from './select.js'
import type { StatementBuild } from './statement-build.js'

type RowWrite = Extract<
  Terminal,
  { kind: 'insertRow' | 'insertRows' | 'saveByKey' | 'deleteByKey' }
>

/** The statement that inserts rows, or changes or removes the one row of a key. */
export function buildRowWrite(
  build: StatementBuild,
  source: Source,
  node: ShapeNode,
  terminal: RowWrite
): Query {
  const given = node.steps().flatMap(step => (step.kind === 'give' ? [step.column] : []))
  const table = source.tableRef()
  switch (terminal.kind) {
    case 'insertRow': {
      const values = given.map(column => build.param(column.type))
      return { kind: 'insert', ...insert(source, given, { kind: 'row', values }, terminal) }
    }
    case 'insertRows': {
      const index = build.listIndex()
      return { kind: 'insert', ...insert(source, given, { kind: 'rows', index }, terminal) }
    }
    case 'saveByKey': {
      const set = given.map(column => ({
        column: column.name,
        value: build.param(column.type)
      }))
      return { kind: 'update', table, set, filter: keyFilter(build, source, terminal.version) }
    }
    case 'deleteByKey':
      return { kind: 'delete', table, filter: keyFilter(build, source, terminal.version) }
  }
}

function insert(
  source: Source,
  given: readonly ColumnRef[],
  rows: InsertSource,
  { conflict, returning }: { readonly conflict?: ConflictStep; readonly returning: Returning }
): Insert {
  const key = source.primaryKey()
  const returned = returnedColumns(source, returning)
  return {
    table: source.tableRef(),
    columns: given.map(({ name, type }) => (type === undefined ? { name } : { name, type })),
    source: rows,
    ...(conflict === undefined ? {} : { onConflict: onConflict(conflict) }),
    ...(returned === undefined ? {} : { returning: returned }),
    ...(key.length === 0 ? {} : { key: key.map(({ name }) => name) })
  }
}

function returnedColumns(source: Source, returning: Returning): OutputColumn[] | undefined {
  if (returning === 'nothing') return undefined
  const columns = returning === 'model' ? source.columns : returning
  return columns.map(({ name, type }) => ({
    expr: { kind: 'column', name },
    ...(type === undefined ? {} : { type })
  }))
}

function onConflict({ on, update, version }: ConflictStep): OnConflict {
  const columns = on.map(({ name }) => name)
  if (update.length === 0) return { columns, action: { kind: 'nothing' } }
  const set: Assignment[] = update.map(({ name }) => ({
    column: name,
    value: { kind: 'inserted', name }
  }))
  if (version !== undefined) {
    const { name } = version
    set.push({ column: name, value: nextNumber({ kind: 'column', name }) })
  }
  return { columns, action: { kind: 'update', set } }
}

function keyFilter(build: StatementBuild, source: Source, version: ColumnRef | undefined): Expr {
  const columns = [...source.primaryKey(), ...(version === undefined ? [] : [version])]
  const items = columns.map<Expr>(column => ({
    kind: 'compare',
    op: '=',
    left: build.column(column, false),
    right: build.param(column.type)
  }))
  const [only, second] = items
  return only !== undefined && second === undefined ? only : { kind: 'and', items }
}
