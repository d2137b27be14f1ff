import { encodeDecimal, encodeDecimalNumber, fitDecimal } from './decimal-encoders.js'
import {
  type Encode,
  type EncodedColumn,
  type EncodedValue,
  type Encoder,
  invalidValue,
  unfit
} from './encoder.js'
import { encodeDate, encodeDateTime, encodeTime, encodeTimestamp } from './temporal-encoders.js'

/** The kinds of columns, as `t` names them. */
export type ColumnKind =
  | 'id'
  | 'text'
  | 'int'
  | 'bigint'
  | 'float'
  | 'decimal'
  | 'decimalNumber'
  | 'boolean'
  | 'date'
  | 'time'
  | 'datetime'
  | 'timestamp'
  | 'json'
  | 'bytes'
  | 'uuid'
  | 'enum'

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

function fitInt(encoded: EncodedValue, column: EncodedColumn): EncodedValue {
  const { bits = 64 } = column
  const limit = 2 ** (bits - 1)
  if (bits === 64 || (Number(encoded) >= -limit && Number(encoded) < limit)) return encoded
  throw unfit(
    column,
    `takes a whole number from ${-limit} to ${limit - 1}`,
    'declare the column with more bits: t.int({ bits: 64 })'
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
    throw lonelySurrogate(column)
  }
  return value
}

function lonelySurrogate(column: EncodedColumn) {
  return unfit(
    column,
    'got text with half of a surrogate pair',
    'cut text between characters, or repair it with toWellFormed()'
  )
}

function fitText(encoded: EncodedValue, column: EncodedColumn): EncodedValue {
  if (column.length === undefined || typeof encoded !== 'string') return encoded
  if (encoded.length <= column.length) return encoded
  const characters = [...encoded].length
  if (characters <= column.length) return encoded
  throw unfit(
    column,
    `takes ${column.length} characters, but got ${characters}`,
    'shorten the text or raise the length'
  )
}

/**
 * What `JSON.stringify` makes of half a pair; whole pairs it leaves as they are. A backslash of the
 * text itself is doubled.
 */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

const encodeJson: Encode = (value, column) => {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (cause) {
    throw unfit(
      column,
      'got a value that JSON cannot express',
      'it has a cycle or a bigint, or its toJSON() throws',
      cause
    )
  }
  if (text !== undefined) {
    if (text.includes('\\ud') && LONE_SURROGATE.test(text)) throw lonelySurrogate(column)
    return text
  }
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
  int: { type: 'int', encode: encodeInt, fit: fitInt },
  bigint: { type: 'bigInt', encode: encodeBigInt },
  float: { type: 'float', encode: encodeFloat },
  decimal: { type: 'decimal', encode: encodeDecimal, fit: fitDecimal },
  decimalNumber: { type: 'decimalNumber', encode: encodeDecimalNumber, fit: fitDecimal },
  text: { type: 'text', encode: checkText, fit: fitText },
  boolean: { type: 'boolean', encode: encodeBoolean },
  date: { type: 'date', encode: encodeDate },
  time: { type: 'time', encode: encodeTime },
  datetime: { type: 'dateTime', encode: encodeDateTime },
  timestamp: { type: 'timestamp', encode: encodeTimestamp },
  json: { type: 'json', encode: encodeJson },
  bytes: { type: 'bytes', encode: encodeBytes },
  uuid: { type: 'uuid', encode: encodeUuid },
  enum: { type: 'text', encode: encodeEnum }
}

export type { EncodedColumn, EncodedValue, Encoder } from './encoder.js'
