import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { type InsertGroup, inPieces } from './groups.js'

/**
 * Groups whose rows the database numbers in the order in which they were given, although they give
 * different columns. Rows that bring a key stay apart: they are not numbered.
 *
 * Where a statement costs little more than its rows, there is one for each run of rows that give
 * the same. Elsewhere a statement takes all, and says of each cell whether the row gives it: a
 * statement for each run would take 40 times as long where rows of two kinds alternate.
 */
export function inOrder(
  executor: Executor,
  source: Source,
  groups: readonly InsertGroup[]
): readonly InsertGroup[] {
  if (groups.every(({ node }) => node === groups[0]?.node)) return groups
  const kinds = byGivenKey(source, rowsOf(groups))
  return executor.answersAtOnce
    ? kinds.flatMap(runsOf)
    : kinds.map(rows => merged(source, rows)).flatMap(inPieces)
}

/** A row of a group, and its place among all rows. */
interface Placed {
  readonly node: ShapeNode
  readonly columns: readonly ColumnRef[]
  readonly cells: readonly EncodedValue[]
  readonly place: number
}

function rowsOf(groups: readonly InsertGroup[]): Placed[] {
  const rows: Placed[] = []
  for (const { node, cells, places } of groups) {
    const columns = givenColumns(node)
    places.forEach((place, at) => {
      const own = cells.slice(at * columns.length, (at + 1) * columns.length)
      rows[place] = { node, columns, cells: own, place }
    })
  }
  return rows
}

/** The columns that the rows of a shape give. */
export function givenColumns(node: ShapeNode): ColumnRef[] {
  return node.steps().flatMap(step => (step.kind === 'give' ? [step.column] : []))
}

function byGivenKey(source: Source, rows: readonly Placed[]): Placed[][] {
  const key = source.primaryKey()
  const kinds = new Map<string, Placed[]>()
  for (const row of rows) {
    const given = key.map(column => row.columns.includes(column)).join()
    const alike = kinds.get(given)
    if (alike === undefined) kinds.set(given, [row])
    else alike.push(row)
  }
  return [...kinds.values()]
}

function runsOf(rows: readonly Placed[]): InsertGroup[] {
  const runs: InsertGroup[] = []
  for (const { node, cells, place } of rows) {
    const last = runs.at(-1)
    if (last?.node === node) {
      last.places.push(place)
      for (const cell of cells) last.cells.push(cell)
    } else {
      runs.push({ node, cells: [...cells], places: [place] })
    }
  }
  return runs.flatMap(inPieces)
}

function merged(source: Source, rows: readonly Placed[]): InsertGroup {
  const places = rows.map(({ place }) => place)
  const nodes = new Set(rows.map(({ node }) => node))
  const [only, second] = nodes
  if (only !== undefined && second === undefined) {
    return { node: only, cells: rows.flatMap(({ cells }) => cells), places }
  }
  const columns = [...new Set([...nodes].flatMap(givenColumns))].sort(byName)
  const cells: EncodedValue[] = []
  let given = ''
  for (const row of rows) {
    for (const column of columns) {
      const at = row.columns.indexOf(column)
      cells.push(at < 0 ? null : (row.cells[at] ?? null))
      given += at < 0 ? '0' : '1'
    }
  }
  const node = columns.reduce((node, { give }) => node.next(give), source.writes.first)
  return { node, cells, places, given }
}

function byName(left: ColumnRef, right: ColumnRef): number {
  return left.name < right.name ? -1 : 1
}
