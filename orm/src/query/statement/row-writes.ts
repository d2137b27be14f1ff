import type {
  Assignment,
  Expr,
  Insert,
  InsertColumn,
  InsertSource,
  OnConflict,
  OutputColumn,
  Query
} from '../../ast/generated/ast.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import type { ConflictStep, Returning, Terminal } from '../shape/steps.js'
import {
  buildClauses,
  type Clauses,
  filterOf,
  finishSelect,
  nextNumber,
  ownColumns
} from './select.js'
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
      const some = node.parent?.step?.kind === 'someGiven'
      const rows = some ? { index, given: build.listIndex() } : { index }
      return { kind: 'insert', ...insert(source, given, { kind: 'rows', ...rows }, terminal) }
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
    columns: given.map(insertColumn),
    source: rows,
    ...(conflict === undefined ? {} : { onConflict: onConflict(source, conflict) }),
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

function onConflict(source: Source, { on, update, version }: ConflictStep): OnConflict {
  const names = on.map(({ name }) => name)
  const columns = isOfLiving(source, on)
    ? { columns: names, ...livingOf(source) }
    : { columns: names }
  if (update.length === 0) return { ...columns, action: { kind: 'nothing' } }
  const set: Assignment[] = update.map(({ name }) => ({
    column: name,
    value: { kind: 'inserted', name }
  }))
  if (version !== undefined) {
    const { name } = version
    set.push({ column: name, value: nextNumber({ kind: 'column', name }) })
  }
  return { ...columns, action: { kind: 'update', set } }
}

/** Whether columns are unique among the rows alone that are not marked: the key is always. */
function isOfLiving(source: Source, on: readonly ColumnRef[]): boolean {
  const key = source.primaryKey()
  return key.length !== on.length || on.some(column => !key.includes(column))
}

function livingOf({ definition }: Source): { readonly living?: string } {
  const { softDelete } = definition ?? {}
  return softDelete?.livingUniques ? { living: softDelete.column.name } : {}
}

/** The statement that changes rows, each to values of its own. */
export function buildUpdateRows(
  clauses: Clauses,
  { key, columns }: Extract<Terminal, { kind: 'updateRows' }>
): Query {
  const { build, source, set } = clauses
  const filter = filterOf(clauses)
  return {
    kind: 'updateRows',
    table: source.tableRef(),
    key: key.map(insertColumn),
    columns: columns.map(insertColumn),
    index: build.listIndex(),
    ...(set.length === 0 ? {} : { set }),
    ...(filter === undefined ? {} : { filter })
  }
}

/** The statement that adds the rows of a query. */
export function buildInsertFrom(
  build: StatementBuild,
  source: Source,
  { query, into, beside }: Extract<Terminal, { kind: 'insertFrom' }>
): Query {
  const rows = buildClauses(build, query, clauses => {
    const columns = clauses.selection === undefined ? ownColumns(clauses) : clauses.select.columns
    const values = beside.map(({ type }) => ({ expr: build.param(type) }))
    return finishSelect(clauses, [...columns, ...values])
  })
  return {
    kind: 'insert',
    table: source.tableRef(),
    columns: [...into, ...beside].map(insertColumn),
    source: { kind: 'query', query: rows }
  }
}

function insertColumn({ name, type }: ColumnRef): InsertColumn {
  return type === undefined ? { name } : { name, type }
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
