import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { keyColumns, keyConditions } from '../build/keys.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { keyIdentity, type RowKey } from '../relations/identity.js'
import type { ColumnRef } from '../shape/source.js'

/** The rows of primary keys, in the order of the keys; those that are not there are left out. */
export async function findManyOf(query: QueryBuilder, keys: unknown): Promise<object[]> {
  const { source } = query
  if (!Array.isArray(keys)) {
    throw new VersaError('INVALID_QUERY', `findMany of ${source.name} got ${kindOf(keys)}`, {
      table: source.name,
      hint: 'pass an array of primary keys'
    })
  }
  const columns = keyColumns(source)
  const wanted = keys.map(key => keyConditions(source, key).map(([, value]) => value))
  const found = await rowsByKey(query, columns, wanted)
  return wanted.flatMap(key => found.get(keyIdentity(key)) ?? [])
}

/** The most keys in one query. */
const KEYS_MAX = 30_000

/** The rows of a query that have these values in columns, by the identity of the values. */
export async function rowsByKey(
  query: QueryBuilder,
  columns: readonly ColumnRef[],
  keys: readonly RowKey[]
): Promise<ReadonlyMap<unknown, object>> {
  const found = new Map<unknown, object>()
  const kind = query.kind()
  for (let at = 0; at < keys.length; at += KEYS_MAX) {
    const part = query.whereKeys(columns, keys.slice(at, at + KEYS_MAX))
    for (const { key, row } of await part.fetchKeyed(kind, columns)) {
      // Of one column it is the value itself.
      found.set(keyIdentity(columns.length === 1 ? [key] : (key as RowKey)), row)
    }
  }
  return found
}

/** The query, which must have no order of its own. */
export function withoutOwnOrder(query: QueryBuilder): QueryBuilder {
  if (query.node.steps().every(({ kind }) => kind !== 'order')) return query
  const { name } = query.source
  throw new VersaError(
    'INVALID_QUERY',
    `chunkById reads ${name} by its key, not by another order`,
    {
      table: name,
      hint: 'use chunk, or leave out orderBy'
    }
  )
}
