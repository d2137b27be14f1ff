import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { isPlainObject } from '../build/conditions.js'
import type { QueryParts } from '../build/query-parts.js'
import { ownScopes } from '../build/scoping.js'
import { SqlFragment } from '../fragment/sql-fragment.js'
import { checkKindStays } from '../inheritance/kinds.js'
import type { ShapeNode } from '../shape/shape-node.js'

/** A shape, and its parameters. */
export interface Change {
  readonly node: ShapeNode
  readonly params: readonly Param[]
}

/** A query with what its rows are set to. @throws VersaError `INVALID_QUERY` and others. */
export function updateOf(query: QueryParts, values: unknown): Change {
  const { source } = query
  checkWrite(query, 'update')
  if (!isPlainObject(values) || Object.keys(values).length === 0) {
    throw new VersaError('INVALID_QUERY', `the update of ${source.name} has no values`, {
      table: source.name,
      hint: 'pass an object with one column at least'
    })
  }
  const params = query.params.slice()
  let { node } = query
  for (const property in values) {
    if (!Object.hasOwn(values, property)) continue
    const value = values[property]
    const column = source.columnOrFail(property)
    if (column.definition !== undefined) checkKindStays(column.definition)
    if (typeof value === 'object' && SqlFragment.is(value)) {
      column.definition?.checkWritable()
      const fragment = SqlFragment.shapeOf(value)
      const key = `set:${column.id}:${fragment.key}`
      node = node.nextKeyed(key, () => ({ kind: 'set', column, fragment }))
      params.push(...SqlFragment.valuesOf(value))
    } else {
      node = node.next(column.set)
      params.push(column.encodeStored(value))
    }
  }
  return { node, params }
}

/** Refuses a query that does more than filter, or nothing but that. */
export function checkWrite(query: QueryParts, what: 'update' | 'delete' | 'restore'): void {
  const { source, node, extras } = query
  const table = source.name
  if (!node.onlyFilters) {
    const refused = node.steps().find(({ kind }) => kind !== 'where' && kind !== 'scope')
    throw new VersaError('INVALID_QUERY', `a query with ${refused?.kind} cannot ${what} rows`, {
      table,
      hint: `filter only; for a limit use whereIn('id', query.select('id'))`
    })
  }
  if (node.filtered || extras.allRows || ownScopes(query)?.choice.trashed === 'only') return
  throw new VersaError('INVALID_QUERY', `${what} of ${table} has no filter`, {
    table,
    hint: `add a where, or allRows() where every row is meant`
  })
}
