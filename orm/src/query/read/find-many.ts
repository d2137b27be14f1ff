import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { keyColumns, keyConditions } from '../build/keys.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { keyIdentity } from '../relations/identity.js'

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
  const found = new Map<unknown, object>()
  for (const { key, row } of await query
    .whereKeys(columns, wanted)
    .fetchKeyed(query.kind(), columns)) {
    found.set(keyIdentity(columns.length === 1 ? [key] : (key as unknown[])), row)
  }
  return wanted.flatMap(key => found.get(keyIdentity(key)) ?? [])
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
