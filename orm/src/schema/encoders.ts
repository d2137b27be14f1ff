import type { LogicalType } from '../ast/generated/ast.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'

/** A value as it is sent to the engine; one item of a parameter list. */
export type EncodedValue = null | boolean | number | bigint | string | Date | Uint8Array

/** The kinds of columns, as `t` names them. */
export type ColumnKind =
  | 'id'
  | 'text'
  | 'int'
  | 'bigint'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'json'
  | 'bytes'
  | 'uuid'
  | 'enum'

/** What an encoder knows of its column, to check values and to name the column in errors. */
export interface EncodedColumn {
  /** The table's name. */
  readonly table: string
  /** The property's name. */
  readonly property: string
  /** Text: the most characters. */
  readonly length?: number | undefined
  /** Decimal: the digits in all. */
  readonly precision?: number | undefined
  /** Decimal: the digits after the point. */
  readonly scale?: number | undefined
  /** Enum: its members. */
  readonly values?: readonly string[] | undefined
}

/** Checks a value that is not null and turns it into what the engine takes. */
export type Encode = (value: unknown, column: EncodedColumn) => EncodedValue

/** How one kind of column treats values. */
export interface Encoder {
  /** What the values are to the engine. */
  readonly type: LogicalType
  /** Checks and encodes a value for a filter. */
  readonly encode: Encode
  /** What a value is stored as, once it is known to fit the column's size. */
  readonly fit?: (encoded: EncodedValue, column: EncodedColumn) => EncodedValue
}

/** The refusal of a value: says what was given, never its content. */
export function invalidValue(
  column: EncodedColumn,
  value: unknown,
  expected: string,
  hint: string
): VersaError {
  const where = `${column.table}.${column.property}`
  return new VersaError('INVALID_VALUE', `${where} takes ${expected}, but got ${kindOf(value)}`, {
    table: column.table,
    column: column.property,
    // What a request smuggles in as an operator is an object, and so is what was meant as one.
    hint:
      kindOf(value) === 'an object' ? `${hint}; operators are arguments: where(…, '>', 1)` : hint
  })
}

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

const encodeInt: Encode = (value, column) => {
  // Adding zero turns -0, which is no integer to a database, into 0.
  if (Number.isSafeInteger(value)) return (value as number) + 0
  throw invalidValue(
    column,
    value,
    'a whole number',
    typeof value === 'string' || typeof value === 'bigint'
      ? 'convert it with Number(…), or declare the column as t.bigint()'
      : 'pass a whole number within ±9007199254740991'
  )
}

const encodeBigInt: Encode = (value, column) => {
  if (typeof value !== 'bigint') {
    throw invalidValue(column, value, 'a bigint', 'write 5n, or convert with BigInt(…)')
  }
  if (value < INT64_MIN || value > INT64_MAX) {
    throw invalidValue(column, value, 'a bigint of 64 bits', 'store larger numbers as t.decimal()')
  }
  return value
}

const encodeFloat: Encode = (value, column) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw invalidValue(column, value, 'a finite number', 'pass a number that is not NaN or infinite')
}

const encodeBoolean: Encode = (value, column) => {
  if (typeof value === 'boolean') return value
  throw invalidValue(column, value, 'true or false', 'pass a boolean')
}

/** A string that is text. */
export function checkText(value: unknown, column: EncodedColumn): string {
  if (typeof value !== 'string') {
    throw invalidValue(column, value, 'a string', 'convert the value with String(…)')
  }
  // A code unit of a pair without the other one: no database can store it as text.
  if (!value.isWellFormed()) {
    throw new VersaError(
      'INVALID_VALUE',
      `${column.table}.${column.property} got text with half of a surrogate pair`,
      {
        table: column.table,
        column: column.property,
        hint: 'cut text between characters, or repair it with toWellFormed()'
      }
    )
  }
  return value
}

function fitText(encoded: EncodedValue, column: EncodedColumn): EncodedValue {
  if (column.length === undefined || typeof encoded !== 'string') return encoded
  if (encoded.length <= column.length) return encoded
  const characters = [...encoded].length
  if (characters <= column.length) return encoded
  throw new VersaError(
    'INVALID_VALUE',
    `${column.table}.${column.property} takes ${column.length} characters, but got ${characters}`,
    { table: column.table, column: column.property, hint: 'shorten the text or raise the length' }
  )
}

const DECIMAL = /^-?(\d+)(?:\.(\d+))?$/

