/**
 * What a value is, in words: never the value itself, which may be a secret.
 *
 * @example
 * kindOf(0.5)  // 'a fraction'
 */
export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return kindOfNumber(value)
    case 'object':
      return kindOfObject(value)
    case 'undefined':
      return 'undefined'
    case 'string':
      return value === '' ? 'an empty string' : 'a string'
    default:
      return `a ${typeof value}`
  }
}

function kindOfNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return 'an infinite number'
  if (!Number.isInteger(value)) return 'a fraction'
  return Number.isSafeInteger(value) ? 'a number' : 'a number beyond ±9007199254740991'
}

function kindOfObject(value: object | null): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date'
  if (value instanceof Uint8Array) return 'bytes'
  return 'an object'
}
