import { inspect } from 'node:util'

/** A value as TypeScript: on one line, and on several where it has parts. */
export interface Literal {
  readonly line: string
  readonly lines: readonly string[]
}

/** How wide the lines of a literal may be; a page has them behind a comment's mark. */
const columns = 80

/** Objects without their classes: a page writes a model as the literal of its values. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const tag = Object.prototype.toString.call(value)
  if (tag !== '[object Object]' || value instanceof Error) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
}

/** A value as a person reads it in a message. */
export function shown(value: unknown): string {
  return inspect(plain(value), { depth: 8, breakLength: 96, sorted: false })
}

/** A value as TypeScript; undefined where no expression is equal to it. */
export function literalOf(value: unknown): Literal | undefined {
  const line = oneLine(plain(value))
  return line === undefined ? undefined : { line, lines: broken(plain(value), 0) }
}

function oneLine(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const parts = value.map(oneLine)
    return parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`
  }
  if (typeof value !== 'object' || value === null) return scalar(value)
  if (value instanceof Date) return `new Date('${value.toISOString()}')`
  if (value instanceof Uint8Array)
    return `new ${value.constructor.name}([${[...value].join(', ')}])`
  if (Object.prototype.toString.call(value) !== '[object Object]' || value instanceof Error) {
    return undefined
  }
  const parts = Object.entries(value).map(([name, inner]) => {
    const text = oneLine(inner)
    return text === undefined ? undefined : `${propertyName(name)}: ${text}`
  })
  if (parts.includes(undefined)) return undefined
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

function scalar(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'bigint':
      return `${value}n`
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'boolean':
    case 'undefined':
      return String(value)
    default:
      return value === null ? 'null' : undefined
  }
}

function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"')
  return escaped.includes("'") && !escaped.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replace(/'/g, "\\'")}'`
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** The lines of a value; what fits on one is on one. */
function broken(value: unknown, indent: number): string[] {
  const line = oneLine(value) ?? ''
  const isList = Array.isArray(value)
  const isPlain = Object.prototype.toString.call(value) === '[object Object]'
  if (indent + line.length <= columns || (!isList && !isPlain)) return [line]
  const parts = isList
    ? value.map(inner => broken(inner, indent + 2))
    : Object.entries(value as object).map(([name, inner]) => {
        const [first, ...rest] = broken(inner, indent + 2)
        return [`${propertyName(name)}: ${first}`, ...rest]
      })
  const inside = parts.flatMap((lines, index) => {
    const comma = index < parts.length - 1 ? ',' : ''
    return lines.map((text, at) => `  ${text}${at === lines.length - 1 ? comma : ''}`)
  })
  return isList ? ['[', ...inside, ']'] : ['{', ...inside, '}']
}
