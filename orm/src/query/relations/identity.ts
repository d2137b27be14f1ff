import { toBase64 } from '../../platform/base64.js'
import type { ColumnRef } from '../shape/source.js'

/** A value by which equal keys are equal: Dates and bytes are objects, 5 and 5n the same key. */
export function identity(key: unknown): unknown {
  switch (typeof key) {
    case 'bigint': {
      const number = Number(key)
      return Number.isSafeInteger(number) ? number : key
    }
    case 'object':
      if (key instanceof Date) return `date ${key.getTime()}`
      if (key instanceof Uint8Array) return `bytes ${toBase64(key)}`
      return key
    default:
      return key
  }
}

/** A key of one column or several, as a row has it. */
export type RowKey = readonly unknown[]

/** A value by which equal keys of one column or several are equal. */
export function keyIdentity(key: RowKey): unknown {
  if (key.length === 1) return identity(key[0])
  return key.map(part => `${typeof identity(part)} ${String(identity(part))}`).join('\0')
}

/** The key that a row has in these columns; undefined where a part of it is null. */
export function keyOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly ColumnRef[]
): RowKey | undefined {
  const key = columns.map(({ property }) => row[property])
  return key.every(part => part !== null && part !== undefined) ? key : undefined
}

/**
 * The identity of the key that a row has in these columns; undefined where a part of it is null.
 * Rows are told apart by it, each of many: a key of one column is no array on the way.
 */
export function identityOf(
  row: Readonly<Record<string, unknown>>,
  columns: readonly ColumnRef[]
): unknown {
  const [only, second] = columns
  if (only !== undefined && second === undefined) {
    const part = row[only.property]
    return part === null || part === undefined ? undefined : identity(part)
  }
  const key = keyOf(row, columns)
  return key && keyIdentity(key)
}
