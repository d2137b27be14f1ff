import {
  type Column,
  ColumnBuilder,
  type ColumnSettings,
  invalidDefinition,
  type TemporalColumn,
  type WholeColumn
} from './column.js'
import { DOUBLE_DIGITS } from './decimal-encoders.js'
import { uuidV4, uuidV7 } from './uuid.js'

/** The types of columns, and with them the types of the models' properties. */
export interface ColumnTypes {
  /** The primary key: a whole number of 64 bits that the database counts up. A `number`. */
  id(): Column<number, 'optional' | 'primary'>
  /** Text; `length` is the most characters it may have, unlimited by default. A `string`. */
  text(options?: { readonly length?: number }): Column<string>
  /** Text of at most so many characters. A `string`. */
  varchar(length: number): Column<string>
  /**
   * A whole number within ±(2^53 - 1), stored with 64 bits, or with fewer and in their range. A
   * `number`.
   */
  int(options?: { readonly bits?: 16 | 32 | 64 }): WholeColumn<number>
  /**
   * A whole number of 64 bits. A `bigint`; with `{ mode: 'number' }` it is `int()`: a `number`, and
   * one beyond ±(2^53 - 1) is refused, when it is read too.
   */
  bigint(options?: { readonly mode?: 'bigint' }): WholeColumn<bigint>
  bigint(options: { readonly mode: 'number' }): WholeColumn<number>
  /** A double. A `number`, never NaN or infinite. */
  float(): Column<number>
  /**
   * An exact decimal number with `precision` digits in all, `scale` of them after the point;
   * default 38 and 10. With only a precision the scale is 0. A `string`, so that nothing is lost;
   * with `{ mode: 'number' }` a `number`, which has 15 digits at most.
   */
  decimal(
    precision?: number,
    scale?: number,
    options?: { readonly mode?: 'string' }
  ): Column<string>
  decimal(precision: number, scale: number, options: { readonly mode: 'number' }): Column<number>
  /** True or false. */
  boolean(): Column<boolean>
  /** A day, without a time. A `string` like `'2026-01-31'`. */
  date(): TemporalColumn<string>
  /** A time of day with microseconds, in no zone. A `string` like `'23:59:59.123456'`. */
  time(): TemporalColumn<string>
  /**
   * A day with a time as a clock on a wall shows them, with microseconds, in no zone: the hour at
   * which a shop opens, wherever it is. A `string` like `'2026-01-31T23:59:59.123456'`, as
   * `Temporal.PlainDateTime` writes it.
   */
  datetime(): TemporalColumn<string>
  /** An instant, kept in UTC with milliseconds. A `Date`. */
  timestamp(): TemporalColumn<Date>
  /** A JSON document of the given type, which is not checked at run time. */
  json<Value>(): Column<Value>
  /** Bytes. A `Uint8Array`. */
  bytes(): Column<Uint8Array>
  /**
   * A UUID, in lower case. A `string`. An insert that gives none gets one that is made here:
   * `'v4'` is random, `'v7'` begins with the time, so that indexes stay in order.
   */
  uuid(): Column<string>
  uuid(options: { readonly generate: 'v4' | 'v7' }): Column<string, 'optional'>
  /** One of some words; the database refuses others. The union of the words. */
  enum<const Value extends string>(values: readonly [Value, ...Value[]]): Column<Value>
}

const builders = {
  id: () => new ColumnBuilder({ kind: 'id', primary: true, identity: 'by default' }),
  text: ({ length }: { readonly length?: number } = {}) => {
    checkSize('text({ length })', length, 1)
    return new ColumnBuilder(length === undefined ? { kind: 'text' } : { kind: 'text', length })
  },
  varchar: (length: number) => {
    if (length === undefined) {
      throw invalidDefinition('t.varchar() got no length', 'write t.varchar(80), or t.text()')
    }
    checkSize('varchar(length)', length, 1)
    return new ColumnBuilder({ kind: 'text', length })
  },
  int: ({ bits = 64 }: { readonly bits?: number } = {}) => {
    checkChoice('int({ bits })', bits, [16, 32, 64])
    return new ColumnBuilder({ kind: 'int', bits })
  },
  bigint: ({ mode = 'bigint' }: { readonly mode?: string } = {}) => {
    checkChoice('bigint({ mode })', mode, ['bigint', 'number'])
    return new ColumnBuilder({ kind: mode === 'number' ? 'int' : 'bigint' })
  },
  float: () => new ColumnBuilder({ kind: 'float' }),
  decimal: (precision?: number, scale?: number, options?: { readonly mode?: string }) =>
    new ColumnBuilder(decimal(precision, scale, options)),
  boolean: () => new ColumnBuilder({ kind: 'boolean' }),
  date: () => new ColumnBuilder({ kind: 'date' }),
  time: () => new ColumnBuilder({ kind: 'time' }),
  datetime: () => new ColumnBuilder({ kind: 'datetime' }),
  timestamp: () => new ColumnBuilder({ kind: 'timestamp' }),
  json: () => new ColumnBuilder({ kind: 'json' }),
  bytes: () => new ColumnBuilder({ kind: 'bytes' }),
  uuid: (options?: { readonly generate?: string }) => {
    if (options === undefined) return new ColumnBuilder({ kind: 'uuid' })
    checkChoice('uuid({ generate })', options.generate, ['v4', 'v7'])
    return new ColumnBuilder({ kind: 'uuid' }).default(options.generate === 'v7' ? v7 : uuidV4)
  },
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

const v7 = () => uuidV7()

function decimal(
  precision?: number,
  scale?: number,
  { mode = 'string' }: { readonly mode?: string } = {}
): ColumnSettings {
  checkChoice('decimal(…, { mode })', mode, ['string', 'number'])
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
  if (mode === 'string') return { kind: 'decimal', precision: digits, scale: behind }
  if (digits > DOUBLE_DIGITS) {
    throw invalidDefinition(
      `t.decimal(${digits}, …) has more digits than a number`,
      `use ${DOUBLE_DIGITS} at most, or leave out { mode: 'number' }`
    )
  }
  return { kind: 'decimalNumber', precision: digits, scale: behind }
}

function checkChoice(what: string, choice: unknown, choices: readonly unknown[]): void {
  if (choices.includes(choice)) return
  throw invalidDefinition(`t.${what} got none of its choices`, `use one of ${choices.join(', ')}`)
}

function checkSize(what: string, size: number | undefined, min: number): void {
  if (size === undefined || (Number.isInteger(size) && size >= min)) return
  throw invalidDefinition(`t.${what} is no whole number from ${min}`, 'pass a whole number')
}
