import type { LogicalType } from '../ast/generated/ast.js'
import { kindOf } from '../errors/kind-of.js'
import { VersaError } from '../errors/versa-error.js'

/** A value as it is sent to the engine; one item of a parameter list. */
export type EncodedValue = null | boolean | number | bigint | string | Date | Uint8Array

/** What an encoder knows of its column, to check values and to name the column in errors. */
export interface EncodedColumn {
  /** The table's name. */
  readonly table: string
  /** The property's name. */
  readonly property: string
  /** Text: the most characters. */
  readonly length?: number | undefined
  /** Whole numbers: how many bits they are stored with. */
  readonly bits?: number | undefined
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
  // What a request smuggles in as an operator is an object, and so is what was meant as one.
  const isObject = kindOf(value) === 'an object'
  return unfit(
    column,
    `takes ${expected}, but got ${kindOf(value)}`,
    isObject ? `${hint}; operators are arguments: where(…, '>', 1)` : hint
  )
}

/** The refusal of a value for another reason than its kind. */
export function unfit(column: EncodedColumn, problem: string, hint: string, cause?: unknown) {
  const { table, property } = column
  return new VersaError('INVALID_VALUE', `${table}.${property} ${problem}`, {
    table,
    column: property,
    hint,
    ...(cause === undefined ? {} : { cause })
  })
}
