import type { ExecuteResult } from '../../engine/engine.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'
import { planFor } from '../plan/plan-for.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { Step } from '../shape/steps.js'
import { pieceEnds } from './pieces.js'

/** Rows of one statement. */
export interface InsertGroup {
  readonly node: ShapeNode
  /** The cells of all rows, one row after another. */
  readonly cells: EncodedValue[]
  /** The places of the rows among all rows. */
  readonly places: number[]
  /** Of each cell `1` where its row gives it, else `0`; undefined: all rows give all columns. */
  readonly given?: string
}

const someGiven: Step = { kind: 'someGiven' }

/** Appends the checked cells of a row and gives the shape of its insert. */
export type AppendRow = (source: Source, values: unknown, cells: EncodedValue[]) => ShapeNode

/** Groups rows by the columns they give, so that the database fills in the others. */
export function insertGroups(
  source: Source,
  list: readonly unknown[],
  append: AppendRow
): InsertGroup[] {
  const groups = new Map<ShapeNode, InsertGroup>()
  // Most rows are like the one before: their cells are appended where they belong at once.
  let last: InsertGroup = { node: source.writes.first, cells: [], places: [] }
  for (const [place, values] of list.entries()) {
    const before = last.cells.length
    const node = append(source, values, last.cells)
    if (node !== last.node || last.places.length === 0) {
      const cells = last.cells.splice(before)
      const known = groups.get(node)
      last = known ?? { node, cells, places: [] }
      if (known === undefined) groups.set(node, last)
      else for (const cell of cells) known.cells.push(cell)
    }
    last.places.push(place)
  }
  return [...groups.values()].flatMap(inPieces)
}

/** A group in the pieces that a statement can hold. */
export function inPieces(group: InsertGroup): readonly InsertGroup[] {
  const { node, cells, places, given } = group
  const width = cells.length / places.length
  const ends = pieceEnds(cells, width)
  if (ends.length <= 1) return [group]
  return ends.map((end, at) => {
    const begin = ends[at - 1] ?? 0
    const own = cells.slice(begin * width, end * width)
    const piece = { node, cells: own, places: places.slice(begin, end) }
    if (given === undefined) return piece
    return { ...piece, given: given.slice(begin * width, end * width) }
  })
}

/** The shapes that insert one row and several, from the shape of the given columns. */
export interface InsertShapes {
  row(node: ShapeNode): ShapeNode
  rows(node: ShapeNode): ShapeNode
}

/** Inserts all groups or none; a result for each group, in their order. */
export function runGroups<Row>(
  executor: Executor,
  source: Source,
  groups: readonly InsertGroup[],
  shapes: InsertShapes
): ExecuteResult<Row>[] | Promise<ExecuteResult<Row>[]> {
  const [only, second] = groups
  if (only === undefined) return []
  if (second === undefined && !isManyDefaults(only)) {
    const result = runGroup<Row>(executor, source, only, shapes)
    return result instanceof Promise ? result.then(later => [later]) : [result]
  }
  return executor.transaction(async () => {
    const results: ExecuteResult<Row>[] = []
    for (const group of groups) results.push(await runGroup<Row>(executor, source, group, shapes))
    return results
  })
}

/** The returned rows of all groups, in the order in which the rows were given. */
export function rowsInOrder<Row>(
  groups: readonly InsertGroup[],
  results: readonly ExecuteResult<Row>[]
): Row[] {
  const [only, second] = results
  if (only !== undefined && second === undefined) return only.rows
  const ordered: Row[] = []
  groups.forEach(({ places }, group) => {
    results[group]?.rows.forEach((row, at) => {
      const place = places[at]
      if (place !== undefined) ordered[place] = row
    })
  })
  return ordered
}

/** Rows that give nothing have no cells by which a statement could count them. */
function isManyDefaults({ cells, places }: InsertGroup): boolean {
  return cells.length === 0 && places.length > 1
}

function runGroup<Row>(
  executor: Executor,
  source: Source,
  group: InsertGroup,
  shapes: InsertShapes
): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
  const { node, cells, places, given } = group
  if (given !== undefined) {
    const cached = planFor<Row>(executor, source, shapes.rows(node.next(someGiven)))
    return executor.execute(cached, [cells, given])
  }
  if (places.length === 1) {
    return executor.execute(planFor<Row>(executor, source, shapes.row(node)), cells)
  }
  if (isManyDefaults(group)) return runDefaults<Row>(executor, source, group, shapes)
  return executor.execute(planFor<Row>(executor, source, shapes.rows(node)), [cells])
}

async function runDefaults<Row>(
  executor: Executor,
  source: Source,
  { node, places }: InsertGroup,
  shapes: InsertShapes
): Promise<ExecuteResult<Row>> {
  const all: Row[] = []
  let affected = 0
  let lastInsertId: ExecuteResult<Row>['lastInsertId'] = null
  for (const _ of places) {
    const cached = planFor<Row>(executor, source, shapes.row(node))
    const result = await executor.execute(cached, [])
    all.push(...result.rows)
    affected += result.affected
    lastInsertId ??= result.lastInsertId
  }
  return { rows: all, affected, lastInsertId }
}
