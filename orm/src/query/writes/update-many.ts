import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { isPlainObject } from '../build/conditions.js'
import { keyColumns } from '../build/keys.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { keyIdentity } from '../relations/identity.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { checkWrite } from './changes.js'
import { checkFillable, type Guarded } from './fillable.js'
import { plainValues, rowList } from './given.js'
import { piecesOf, sumOfPieces } from './pieces.js'
import { appendManagedSets } from './sets.js'
import { stampOf } from './stamps.js'

/** A row of the list: what it is found by, and its new values, by property. */
interface Change {
  readonly key: readonly EncodedValue[]
  readonly values: Map<ColumnRef, EncodedValue>
}

/** Rows that change the same columns. */
interface ChangeGroup {
  readonly columns: readonly ColumnRef[]
  readonly cells: EncodedValue[]
}

/**
 * Changes rows, each to values of its own: one statement for rows that change the same columns. A
 * key that stands in the list twice is one row, with the values of both.
 *
 * @returns How many rows were met.
 */
export async function updateManyOf(
  query: QueryBuilder,
  list: unknown,
  options: unknown
): Promise<number> {
  const { source } = query
  const key = keyOfOptions(source, options)
  // Rows that are found by their keys are never all rows.
  checkWrite({ ...query, extras: { ...query.extras, allRows: true } }, 'update')
  refuseJoins(query)
  const guard = { source, unguarded: query.extras.unguarded }
  const groups = groupsOf(changesOf(guard, rowList(source, list), key))
  const now = stampOf(source.definition)
  const ids = (columns: readonly ColumnRef[]) => columns.map(({ id }) => id).join()
  const pieces = groups.flatMap(({ columns, cells }) => {
    const shape = `updateRows:${ids(key)}:${ids(columns)}`
    const params = query.params.slice()
    const given = Object.fromEntries(columns.map(({ property }) => [property, true]))
    const sets = appendManagedSets(source, given, query.node, params, now)
    const node = sets.nextKeyed(shape, () => ({ kind: 'updateRows', key, columns }))
    return piecesOf(cells, key.length + columns.length).map(piece => ({ node, params, piece }))
  })
  return sumOfPieces(executorOf(query), pieces, async ({ node, params, piece }) => {
    const { affected } = await query.runNode(node, [...params, piece])
    return affected
  })
}

function refuseJoins({ source, node }: QueryBuilder): void {
  if (node.steps().every(({ kind }) => kind !== 'join')) return
  throw new VersaError('INVALID_QUERY', `updateMany of ${source.name} has a join`, {
    table: source.name,
    hint: 'filter by whereExists, or update with values from the joined table'
  })
}

/** The columns that rows are found by. */
function keyOfOptions(source: Source, options: unknown): readonly ColumnRef[] {
  const { key } = isPlainObject(options) ? options : {}
  if (key === undefined) return keyColumns(source)
  const names: readonly unknown[] = Array.isArray(key) ? key : [key]
  if (names.length > 0) return names.map(name => source.columnOrFail(String(name)))
  throw new VersaError('INVALID_QUERY', `updateMany of ${source.name} got no columns as key`, {
    table: source.name,
    hint: "name unique ones: { key: ['email'] }"
  })
}

function changesOf(
  guard: Guarded,
  list: readonly unknown[],
  key: readonly ColumnRef[]
): Iterable<Change> {
  const { source } = guard
  const isGuarded = source.definition?.behaviour.fillable !== undefined
  const changes = new Map<unknown, Change>()
  for (const [place, row] of list.entries()) {
    const given = plainValues(source, row)
    const found = key.map(column => keyCell(column, given, place))
    const identity = keyIdentity(found)
    let change = changes.get(identity)
    if (change === undefined) {
      change = { key: found, values: new Map() }
      changes.set(identity, change)
    }
    if (isGuarded) checkFillable(guard, without(given, key))
    for (const property of Object.keys(given)) {
      const column = source.columnOrFail(property)
      if (!key.includes(column)) change.values.set(column, column.encodeStored(given[property]))
    }
    if (change.values.size === 0) throw invalidRow(source, place, 'changes no column')
  }
  return changes.values()
}

/** The values of a row that are no part of what it is found by. */
function without(
  given: Readonly<Record<string, unknown>>,
  key: readonly ColumnRef[]
): Readonly<Record<string, unknown>> {
  const names = new Set(key.map(({ property }) => property))
  return Object.fromEntries(Object.entries(given).filter(([property]) => !names.has(property)))
}

function keyCell(
  column: ColumnRef,
  given: Readonly<Record<string, unknown>>,
  place: number
): EncodedValue {
  const value = Object.hasOwn(given, column.property) ? given[column.property] : undefined
  if (value !== undefined && value !== null) return column.encode(value)
  throw invalidRow(column.source, place, `has ${kindOf(value)} as ${column.property}`)
}

function invalidRow({ name }: Source, place: number, problem: string): VersaError {
  return new VersaError('INVALID_QUERY', `row ${place} for updateMany of ${name} ${problem}`, {
    table: name,
    hint: 'give each row the values of its key, and of one other column at least'
  })
}

function groupsOf(changes: Iterable<Change>): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>()
  for (const { key, values } of changes) {
    const columns = [...values.keys()].sort((one, other) => one.id - other.id)
    const shape = columns.map(({ id }) => id).join()
    let group = groups.get(shape)
    if (group === undefined) {
      group = { columns, cells: [] }
      groups.set(shape, group)
    }
    // `?? null`: the columns are the map's own keys.
    group.cells.push(...key, ...columns.map(column => values.get(column) ?? null))
  }
  return [...groups.values()]
}
