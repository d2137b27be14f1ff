import type { LogicalType } from '../ast/generated/ast.js'
import type { ColumnDefinition } from '../schema/table-definition.js'
import type { Snapshot } from './snapshot.js'

/** A value of a snapshot as a read gives it; each time another object, which may be changed. */
export function originalValue(type: LogicalType, kept: unknown): unknown {
  if (kept === null || kept === undefined) return kept
  switch (type) {
    case 'json':
      return JSON.parse(String(kept))
    case 'timestamp':
      return new Date(Number(kept))
    default:
      return kept instanceof Uint8Array ? kept.slice() : kept
  }
}

/** The values of a row as it was loaded or saved. */
export function originalValues(
  columns: readonly ColumnDefinition[],
  snapshot: Snapshot
): Record<string, unknown> {
  return Object.fromEntries(
    columns.map(({ property, type, index }) => [property, originalValue(type, snapshot[index])])
  )
}
