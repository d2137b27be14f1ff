// Values as JSON that can be pasted elsewhere. What JSON cannot say becomes the text that databases
// and people use for it.
import { bytesOf, entriesOf, hexText, isoText, kindOf } from './kinds'

/** The value as JSON, indented by two. Never throws: a circle becomes `"[Circular]"`. */
export function jsonText(value: unknown): string {
  return JSON.stringify(toJson(value, []) ?? null, null, 2)
}

/** The value as data that JSON has. */
export function toJson(value: unknown, above: readonly object[]): unknown {
  switch (kindOf(value)) {
    case 'missing':
      return undefined
    case 'bigint':
      return String(value)
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'text':
      return String(value)
    case 'date':
      return value instanceof Date ? isoText(value) : null
    case 'bytes':
      return hexText(bytesOf(value) ?? new Uint8Array())
    case 'list':
    case 'object':
      return partsToJson(value as object, above)
    default:
      return value
  }
}

function partsToJson(value: object, above: readonly object[]): unknown {
  if (above.includes(value)) return '[Circular]'
  const path = [...above, value]
  const parts = entriesOf(value).map(([name, item]) => [name, toJson(item, path)] as const)
  return kindOf(value) === 'list'
    ? parts.map(([, item]) => item ?? null)
    : Object.fromEntries(parts)
}
