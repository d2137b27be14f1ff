import { isDeepStrictEqual } from 'node:util'

const numeric = /^-?\d+(\.\d+)?$/
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/

/**
 * A result as plain data that can be compared: a driver of SQLite knows neither booleans nor dates,
 * one of PostgreSQL gives sums as text, and nobody promises the order of children.
 */
export function comparable(value: unknown): unknown {
  return normal(JSON.parse(JSON.stringify(value ?? null, (_, part) => plainValue(part))), true)
}

/** Whether two results are the same data. */
export function isSameData(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(comparable(left), comparable(right))
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'boolean' ? Number(value) : value
}

function normal(value: unknown, top: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => normal(item, false))
    return top ? items : items.sort(byText)
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]) => [key, normal(part, false)] as const)
    return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
  }
  if (typeof value === 'number') return Number(value.toPrecision(12))
  if (typeof value !== 'string') return value
  if (instant.test(value)) return instantText(value)
  return numeric.test(value) ? Number(Number(value).toPrecision(12)) : value
}

/** Text without a zone is UTC: that is how SQLite's is written. */
function instantText(text: string): string {
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`
  const date = new Date(zoned.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  return Number.isNaN(date.getTime()) ? text : date.toISOString()
}

function byText(left: unknown, right: unknown): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)]
  if (a === b) return 0
  return a < b ? -1 : 1
}
