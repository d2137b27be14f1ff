import { VersaError } from '../../errors/versa-error.js'
import type { QueryBuilder } from '../build/query-builder.js'

/** The query of one column; of a selection as it is. */
export function valuesOf(query: QueryBuilder, column: unknown): QueryBuilder {
  const { selection } = query.extras
  if (selection === undefined) return query.withoutLoads().select({ value: column })
  if (selection.some(({ property }) => property === column)) return query
  throw new VersaError('UNKNOWN_COLUMN', `${JSON.stringify(column)} was not selected`, {
    table: query.source.name,
    hint: `the selection has ${selection.map(({ property }) => property).join(', ')}`
  })
}

/** The value of the column in a row of that query. */
export function pickedFrom(row: object, { extras }: QueryBuilder, column: unknown): unknown {
  const property = extras.selection === undefined ? 'value' : String(column)
  return (row as Readonly<Record<string, unknown>>)[property]
}
