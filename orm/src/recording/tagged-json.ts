// Data of a structured clone as JSON, from which the same data is made again: a date stays a date,
// a big whole number one.

/** A value that JSON has no form for: its kind, and what it is made of. */
interface Tagged {
  readonly $: 'date' | 'bigint' | 'number' | 'bytes' | 'undefined' | 'map' | 'set' | 'object'
  readonly v?: unknown
}

/** Plain data as what JSON has a form for. */
export function tagged(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : tag('number', nameOf(value))
    case 'bigint':
      return tag('bigint', String(value))
    case 'undefined':
      return tag('undefined')
    case 'object':
      return value === null ? null : taggedObject(value)
    default:
      return value
  }
}

function tag(kind: Tagged['$'], made?: unknown): Tagged {
  return { $: kind, v: made }
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

function taggedObject(value: object): unknown {
  if (value instanceof Date) return tag('date', value.getTime())
  if (value instanceof Uint8Array) return tag('bytes', base64Of(value))
  if (Array.isArray(value)) return value.map(tagged)
  if (value instanceof Set) return tag('set', [...value].map(tagged))
  if (value instanceof Map) return tag('map', pairs([...value]))
  const entries = Object.entries(value)
  // An object that has such a property itself must not be taken for a tagged value.
  if (Object.hasOwn(value, '$')) return tag('object', pairs(entries))
  return Object.fromEntries(entries.map(([name, part]) => [name, tagged(part)]))
}

function pairs(entries: readonly (readonly [unknown, unknown])[]): unknown[] {
  return entries.map(([key, part]) => [tagged(key), tagged(part)])
}

/** In pieces: an argument list has no room for all bytes of a large value. */
function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  }
  return btoa(text)
}

/** What {@link tagged} was given. */
export function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(untagged)
  const { $: kind, v: made } = value as { readonly $?: unknown; readonly v?: unknown }
  if (typeof kind === 'string') return untaggedAs(kind, made)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, untagged(part)]))
}

function untaggedAs(kind: string, made: unknown): unknown {
  const list = Array.isArray(made) ? made : []
  switch (kind) {
    case 'date':
      // JSON has no NaN: what is null was a date that is none.
      return new Date(typeof made === 'number' ? made : Number.NaN)
    case 'bigint':
      return BigInt(String(made))
    case 'number':
      return Number(made)
    case 'bytes':
      return Uint8Array.from(atob(String(made)), character => character.charCodeAt(0))
    case 'map':
      return new Map(list.map(([key, part]) => [untagged(key), untagged(part)]))
    case 'set':
      return new Set(list.map(untagged))
    case 'object':
      return Object.fromEntries(list.map(([name, part]) => [name, untagged(part)]))
    default:
      return undefined
  }
}
