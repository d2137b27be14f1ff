import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import type { SelectedColumn, SubqueryValue } from '../shape/steps.js'
import type { QueryParts } from './query-parts.js'

/** A query as one value, with its part of the key and its parameters. */
export interface FoundSubquery {
  readonly operand: SubqueryValue
  readonly key: string
  readonly params: readonly Param[]
  readonly type: SelectedColumn['type']
}

/** The one value that a query selects. @throws VersaError `INVALID_QUERY` for more columns. */
export function subqueryValue({ source, node, params, extras }: QueryParts): FoundSubquery {
  const [only, second] = extras.selection ?? []
  if (only === undefined || second !== undefined) {
    throw new VersaError('INVALID_QUERY', 'a query is used as a value, but selects no one column', {
      table: source.name,
      hint: "select the one: Post.query().whereColumn('userId', 'users.id').select('title')"
    })
  }
  return {
    operand: { subquery: { source, node }, of: undefined, type: only.type },
    key: `q${node.id}`,
    params,
    type: only.type
  }
}
