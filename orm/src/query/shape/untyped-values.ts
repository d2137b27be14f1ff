import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import { checkText, type EncodedValue } from '../../schema/encoders.js'

/**
 * Checks a value that is bound without a column's type: a scalar, a Date or bytes. Objects never
 * become conditions or operators.
 */
export function encodeUntyped(value: unknown, table: string, property: string): EncodedValue {
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
      return value
    case 'string':
      return checkText(value, { table, property })
    case 'number':
      if (Number.isFinite(value) && !isRoundedInteger(value)) return value
      break
    case 'object':
      if (value === null || value instanceof Uint8Array) return value
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value
      break
    default:
      break
  }
  const where = property === '' ? table : `${table}.${property}`
  throw new VersaError(
    value === undefined ? 'INVALID_QUERY' : 'INVALID_VALUE',
    `${where} takes a string, a finite number, a bigint, a boolean, a Date, bytes or null, ` +
      `but got ${kindOf(value)}`,
    {
      ...(property === '' ? {} : { table, column: property }),
      hint: value === undefined ? 'leave the key out, or pass null' : hintFor(value)
    }
  )
}

/** The end of what databases hold as a whole number: beyond it a number is meant to be a double. */
const INT64_END = 2 ** 64

/** Whether a number is a whole one that may have lost its last digits, as large ids do. */
function isRoundedInteger(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < INT64_END
}

function hintFor(value: unknown): string {
  return typeof value === 'number'
    ? 'pass a bigint for a whole number beyond ±9007199254740991'
    : 'convert the value first; JSON goes through JSON.stringify(…)'
}
