import type { SqliteValue } from '../executor.js'

/** A value as sql.js binds it. */
export type BoundValue = null | number | string | Uint8Array

const INT_MIN = -(2n ** 31n)
const INT_MAX = 2n ** 31n - 1n

/** Strings, names, comments and placeholders: what a quote or a question mark can stand in. */
const pieces = new RegExp(
  [
    /'(?:[^']|'')*'/,
    /"((?:[^"]|"")*)"/,
    /`(?:[^`]|``)*`|\[[^\]]*\]/,
    /--[^\n]*|\/\*[\s\S]*?\*\//,
    /\?|collate\s+"?versa_decimal"?/
  ]
    .map(({ source }) => source)
    .join('|'),
  'giu'
)

/**
 * SQL and values as sql.js takes them, which has less of SQLite than its library:
 *
 * - it binds whole numbers of 32 bits and doubles that are none: others go as text, and are cast;
 * - its text ends at a NUL: text with one goes as bytes, and is cast;
 * - a name in double quotes that no column has would be taken for a text: names get backticks;
 * - it knows no other collations than SQLite's own: `rtrim` is made to compare decimals, too.
 *
 * A unary plus before a cast takes the type's affinity away: the value compares as a bound one.
 */
export function rewritten(
  sql: string,
  values: readonly SqliteValue[]
): { readonly sql: string; readonly values: BoundValue[]; readonly placeholders: number } {
  const defines = /^\s*(?:create|alter)\b/iu.test(sql)
  const bound: BoundValue[] = []
  let place = 0
  const text = sql.replace(pieces, (piece, name: string | undefined) => {
    if (piece === '?') {
      const value = values[place++] ?? null
      const { as, through } = binding(value)
      bound.push(as)
      return through
    }
    if (/^collate/iu.test(piece)) return 'COLLATE RTRIM'
    if (name === undefined || defines) return piece
    return `\`${name.replaceAll('""', '"').replaceAll('`', '``')}\``
  })
  return { sql: text, values: bound, placeholders: place }
}

function binding(value: SqliteValue): { readonly as: BoundValue; readonly through: string } {
  switch (typeof value) {
    case 'bigint':
      if (value >= INT_MIN && value <= INT_MAX) return { as: Number(value), through: '?' }
      return { as: value.toString(), through: '+CAST(? AS INTEGER)' }
    case 'number':
      if (Number.isNaN(value)) return { as: null, through: '?' }
      if (Object.is(value, -0)) return { as: '-0.0', through: '+CAST(? AS REAL)' }
      if (value !== (value | 0)) return { as: value, through: '?' }
      return { as: `${value}.0`, through: '+CAST(? AS REAL)' }
    case 'string':
      if (!value.includes('\0')) return { as: value, through: '?' }
      return { as: new TextEncoder().encode(value), through: '+CAST(? AS TEXT)' }
    default:
      return { as: value, through: '?' }
  }
}
