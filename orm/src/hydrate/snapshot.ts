import type { LogicalType } from '../ast/generated/ast.js'
import type { ColumnDefinition } from '../schema/table-definition.js'

/**
 * The values of a row as they were when it was loaded or saved, in the order of the columns: by
 * which `save` knows what changed. JSON is kept as text, a Date as its milliseconds, bytes as a
 * copy: those can change in place.
 */
export type Snapshot = unknown[]

/** A value as a snapshot keeps it. */
export function snapshotValue(type: LogicalType, value: unknown): unknown {
  if (value === null || value === undefined) return value
  if (type === 'json') return JSON.stringify(value)
  if (value instanceof Date) return value.getTime()
  return value instanceof Uint8Array ? value.slice() : value
}

/**
 * A kept cell as a snapshot has it: a small bigint is kept as a number, and an instant has more
 * digits than the Date that was made of it.
 */
export function keptValue(type: LogicalType, cell: unknown): unknown {
  if (type === 'timestamp' && typeof cell === 'number') return Math.trunc(cell)
  return type === 'bigInt' && typeof cell === 'number' ? BigInt(cell) : cell
}

/** The columns whose values are no longer those of the snapshot. */
export function changedColumns(
  columns: readonly ColumnDefinition[],
  row: Readonly<Record<string, unknown>>,
  snapshot: Snapshot
): ColumnDefinition[] {
  return columns.filter(column => hasChanged(column, row[column.property], snapshot[column.index]))
}

function hasChanged({ type }: ColumnDefinition, now: unknown, before: unknown): boolean {
  if (now === null || before === null) return now !== before
  if (type === 'json') return JSON.stringify(now) !== compactJson(before)
  if (now instanceof Date) return !Object.is(now.getTime(), before)
  if (now instanceof Uint8Array && before instanceof Uint8Array) return !equalBytes(now, before)
  return now !== before
}

/** The database may have written the document with other spaces. */
function compactJson(text: unknown): string | undefined {
  return typeof text === 'string' ? JSON.stringify(JSON.parse(text)) : undefined
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at])
}
