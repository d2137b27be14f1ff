import type { Param } from '../../engine/engine.js'
import { VersaError } from '../../errors/versa-error.js'
import { ViewDefinition } from '../../schema/view-definition.js'
import { viewIsReadOnly } from '../build/failures.js'
import type { QueryParts } from '../build/query-parts.js'
import { ownScopes } from '../build/scoping.js'
import { ShapeNode } from '../shape/shape-node.js'
import type { Step } from '../shape/steps.js'
import { checkFillable } from './fillable.js'
import { increased } from './increments.js'
import { appendManagedSets, appendSets, appendValues } from './sets.js'

/** A shape, and its parameters. */
export interface Change {
  readonly node: ShapeNode
  readonly params: readonly Param[]
}

/** A query with what its rows are set to. @throws VersaError `INVALID_QUERY` and others. */
export function updateOf(query: QueryParts, values: unknown): Change {
  const { source, extras } = query
  checkWrite(query, 'update')
  checkFillable({ source, unguarded: extras.unguarded }, values)
  const params = query.params.slice()
  const node = appendSets(query, values, query.node, params)
  return { node, params }
}

/** What is added to a column, and what other columns are set to with it. */
export interface IncreaseOptions {
  readonly by: unknown
  readonly sign: 1 | -1
  readonly extra: Readonly<Record<string, unknown>>
}

/** A query with what is added to a column of its rows. @throws VersaError as {@link updateOf}. */
export function increaseOf(
  query: QueryParts,
  name: unknown,
  { by, sign, extra }: IncreaseOptions
): Change {
  const { source, extras } = query
  checkWrite(query, 'update')
  checkFillable({ source, unguarded: extras.unguarded }, extra)
  const { step, by: amount } = increased(source, name, by, sign)
  const params = [...query.params, amount]
  const node = appendValues(query, extra, query.node.next(step), params)
  return { node: appendManagedSets(source, extra, node, params), params }
}

/**
 * Refuses a query that does more than filter and join, and one that means all rows by mistake.
 *
 * @throws VersaError `INVALID_QUERY`, `READ_ONLY` for a view.
 */
export function checkWrite(query: QueryParts, what: string): void {
  const { source, node, extras } = query
  const table = source.name
  if (source.definition instanceof ViewDefinition) throw viewIsReadOnly(table)
  const steps = node.onlyFilters ? [] : node.steps()
  const refused = steps.find(({ kind }) => kind !== 'where' && kind !== 'scope' && kind !== 'join')
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
  if (node.filtered || extras.allRows || steps.some(filters)) return
  if (ownScopes(query)?.choice.trashed === 'only') return
  throw new VersaError('INVALID_QUERY', `${what} of ${table} has no filter`, {
    table,
    hint: `add a where, or allRows() where every row is meant`
  })
}

/**
 * Whether a join has a condition besides the columns that have to be equal: those alone pair most
 * rows with another one, so that a write of them is one of all rows.
 */
function filters(step: Step): boolean {
  if (step.kind !== 'join' || step.join !== 'inner') return false
  const { on, source } = step
  return source.derived?.query.node.filtered === true || (on instanceof ShapeNode && narrows(on))
}

function narrows(conditions: ShapeNode): boolean {
  return conditions.steps().some(step => {
    if (step.kind !== 'where') return false
    const { condition } = step
    return condition.kind === 'group' ? narrows(condition.node) : condition.kind !== 'columns'
  })
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
