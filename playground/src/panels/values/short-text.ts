// A value on one line, for cells, parameters and summaries.
import { bytesOf, entriesOf, hexText, isoText, kindOf, sizeOf } from './kinds'

/** How much of a value stands on one line. */
export interface ShortTextOptions {
  /** The most characters of a text. Default 200. */
  readonly textMax?: number
  /** Whether texts are in quotes. Default false. */
  readonly quoted?: boolean
}

/** The value on one line. What is cut ends with `…`. */
export function shortText(value: unknown, options: ShortTextOptions = {}): string {
  const textMax = options.textMax ?? 200
  switch (kindOf(value)) {
    case 'missing':
      return 'undefined'
    case 'text':
      return options.quoted ? `'${cut(String(value), textMax)}'` : cut(String(value), textMax)
    case 'date':
      return value instanceof Date ? isoText(value) : ''
    case 'bytes':
      return bytesText(bytesOf(value) ?? new Uint8Array(), 16)
    case 'list':
    case 'object':
      return cut(summary(value as object, 2), textMax)
    default:
      return String(value)
  }
}

/** A text of so many characters at most; half of a surrogate pair is never left behind. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const head = text.slice(0, lengthMax)
  const last = head.charCodeAt(head.length - 1)
  const splitPair = last >= 0xd800 && last <= 0xdbff
  return `${splitPair ? head.slice(0, -1) : head}…`
}

/** Bytes as SQL writes them, with their number. */
export function bytesText(bytes: Uint8Array, bytesMax: number): string {
  const unit = bytes.length === 1 ? 'byte' : 'bytes'
  return `x'${hexText(bytes, bytesMax)}' ${bytes.length} ${unit}`
}

/** The first parts of a list or an object; it is never walked deeper than needed. */
function summary(value: object, depth: number): string {
  const list = kindOf(value) === 'list'
  const size = sizeOf(value)
  if (size === 0) return list ? '[]' : '{}'
  if (depth === 0) return list ? `[${size}]` : '{…}'
  const parts = entriesOf(value)
    .slice(0, 6)
    .map(([name, item]) => (list ? part(item, depth) : `${name}: ${part(item, depth)}`))
  if (size > parts.length) parts.push('…')
  return list ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
}

function part(value: unknown, depth: number): string {
  const kind = kindOf(value)
  if (kind === 'list' || kind === 'object') return summary(value as object, depth - 1)
  return shortText(value, { textMax: 40, quoted: true })
}
