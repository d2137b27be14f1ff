import type { ExecuteResult, Param } from '../../engine/engine.js'
import type { QueryBuilder } from '../build/query-builder.js'
import { executorOf } from '../build/query-parts.js'
import { settle } from '../plan/settle.js'
import type { ColumnRef } from '../shape/source.js'
import type { Terminal } from '../shape/steps.js'
import { cascadesOf, markBelow, type Parent, restoreBelow } from './cascade.js'
import { checkWrite } from './changes.js'
import { deletionInstant } from './deletion-instant.js'
import { stampOf } from './stamps.js'

const updateRows: Terminal = { kind: 'update' }
const deleteRows: Terminal = { kind: 'delete' }

/** Removes the rows of a query; how many. */
export function removeRows(query: QueryBuilder): Promise<number> {
  return settle(
    () => {
      checkWrite(query, 'delete')
      return query.run<unknown>(deleteRows)
    },
    result => result.affected
  )
}

/** Marks the rows of a query as deleted, and what belongs to them; how many rows of its own. */
export function markRows(query: QueryBuilder): Promise<number> {
  return settle(
    () => {
      checkWrite(query, 'delete')
      const living = query.trashed('without')
      const at = deletionInstant()
      if (cascadesOf(query.source).length === 0) return affected(mark(living, at))
      return executorOf(query).transaction(async () => {
        const marked = await mark(living, at)
        if (marked.affected === 0) return 0
        const rows = await query
          .another(query.source)
          .withoutGlobalScopes()
          .where(deletedAt(query).property, at)
          .rows()
        await markBelow(query, rows as Parent[], at)
        return marked.affected
      })
    },
    count => count
  )
}

/** Takes back that those rows of a query were deleted which are marked. */
export function restoreRows(all: QueryBuilder): Promise<number> {
  return settle(
    () => {
      const query = all.trashed('only')
      checkWrite(all, 'restore')
      if (cascadesOf(query.source).length === 0) return affected(unmark(query))
      return executorOf(query).transaction(async () => {
        const found = await query.fetchKeyed('rows', [{ textOf: deletedAt(query) }])
        const { affected } = await unmark(query)
        await restoreBelow(query, instantGroups(found))
        return affected
      })
    },
    count => count
  )
}

/** Sets the rows of a query to deleted at an instant. */
export function mark(
  query: QueryBuilder,
  at: Date,
  now = stampOf(query.source.definition)
): Answer {
  return set(query, at, now)
}

/** Sets the rows of a query to not deleted. */
export function unmark(query: QueryBuilder, now = stampOf(query.source.definition)): Answer {
  return set(query, null, now)
}

/** Rows by the instant of their deletion, as the database writes it. */
export function instantGroups(
  found: readonly { readonly key: unknown; readonly row: object }[]
): Map<string, Parent[]> {
  const groups = new Map<string, Parent[]>()
  for (const { key, row } of found) {
    const group = groups.get(String(key))
    if (group === undefined) groups.set(String(key), [row as Parent])
    else group.push(row as Parent)
  }
  return groups
}

type Answer = ExecuteResult<unknown> | Promise<ExecuteResult<unknown>>

function set(query: QueryBuilder, value: Param, now: Date | undefined): Answer {
  return query.runChanged(deletedAt(query).set, value, updateRows, now)
}

function deletedAt({ source }: QueryBuilder): ColumnRef {
  return source.scopes?.deletedAt ?? source.columnOrFail('deletedAt')
}

function affected(answer: Answer): number | Promise<number> {
  return answer instanceof Promise ? answer.then(result => result.affected) : answer.affected
}
