import { kindOf } from '../../errors/kind-of.js'
import { VersaError } from '../../errors/versa-error.js'
import type { EncodedValue } from '../../schema/encoder.js'
import { type FragmentPart, type FragmentValue, SqlFragment } from '../../schema/sql-fragment.js'
import { Placeholder } from '../prepared/placeholder.js'
import { encodeOrDefer, slotOf } from '../prepared/slot.js'
import { encodeUntyped } from '../shape/untyped-values.js'

/** What can stand in the braces of a `sql` template. */
export type SqlValue = null | boolean | number | bigint | string | Date | Uint8Array | SqlFragment

/** The `sql` template and its helpers. */
export interface SqlTemplate {
  /**
   * SQL with bound values: whatever stands in braces is sent beside the text, never within it.
   * Arrays and objects are refused.
   *
   * @param strings The text, which the template gives.
   * @param values What stands in braces.
   * @throws VersaError `INVALID_VALUE` for an array or an object in braces, `INVALID_QUERY` where
   * it is called as a function.
   * @example
   * ```ts
   * import { sql } from 'versa-orm'
   *
   * await User.where(sql`length(${sql.id('name')}) > ${5}`).pluck('name') //=> ['Edsger']
   * ```
   */
  (strings: TemplateStringsArray, ...values: readonly SqlValue[]): SqlFragment
  /**
   * A quoted identifier; two names are joined by a dot.
   *
   * @param names One name, or two.
   * @throws VersaError `INVALID_IDENTIFIER` for what is no name.
   * @example
   * ```ts
   * import { sql } from 'versa-orm'
   *
   * const column: string = 'name'
   * await User.where(sql`${sql.id('users', column)} = ${'Ada'}`).count() //=> 1
   * ```
   */
  id(...names: readonly [string, ...string[]]): SqlFragment
  /**
   * Whether a column or fragment is in a list. An empty list is never matched.
   *
   * @param operand A column's name, or a fragment.
   * @param list The values, of any number.
   * @throws VersaError `INVALID_QUERY` for no column, `INVALID_VALUE` for what is no list.
   * @example
   * ```ts
   * await db.sql`select name from users where ${db.sql.in('id', [1, 2])}`.rows()
   * //=> [{ name: 'Ada' }, { name: 'Grace' }]
   * ```
   */
  in(operand: string | SqlFragment, list: readonly SqlScalar[]): SqlFragment
  /**
   * Fragments one after another, with a separator between them.
   *
   * @param fragments The fragments.
   * @param separator What stands between them. Default: a comma and a space.
   * @throws VersaError `INVALID_QUERY` for what are no fragments.
   * @example
   * ```ts
   * const columns = ['id', 'name'].map(name => db.sql.id(name))
   * await db.sql`select ${db.sql.join(columns)} from users where id = ${1}`.rows()
   * //=> [{ id: 1, name: 'Ada' }]
   * ```
   */
  join(fragments: readonly SqlFragment[], separator?: SqlFragment): SqlFragment
}

/** A value that is no fragment. */
export type SqlScalar = Exclude<SqlValue, SqlFragment>

/** Text can contain anything, so its length says where it ends. */
function textKey(text: string): string {
  return `T${text.length}:${text}`
}

/** The keys of a template's texts: the same array at each call of one place in the program. */
const templateKeys = new WeakMap<TemplateStringsArray, readonly string[]>()

function keysOf(strings: TemplateStringsArray): readonly string[] {
  const known = templateKeys.get(strings)
  if (known !== undefined) return known
  const keys = strings.map(textKey)
  templateKeys.set(strings, keys)
  return keys
}

