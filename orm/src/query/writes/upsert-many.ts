import { QueryBuilder } from '../build/query-builder.js'
import type { ModelHandle } from '../model-handle.js'
import { rowsByKey } from '../read/find-many.js'
import { keyIdentity } from '../relations/identity.js'
import type { ColumnRef } from '../shape/source.js'
import { checkAllFillable } from './fillable.js'
import { forgetting } from './forgetting.js'
import { allOrNone, distinctRows, upsertGroup, upsertGroups, type Values } from './upsert-rows.js'

// Each distinct row is in one group, and each place is that of one: the casts below say so.

/** Adds rows or changes those that exist; the models of them in the order of the list. */
export async function upsertModels(
  handle: ModelHandle,
  list: readonly unknown[],
  options: unknown
): Promise<object[]> {
  const { source, executor } = handle
  checkAllFillable(handle, list)
  const { rows, places } = distinctRows(source, list, options)
  const groups = upsertGroups(source, rows, options)
  const found: object[] = []
  await allOrNone(executor, groups, async upsert => {
    const { group, conflict, keeps } = upsert
    const returning = keeps ? 'nothing' : 'model'
    const { rows: returned } = await upsertGroup<object>(executor, source, upsert, returning)
    const given = group.places.map(place => rows[place] as Values)
    const own = keeps ? await rowsOf(handle, conflict.on, given) : returned
    for (const [at, row] of own.entries()) found[group.places[at] ?? -1] = row
  })
  forgetting(executor, source, rows)?.(found)
  return places.map(place => found[place] as object)
}

/** The rows with the same values in unique columns, one for each of the given ones. */
async function rowsOf(
  handle: ModelHandle,
  on: readonly ColumnRef[],
  given: readonly Values[]
): Promise<object[]> {
  const query = QueryBuilder.ofModel(handle)
  const keys = given.map(values => on.map(({ property }) => values[property]))
  const found = await rowsByKey(query, on, keys)
  const rows: object[] = []
  for (const key of keys) {
    const row = found.get(keyIdentity(key))
    // A database may find equal what is written differently.
    const condition = on.map(({ property }, at) => [property, key[at]] as const)
    rows.push(row ?? (await query.where(Object.fromEntries(condition)).firstOrFail()))
  }
  return rows
}
