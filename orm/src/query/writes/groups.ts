import type { ExecuteResult } from '../../engine/engine.js'
import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'
import { preparedFor } from '../plan/prepare.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { GivenRow } from './given.js'

/** Rows that give the same columns: one statement. */
export interface InsertGroup {
  readonly node: ShapeNode
  readonly rows: (readonly EncodedValue[])[]
  /** The places of the rows among all rows. */
  readonly places: number[]
}

/** Groups rows by the columns they give, so that the database fills in the others. */
export function insertGroups(rows: readonly GivenRow[]): InsertGroup[] {
  const groups = new Map<ShapeNode, InsertGroup>()
  rows.forEach(({ node, cells }, place) => {
    let group = groups.get(node)
    if (group === undefined) {
      group = { node, rows: [], places: [] }
      groups.set(node, group)
    }
    group.rows.push(cells)
    group.places.push(place)
  })
  return [...groups.values()]
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
function isManyDefaults({ rows: [first, second] }: InsertGroup): boolean {
  return first?.length === 0 && second !== undefined
}

function runGroup<Row>(
  executor: Executor,
  source: Source,
  group: InsertGroup,
  shapes: InsertShapes
): ExecuteResult<Row> | Promise<ExecuteResult<Row>> {
  const { node, rows } = group
  const [first, second] = rows
  if (first !== undefined && second === undefined) {
    return executor.execute(preparedFor<Row>(executor, source, shapes.row(node)), first)
  }
  if (isManyDefaults(group)) return runDefaults<Row>(executor, source, group, shapes)
  return executor.execute(preparedFor<Row>(executor, source, shapes.rows(node)), [rows.flat()])
}

async function runDefaults<Row>(
  executor: Executor,
  source: Source,
  { node, rows }: InsertGroup,
  shapes: InsertShapes
): Promise<ExecuteResult<Row>> {
  const all: Row[] = []
  let affected = 0
  let lastInsertId: ExecuteResult<Row>['lastInsertId'] = null
  for (const cells of rows) {
    const prepared = preparedFor<Row>(executor, source, shapes.row(node))
    const result = await executor.execute(prepared, cells)
    all.push(...result.rows)
    affected += result.affected
    lastInsertId ??= result.lastInsertId
  }
  return { rows: all, affected, lastInsertId }
}
