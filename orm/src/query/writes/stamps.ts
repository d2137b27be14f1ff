import { asyncContext } from '../../platform/async-context.js'
import type { TableDefinition } from '../../schema/table-definition.js'

/** The tables whose timestamps are left alone here, the innermost first. */
interface Unstamped {
  readonly table: TableDefinition
  readonly outer: Unstamped | undefined
}

const unstamped = asyncContext<Unstamped>()

let used = false

/** Runs something whose writes of a table leave its timestamps alone. */
export function withoutStamps<T>(table: TableDefinition, work: () => T): T {
  used = true
  return unstamped.run({ table, outer: unstamped.getStore() }, work)
}

/**
 * The instant that timestamps of a table get now; undefined: they get none. Whoever writes several
 * rows asks once, so that all have the same.
 */
export function stampOf(table: TableDefinition | undefined): Date | undefined {
  if (table === undefined) return undefined
  const { createdAt, updatedAt } = table.behaviour
  if (createdAt === undefined && updatedAt === undefined) return undefined
  return isUnstamped(table) ? undefined : new Date()
}

function isUnstamped(table: TableDefinition): boolean {
  if (!used) return false
  for (let at = unstamped.getStore(); at !== undefined; at = at.outer) {
    if (at.table === table) return true
  }
  return false
}
