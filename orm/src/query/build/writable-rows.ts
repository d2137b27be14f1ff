import { VersaError } from '../../errors/versa-error.js'
import type { Step } from '../shape/steps.js'
import type { QueryParts } from './query-parts.js'

/**
 * Checks that what a query says beside its conditions can be said of rows that are written, and
 * that not all rows are meant by mistake.
 *
 * @throws VersaError `INVALID_QUERY`.
 */
export function writableRows({ source, node, extras }: QueryParts, what: string): void {
  const table = source.name
  const steps = node.onlyFilters ? [] : node.steps()
  const refused = steps.find(step => step.kind !== 'where' && step.kind !== 'join')
  if (refused !== undefined) {
    throw new VersaError('INVALID_QUERY', `a query with ${refused.kind} cannot ${what} rows`, {
      table,
      hint: `filter only; for a limit use whereIn('id', query.select('id'))`
    })
  }
  checkJoins(table, steps, what)
  if (source.derived !== undefined || source.alias !== undefined) {
    throw new VersaError('INVALID_QUERY', `${source.label} is another name: ${what} the table`, {
      table,
      hint: 'begin with the table itself, and give the joined one another name'
    })
  }
  if (node.filtered || extras.allRows || steps.some(pairsRows)) return
  throw new VersaError('INVALID_QUERY', `${what} of ${table} has no filter`, {
    table,
    hint: `add a where, or allRows() where every row is meant`
  })
}

/** A join whose conditions rows have to meet is a filter. */
function pairsRows(step: Step): boolean {
  return step.kind === 'join' && step.join === 'inner'
}

function checkJoins(table: string, steps: readonly Step[], what: string): void {
  for (const step of steps) {
    if (step.kind !== 'join' || step.join === 'inner' || step.join === 'cross') continue
    throw new VersaError('INVALID_QUERY', `a query with a ${step.join} join cannot ${what} rows`, {
      table,
      hint: 'use join; ask for rows without a partner with whereNotExists'
    })
  }
}