const encodeDecimal: Encode = (value, column) => {
  if (typeof value === 'string' && DECIMAL.test(value)) return value
  throw invalidValue(
    column,
    value,
    "a decimal number as a string like '19.90'",
    typeof value === 'number' ? 'convert it with String(…)' : 'use digits, a point and a minus only'
  )
}

/** Decimals are stored with all digits of their scale, as `numeric` columns return them. */
function fitDecimal(encoded: EncodedValue, column: EncodedColumn): EncodedValue {
  const { precision, scale = 0 } = column
  if (precision === undefined || typeof encoded !== 'string') return encoded
  const [, digits = '', decimals = ''] = DECIMAL.exec(encoded) ?? []
  const whole = digits.replace(/^0+/, '')
  const fraction = decimals.replace(/0+$/, '')
  if (whole.length > precision - scale || fraction.length > scale) {
    throw new VersaError(
      'INVALID_VALUE',
      `${column.table}.${column.property} takes ${precision - scale} digits before the point and ` +
        `${scale} after it, but got ${whole.length} and ${fraction.length}`,
      {
        table: column.table,
        column: column.property,
        hint: 'round the number first, or raise precision and scale'
      }
    )
  }
  const sign = encoded.startsWith('-') && whole + fraction !== '' ? '-' : ''
  const point = scale === 0 ? '' : `.${fraction.padEnd(scale, '0')}`
  return `${sign}${whole === '' ? '0' : whole}${point}`
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

const encodeDate: Encode = (value, column) => {
  const [, year, month, day] = typeof value === 'string' ? (DATE.exec(value) ?? []) : []
  if (isDay(Number(year), Number(month), Number(day))) return value as string
  throw invalidValue(
    column,
    value,
    "a date like '2026-01-31'",
    value instanceof Date
      ? 'use date.toISOString().slice(0, 10), or declare the column as t.timestamp()'
      : 'pass a day that exists, as YYYY-MM-DD'
  )
}

function isDay(year: number, month: number, day: number): boolean {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= days
}

const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00.000Z')
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

const encodeTimestamp: Encode = (value, column) => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
    throw invalidValue(column, value, 'a valid Date', 'pass a Date, as from new Date(…)')
  }
  const instant = value.getTime()
  if (instant < FIRST_INSTANT || instant > LAST_INSTANT) {
    throw invalidValue(
      column,
      value,
      'a Date of the years 1 to 9999',
      'pass an earlier or later one'
    )
  }
  return value
}

const encodeJson: Encode = (value, column) => {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw new VersaError(
      'INVALID_VALUE',
      `${column.table}.${column.property} got a value that JSON cannot express`,
      {
        table: column.table,
        column: column.property,
        hint: 'it has a cycle or a bigint, or its toJSON() throws',
        cause
      }
    )
  }
  if (text !== undefined) return text
  throw invalidValue(column, value, 'a JSON value', 'pass data, not a function or a symbol')
}

const encodeBytes: Encode = (value, column) => {
  if (value instanceof Uint8Array) return value
  throw invalidValue(
    column,
    value,
    'a Uint8Array',
    typeof value === 'string' ? 'use new TextEncoder().encode(…)' : 'pass a Uint8Array or a Buffer'
  )
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const encodeUuid: Encode = (value, column) => {
  // Lower case, because databases that store a UUID as text compare it as text.
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase()
  throw invalidValue(column, value, 'a UUID', 'pass one as crypto.randomUUID() makes it')
}

const encodeEnum: Encode = (value, column) => {
  const { values = [] } = column
  if (typeof value === 'string' && values.includes(value)) return value
  const members = values.map(member => JSON.stringify(member)).join(', ')
  throw invalidValue(column, value, `one of ${members}`, 'pass one of them, or add it to the enum')
}

/** How each kind of column treats values: the one place that knows. */
export const encoders: Readonly<Record<ColumnKind, Encoder>> = {
  id: { type: 'int', encode: encodeInt },
  int: { type: 'int', encode: encodeInt },
  bigint: { type: 'bigInt', encode: encodeBigInt },
  float: { type: 'float', encode: encodeFloat },
  decimal: { type: 'decimal', encode: encodeDecimal, fit: fitDecimal },
  text: { type: 'text', encode: checkText, fit: fitText },
  boolean: { type: 'boolean', encode: encodeBoolean },
  date: { type: 'date', encode: encodeDate },
  timestamp: { type: 'timestamp', encode: encodeTimestamp },
  json: { type: 'json', encode: encodeJson },
  bytes: { type: 'bytes', encode: encodeBytes },
  uuid: { type: 'uuid', encode: encodeUuid },
  enum: { type: 'text', encode: encodeEnum }
}
