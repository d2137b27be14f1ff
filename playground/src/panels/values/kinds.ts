// What a value is, for whoever shows or copies it. Everything comes from user code by a structured
// clone, so it may be anything that survives one.

/** The kinds of values that are told apart. */
export type ValueKind =
  | 'missing'
  | 'null'
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'text'
  | 'date'
  | 'bytes'
  | 'list'
  | 'object'

/** What kind of value it is. */
export function kindOf(value: unknown): ValueKind {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'bigint') return 'bigint'
  if (typeof value !== 'object') return 'text'
  if (value instanceof Date) return 'date'
  if (bytesOf(value) !== null) return 'bytes'
  return Array.isArray(value) || value instanceof Set ? 'list' : 'object'
}

/** The bytes of a buffer or of a view of one; null of anything else. */
export function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (!ArrayBuffer.isView(value)) return null
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
}

/** A date as ISO 8601. A date that is none says so instead of throwing. */
export function isoText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()
}

/** Bytes as hexadecimal digits, at most so many bytes of them. */
export function hexText(bytes: Uint8Array, bytesMax = Number.POSITIVE_INFINITY): string {
  const digits = Array.from(bytes.subarray(0, Math.min(bytes.length, bytesMax)), byte =>
    byte.toString(16).padStart(2, '0')
  ).join('')
  return bytes.length > bytesMax ? `${digits}…` : digits
}

/** What is in a list or an object, with the names by which it is there. */
export function entriesOf(value: object): readonly (readonly [name: string, value: unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const)
  if (value instanceof Set) return [...value].map((item, index) => [String(index), item] as const)
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item] as const)
  return Object.entries(value)
}

/** How many parts a list or an object has. */
export function sizeOf(value: object): number {
  if (Array.isArray(value)) return value.length
  if (value instanceof Set || value instanceof Map) return value.size
  return Object.keys(value).length
}
