import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { ViewDefinition } from '../../schema/view-definition.js'
import { viewIsReadOnly } from '../build/failures.js'
import type { QueryParts } from '../build/query-parts.js'
import { ownScopes } from '../build/scoping.js'
import type { ShapeNode } from '../shape/shape-node.js'
import { checkFillable } from './fillable.js'
import { appendSets } from './sets.js'

/** A shape, and its parameters. */
export interface Change {
  readonly node: ShapeNode
  readonly params: readonly Param[]
}

/** A query with what its rows are set to. @throws VersaError `INVALID_QUERY` and others. */
export function updateOf(query: QueryParts, values: unknown): Change {
  const { source } = query
  checkWrite(query, 'update')
  checkFillable({ source, unguarded: query.extras.unguarded }, values)
  const params = query.params.slice()
  const node = appendSets(source, values, query.node, params)
  return { node, params }
}

/** Refuses a query that does more than filter, or nothing but that. */
export function checkWrite(query: QueryParts, what: 'update' | 'delete' | 'restore'): void {
  const { source, node, extras } = query
  const table = source.name
  if (source.definition instanceof ViewDefinition) throw viewIsReadOnly(table)
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