function template(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment {
  if (!Array.isArray(strings) || !('raw' in strings)) {
    throw new VersaError('INVALID_QUERY', 'sql is a template, not a function', {
      hint: 'write sql`…` with values in braces; they are bound'
    })
  }
  const keys = keysOf(strings)
  const parts: FragmentPart[] = []
  const bound: FragmentValue[] = []
  let key = ''
  for (let at = 0; at < strings.length; at++) {
    key += keys[at]
    parts.push({ kind: 'text', text: strings[at] ?? '' })
    if (at < values.length) key += add(values[at], at, parts, bound)
  }
  return new SqlFragment({ parts, key }, bound)
}

function add(value: unknown, at: number, parts: FragmentPart[], bound: FragmentValue[]): string {
  if (SqlFragment.is(value)) {
    const shape = SqlFragment.shapeOf(value)
    parts.push(...shape.parts)
    bound.push(...SqlFragment.valuesOf(value))
    return `(${shape.key})`
  }
  if (value === null) {
    // Nothing beside it may tell PostgreSQL the type of a parameter that is null.
    parts.push({ kind: 'text', text: 'NULL' })
    return 'Z'
  }
  if (value instanceof Placeholder) {
    parts.push({ kind: 'param' })
    bound.push(slotOf(value, given => encodeGiven(given, at)))
    return 'P'
  }
  const type = typeOf(value)
  parts.push(type === undefined ? { kind: 'param' } : { kind: 'param', type })
  bound.push(encodeBraces(value, at))
  return type === undefined ? 'P' : `P${type};`
}

/** The type of a value that fits columns of one type only. Others take the type of their place. */
function typeOf(value: unknown): 'boolean' | 'bytes' | undefined {
  if (typeof value === 'boolean') return 'boolean'
  return value instanceof Uint8Array ? 'bytes' : undefined
}

/** A value that comes when the statement is there already. */
function encodeGiven(value: unknown, at: number): EncodedValue {
  const type = typeOf(value)
  if (type === undefined) return encodeBraces(value, at)
  throw new VersaError(
    'INVALID_VALUE',
    `${kindOf(value)} was given for the braces ${at + 1} of a prepared sql template`,
    { hint: 'its type has to be known beforehand: compare it with a column by where' }
  )
}

function encodeBraces(value: unknown, at: number): EncodedValue {
  if (Array.isArray(value)) {
    throw new VersaError(
      'INVALID_VALUE',
      `an array stands in the braces ${at + 1} of a sql template`,
      {
        hint: "use sql.in('column', list), or sql.join for a list of fragments"
      }
    )
  }
  return encodeUntyped(value, `the braces ${at + 1} of a sql template`, '')
}

function id(...names: readonly unknown[]): SqlFragment {
  const checked = names.map(name => {
    if (typeof name === 'string' && name !== '') return name
    throw new VersaError('INVALID_IDENTIFIER', `sql.id got ${kindOf(name)}`, {
      hint: "pass names: sql.id('users', 'name')"
    })
  })
  if (checked.length === 0 || checked.length > 2) {
    throw new VersaError('INVALID_IDENTIFIER', `sql.id got ${checked.length} names`, {
      hint: 'pass one name, or two for what stands before and after the dot'
    })
  }
  const key = `I${checked.length}${checked.map(textKey).join('')}`
  return new SqlFragment({ parts: [{ kind: 'identifier', names: checked }], key }, [])
}

function inList(operand: unknown, list: unknown): SqlFragment {
  const left = typeof operand === 'string' ? id(...operand.split('.')) : operand
  if (!SqlFragment.is(left)) {
    throw new VersaError('INVALID_QUERY', `sql.in got ${kindOf(operand)} to look for`, {
      hint: "pass a column's name or a fragment"
    })
  }
  const shape = SqlFragment.shapeOf(left)
  const values = encodeOrDefer(list, encodeList)
  return new SqlFragment(
    { parts: [{ kind: 'in', operand: shape.parts }], key: `N(${shape.key})` },
    [...SqlFragment.valuesOf(left), values]
  )
}

function encodeList(list: unknown): EncodedValue[] {
  if (Array.isArray(list)) return list.map(item => encodeUntyped(item, 'a list of sql.in', ''))
  throw new VersaError('INVALID_VALUE', `sql.in got ${kindOf(list)} to look through`, {
    hint: 'pass an array'
  })
}

function join(fragments: unknown, separator: unknown = template`, `): SqlFragment {
  if (!Array.isArray(fragments) || !fragments.every(SqlFragment.is) || !SqlFragment.is(separator)) {
    throw new VersaError('INVALID_QUERY', 'sql.join takes an array of fragments', {
      hint: 'map the values to fragments first: each value in the braces of its own sql template'
    })
  }
  const pieces = fragments.flatMap((fragment, at) =>
    at === 0 ? [fragment] : [separator, fragment]
  )
  return new SqlFragment(
    {
      parts: pieces.flatMap(piece => SqlFragment.shapeOf(piece).parts),
      key: `(${pieces.map(piece => SqlFragment.shapeOf(piece).key).join('')})`
    },
    pieces.flatMap(piece => SqlFragment.valuesOf(piece))
  )
}

/**
 * A fragment of SQL with bound values; see {@link SqlTemplate}.
 *
 * @example
 * ```ts
 * import { sql } from 'versa-orm'
 *
 * const adults = sql`age >= ${18}`
 * await User.where(adults).update({ age: sql`age + ${1}` }) //=> 3
 * ```
 */
export const sql: SqlTemplate = Object.assign(template, { id, in: inList, join })

export { type FragmentValue, SqlFragment } from '../../schema/sql-fragment.js'
