// Values as plain data that survives a structured clone, whatever the user's code made of them.

/** What remains of a value that is nested deeper, or has more parts. */
const depthMax = 12
const partsMax = 200_000
const textMax = 100_000

/**
 * A copy without functions, symbols, getters that throw and circles: those become texts. Dates, big
 * whole numbers and bytes stay what they are; what has a `toJSON` and is no date is what that says.
 */
export function plainCopy(value: unknown, parts = { left: partsMax }): unknown {
  return copy(value, [], parts)
}

type Parts = { left: number }

function copy(value: unknown, above: readonly object[], parts: Parts): unknown {
  if (typeof value === 'string') return cutText(value)
  if (typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return describeFunction(value)
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) return '[Circular]'
  if (above.length >= depthMax) return '[…]'
  if (parts.left <= 0) return '[…]'
  parts.left -= 1
  try {
    return copyObject(value, [...above, value], parts)
  } catch (error) {
    return `[Unreadable: ${messageOf(error)}]`
  }
}

function copyObject(value: object, above: readonly object[], parts: Parts): unknown {
  if (value instanceof Date) return new Date(value.getTime())
  if (value instanceof Error) return describeError(value)
  if (ArrayBuffer.isView(value)) return copyView(value)
  if (value instanceof ArrayBuffer) return value.slice(0)
  if (value instanceof RegExp) return String(value)
  if (value instanceof Promise) return '[Promise: it was not awaited]'
  if (Array.isArray(value)) return Array.from(value, item => copy(item, above, parts))
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, item]) => [copy(key, above, parts), copy(item, above, parts)])
    )
  }
  if (value instanceof Set) return new Set([...value].map(item => copy(item, above, parts)))
  const own = plainForm(value)
  if (own !== value) return copy(own, above.slice(0, -1), parts)
  return Object.fromEntries(
    Object.keys(value).map(key => [key, copy(read(value, key), above, parts)])
  )
}

/** What an object says it is in JSON, without what it hides. */
function plainForm(value: object): unknown {
  const toJson: unknown = 'toJSON' in value ? value.toJSON : undefined
  return typeof toJson === 'function' ? toJson.call(value) : value
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch (error) {
    return `[Threw: ${messageOf(error)}]`
  }
}

/** A copy, so that a view of a little does not bring its whole buffer along. */
function copyView(value: ArrayBufferView): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice()
}

function cutText(text: string): string {
  return text.length <= textMax ? text : `${text.slice(0, textMax)}… (${text.length} characters)`
}

function describeFunction(value: unknown): string {
  const { name, prototype } = value as { readonly name: unknown; readonly prototype: unknown }
  const text = typeof name === 'string' && name !== '' ? name : '(anonymous)'
  const isClass = typeof prototype === 'object' && /^class\b/.test(String(value))
  return isClass ? `[class ${text}]` : `[function ${text}]`
}

function describeError(error: Error): string {
  return `${error.name}: ${error.message}`
}

/** What an error says, also where it is none. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error)
  } catch {
    return 'an error that cannot be read'
  }
}
