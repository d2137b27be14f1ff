import {
  type Column,
  ColumnBuilder,
  type ColumnSettings,
  invalidDefinition,
  type TemporalColumn
} from './column.js'

/** The types of columns, and with them the types of the models' properties. */
export interface ColumnTypes {
  /** The primary key: a whole number of 64 bits that the database counts up. A `number`. */
  id(): Column<number, 'optional' | 'primary'>
  /** Text; `length` is the most characters it may have, unlimited by default. A `string`. */
  text(options?: { readonly length?: number }): Column<string>
  /** A whole number within ±(2^53 - 1), stored with 64 bits. A `number`. */
  int(): Column<number>
  /** A whole number of 64 bits. A `bigint`. */
  bigint(): Column<bigint>
  /** A double. A `number`, never NaN or infinite. */
  float(): Column<number>
  /**
   * An exact decimal number with `precision` digits in all, `scale` of them after the point;
   * default 38 and 10. With only a precision the scale is 0. A `string`, so that nothing is lost.
   */
  decimal(precision?: number, scale?: number): Column<string>
  /** True or false. */
  boolean(): Column<boolean>
  /** A day, without a time. A `string` like `'2026-01-31'`. */
  date(): TemporalColumn<string>
  /** An instant, kept in UTC with milliseconds. A `Date`. */
  timestamp(): TemporalColumn<Date>
  /** A JSON document of the given type, which is not checked at run time. */
  json<Value>(): Column<Value>
  /** Bytes. A `Uint8Array`. */
  bytes(): Column<Uint8Array>
  /** A UUID, in lower case. A `string`. */
  uuid(): Column<string>
  /** One of some words; the database refuses others. The union of the words. */
  enum<const Value extends string>(values: readonly [Value, ...Value[]]): Column<Value>
}

const builders = {
  id: () => new ColumnBuilder({ kind: 'id', primary: true }),
  text: ({ length }: { readonly length?: number } = {}) => {
    checkSize('text({ length })', length, 1)
    return new ColumnBuilder(length === undefined ? { kind: 'text' } : { kind: 'text', length })
  },
  int: () => new ColumnBuilder({ kind: 'int' }),
  bigint: () => new ColumnBuilder({ kind: 'bigint' }),
  float: () => new ColumnBuilder({ kind: 'float' }),
  decimal: (precision?: number, scale?: number) => new ColumnBuilder(decimal(precision, scale)),
  boolean: () => new ColumnBuilder({ kind: 'boolean' }),
  date: () => new ColumnBuilder({ kind: 'date' }),
  timestamp: () => new ColumnBuilder({ kind: 'timestamp' }),
  json: () => new ColumnBuilder({ kind: 'json' }),
  bytes: () => new ColumnBuilder({ kind: 'bytes' }),
  uuid: () => new ColumnBuilder({ kind: 'uuid' }),
  enum: (values: readonly string[]) => {
    const members = Array.isArray(values) ? values : []
    if (members.length === 0 || new Set(members).size !== members.length) {
      throw invalidDefinition(
        't.enum(…) needs a list of different words',
        "write t.enum(['admin', 'member'])"
      )
    }
    return new ColumnBuilder({ kind: 'enum', values: [...members] })
  }
} satisfies Record<keyof ColumnTypes, (...args: never[]) => ColumnBuilder>

/**
 * The types of columns.
 *
 * @example
 * class User extends Model.table('users', {
 *   id: t.id(),
 *   email: t.text().unique(),
 *   age: t.int().nullable(),
 *   role: t.enum(['admin', 'member']).default('member'),
 *   createdAt: t.timestamp().defaultNow().column('created_at')
 * }) {}
 */
// The builder has no value types at run time: this is where they are claimed, once.
export const t = builders as unknown as ColumnTypes

function decimal(precision?: number, scale?: number): ColumnSettings {
  checkSize('decimal(precision)', precision, 1)
  checkSize('decimal(…, scale)', scale, 0)
  const digits = precision ?? 38
  const behind = scale ?? (precision === undefined ? 10 : 0)
  if (behind > digits) {
    throw invalidDefinition(
      `t.decimal(${digits}, ${behind}) has more digits after the point than in all`,
      'the first number counts all digits, the second those after the point'
    )
  }
  return { kind: 'decimal', precision: digits, scale: behind }
}

function checkSize(what: string, size: number | undefined, min: number): void {
  if (size === undefined || (Number.isInteger(size) && size >= min)) return
  throw invalidDefinition(`t.${what} is no whole number from ${min}`, 'pass a whole number')
}
