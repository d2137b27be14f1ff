import { showAs } from '../../hydrate/shown.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { loadRelationsOfOne } from '../merge/loads.js'
import { limitedBy } from '../plan/limits.js'
import { loadRelations } from '../relations/load.js'

/** The rows of a query with its relations, whose statements have the limits of the query. */
export function withRelations(
  { extras: { loads, options, shown } }: QueryBuilder,
  found: object[],
  as: 'models' | 'rows'
): object[] | Promise<object[]> {
  if (shown !== undefined) showAs(found, shown)
  if (loads === undefined) return found
  return limitedBy(options, () => loadRelations(found, loads, as)).then(() => found)
}

/** The first row of a query with its relations. */
export function withRelationsOfOne(
  query: QueryBuilder,
  found: object | null
): object | null | Promise<object | null> {
  const { loads, options, shown } = query.extras
  if (found === null) return null
  if (shown !== undefined) showAs([found], shown)
  if (loads === undefined) return found
  const load = () => loadRelationsOfOne(executorOf(query), found, loads, query.kind())
  return limitedBy(options, load).then(() => found)
}
