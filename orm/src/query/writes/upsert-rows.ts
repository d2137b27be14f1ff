import type { Executor } from '../plan/executor.js'
import { planFor } from '../plan/plan-for.js'
import { keyIdentity } from '../relations/identity.js'
import type { ShapeNode } from '../shape/shape-node.js'
import type { Source } from '../shape/source.js'
import type { ConflictStep, Returning, Terminal } from '../shape/steps.js'
import { checkAllFillable } from './fillable.js'
import { appendRow, conflictKey, conflictOf, plainValues } from './given.js'
import { type InsertGroup, insertGroups } from './groups.js'
import type { WriteTarget } from './write-target.js'

/** A row of a list. */
export type Values = Readonly<Record<string, unknown>>

/** Rows that give the same columns, and so are written by one statement. */
export interface UpsertGroup {
  readonly group: InsertGroup
  readonly conflict: ConflictStep
  /** Whether rows that exist are left as they are: then the database does not return them. */
  readonly keeps: boolean
}

/** Rows of which no two are the same one, and which of them each row of the list is. */
export interface DistinctRows {
  readonly rows: Values[]
  /** For each row of the list, its place among the distinct ones. */
  readonly places: number[]
}

/** Adds rows or changes those that exist; how many rows that are. */
export async function upsertRows(
  target: WriteTarget,
  list: readonly unknown[],
  options: unknown
): Promise<number> {
  const { executor, source } = target
  checkAllFillable(target, list)
  const { rows } = distinctRows(source, list, options)
  const groups = upsertGroups(source, rows, options)
  let written = 0
  await allOrNone(executor, groups, async group => {
    written += (await upsertGroup<unknown>(executor, source, group, 'nothing')).affected
  })
  return written
}

/**
 * Merges rows that are the same one: PostgreSQL refuses to write a row twice in a statement. What
 * comes out is what writing one after another would have brought about.
 */
export function distinctRows(
  source: Source,
  list: readonly unknown[],
  options: unknown
): DistinctRows {
  const rows: Values[] = []
  const places: number[] = []
  const known = new Map<unknown, number>()
  for (const given of list) {
    const values = plainValues(source, given)
    const { on, update } = conflictOf(source, values, options)
    const cells = on.map(column => column.encodeStored(values[column.property]))
    const identity = cells.includes(null) ? {} : keyIdentity(cells)
    const place = known.get(identity)
    const before = place === undefined ? undefined : rows[place]
    if (place === undefined || before === undefined) {
      known.set(identity, rows.length)
      places.push(rows.length)
      rows.push(values)
      continue
    }
    const changed = update.filter(({ property }) => Object.hasOwn(values, property))
    const later = changed.map(({ property }) => [property, values[property]] as const)
    rows[place] = { ...before, ...Object.fromEntries(later) }
    places.push(place)
  }
  return { rows, places }
}

/** What is updated follows from what is given: rows with other columns are other statements. */
export function upsertGroups(
  source: Source,
  rows: readonly Values[],
  options: unknown
): UpsertGroup[] {
  const append = appendRow(source)
  const alike = new Map<string, number[]>()
  for (const [place, values] of rows.entries()) {
    const { on, update } = conflictOf(source, values, options)
    const isNew = on.some(({ property }) => values[property] === null)
    const columns = [...Object.keys(values).sort(), isNew && update.length === 0].join('\0')
    const places = alike.get(columns)
    if (places === undefined) alike.set(columns, [place])
    else places.push(place)
  }
  return [...alike.values()].flatMap(places => {
    const own = places.flatMap(place => rows[place] ?? [])
    // Each list of places has one at least.
    const conflict = conflictOf(source, own[0], options)
    const isNew = conflict.on.some(({ property }) => (own[0] as Values)[property] === null)
    const keeps = conflict.update.length === 0 && !isNew
    return insertGroups(source, own, append).map(({ node, cells, places: within }) => ({
      group: { node, cells, places: within.map(place => places[place] ?? -1) },
      conflict,
      keeps
    }))
  })
}

/** Writes the rows of a group. */
export function upsertGroup<Row>(
  executor: Executor,
  source: Source,
  { group, conflict }: UpsertGroup,
  returning: Returning
) {
  const { node, cells, places } = group
  const one = places.length === 1
  const kind = one ? 'insertRow' : 'insertRows'
  const terminal: Terminal = { kind, returning, conflict }
  const given = returning === 'nothing' ? 'silent' : 'model'
  const key = `upsert:${kind}:${given}:${conflictKey(conflict)}`
  const write: ShapeNode = node.nextKeyed(key, () => terminal)
  return executor.execute(planFor<Row>(executor, source, write), one ? cells : [cells])
}

/** Runs pieces one after another, all or none. */
export async function allOrNone<Piece>(
  executor: Executor,
  pieces: readonly Piece[],
  run: (piece: Piece) => Promise<void>
): Promise<void> {
  const [only, second] = pieces
  if (only !== undefined && second === undefined) return run(only)
  await executor.transaction(async () => {
    for (const piece of pieces) await run(piece)
  })
}
