import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoders.js'
import { isPlainObject } from '../build/conditions.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { keyIdentity } from '../relations/identity.js'
import type { ColumnRef, Source } from '../shape/source.js'
import { whereKeyCells } from './delete-many.js'
import { checkAllFillable } from './fillable.js'
import { appendRow, rowList } from './given.js'
import {
  type InsertGroup,
  type InsertShapes,
  insertGroups,
  rowsInOrder,
  runGroups
} from './groups.js'
import { givenColumns, inOrder } from './in-order.js'
import { keysSize, piecesOf } from './pieces.js'
import { uniqueKeys } from './unique-keys.js'

/** How often rows are removed again that another writer added in between. */
const ATTEMPTS = 3

/**
 * Adds rows, after removing those that have the same values in a unique key: in one transaction,
 * and the same on every database. What refers to a removed row decides: it goes too (`cascade`), it
 * lets go (`set null`), or it stands against it.
 *
 * @param all All rows of the table.
 * @returns What the inserts returned, in the order of the list.
 */
export async function replaceRows(
  all: QueryBuilder,
  list: unknown,
  shapes: InsertShapes,
  options?: unknown
): Promise<object[]> {
  const { source } = all
  const executor = executorOf(all)
  const keys = keysOf(source, options)
  const given = rowList(source, list)
  checkAllFillable({ source, unguarded: all.extras.unguarded }, given)
  const alike = insertGroups(source, given, appendRow(source))
  const groups = inOrder(executor, source, alike)
  // Rows that are hidden or marked as deleted stand against new ones, too.
  const every = all.withoutGlobalScopes()
  const removals = keys.flatMap(key => removalsOf(source, key, alike))
  const write = async (): Promise<object[]> => {
    for (const { key, cells } of removals) {
      await whereKeyCells(every, key, cells).forceDelete()
    }
    return rowsInOrder(groups, await runGroups<object>(executor, source, groups, shapes))
  }
  if (given.length === 0) return []
  for (let attempt = 1; ; attempt++) {
    try {
      return await executor.transaction(write)
    } catch (error) {
      const isTaken = error instanceof VersaError && error.code === 'UNIQUE_VIOLATION'
      if (!isTaken || attempt === ATTEMPTS) throw error
    }
  }
}

/** The unique keys by which rows are replaced. */
function keysOf(source: Source, options: unknown): readonly (readonly ColumnRef[])[] {
  const { on } = isPlainObject(options) ? options : {}
  if (Array.isArray(on) && on.length > 0) {
    return [on.map(name => source.columnOrFail(String(name)))]
  }
  if (on !== undefined) {
    throw new VersaError('INVALID_QUERY', `replaceInto ${source.name} got ${kindOf(on)} as on`, {
      table: source.name,
      hint: "name the unique columns: { on: ['email'] }"
    })
  }
  const keys = uniqueKeys(source)
  if (keys.length > 0) return keys
  throw new VersaError('INVALID_QUERY', `replaceInto ${source.name} knows no unique key`, {
    table: source.name,
    hint: "name the unique columns: replaceInto(row, { on: ['email'] })"
  })
}

/** The rows that stand against new ones by a key; what a row leaves to the database cannot. */
function removalsOf(
  source: Source,
  key: readonly ColumnRef[],
  groups: readonly InsertGroup[]
): { readonly key: readonly ColumnRef[]; readonly cells: readonly EncodedValue[] }[] {
  const cells: EncodedValue[] = []
  const seen = new Set<unknown>()
  for (const group of groups) {
    const given = givenColumns(group.node)
    const at = key.map(column => given.indexOf(column))
    if (at.includes(-1)) continue
    for (let row = 0; row < group.places.length; row++) {
      const own = at.map(place => group.cells[row * given.length + place] ?? null)
      if (own.includes(null)) continue
      if (seen.has(keyIdentity(own))) throw givenTwice(source, key)
      seen.add(keyIdentity(own))
      cells.push(...own)
    }
  }
  return piecesOf(cells, key.length, keysSize).map(piece => ({ key, cells: piece }))
}

function givenTwice(source: Source, key: readonly ColumnRef[]): VersaError {
  const names = key.map(({ property }) => property).join(', ')
  return new VersaError('INVALID_QUERY', `rows for ${source.name} have the same ${names}`, {
    table: source.name,
    hint: 'give each row once: which of them is to stay?'
  })
}
