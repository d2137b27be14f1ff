import type { Column, TemporalColumn, WholeColumn } from './column.js'
import { ColumnBuilder, type ColumnSettings } from './column-builder.js'
import { DOUBLE_DIGITS } from './decimal-encoders.js'
import { invalidDefinition } from './invalid-definition.js'
import { uuidV4, uuidV7 } from './uuid.js'

/** The types of columns, and with them the types of the models' properties; see {@link t}. */
export interface ColumnTypes {
  /**
   * The primary key: a whole number of 64 bits that the database counts up. A `number`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id() }) {}
   *
   * await db.schema.create([Note])
   * await Note.create({}) //=> { id: 1 }
   * ```
   */
  id(): Column<number, 'optional' | 'primary'>
  /**
   * Text. A `string`.
   *
   * @param options `length`: the most characters it may have. Default: any number of them.
   * @throws VersaError `INVALID_MODEL` for a length that is no whole number from 1.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Note extends Model.table('notes', { id: t.id(), text: t.text({ length: 5 }) }) {}
   *
   * await db.schema.create([Note])
   * await Note.create({ text: 'short' }) //=> { id: 1, text: 'short' }
   * await Note.create({ text: 'longer' }) //! INVALID_VALUE
   * ```
   */
  text(options?: { readonly length?: number }): Column<string>
  /**
   * Text of at most so many characters. A `string`.
   *
   * @param length The most characters it may have.
   * @throws VersaError `INVALID_MODEL` for a length that is no whole number from 1.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Country extends Model.table('countries', { id: t.id(), code: t.varchar(2) }) {}
   *
   * await db.schema.create([Country])
   * await Country.create({ code: 'PER' }) //! INVALID_VALUE
   * ```
   */
  varchar(length: number): Column<string>
  /**
   * A whole number within ±(2^53 - 1), stored with 64 bits, or with fewer and in their range. A
   * `number`.
   *
   * @param options `bits`: how many are stored. Default: 64.
   * @throws VersaError `INVALID_MODEL` for another number of bits.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Score extends Model.table('scores', { id: t.id(), points: t.int({ bits: 16 }) }) {}
   *
   * await db.schema.create([Score])
   * await Score.create({ points: 120 }) //=> { id: 1, points: 120 }
   * await Score.create({ points: 40_000 }) //! INVALID_VALUE
   * ```
   */
  int(options?: { readonly bits?: 16 | 32 | 64 }): WholeColumn<number>
  /**
   * A whole number of 64 bits. A `bigint`.
   *
   * @param options `mode`: in which type its values are. Default: `'bigint'`.
   * @throws VersaError `INVALID_MODEL` for another mode.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Counter extends Model.table('counters', { id: t.id(), n: t.bigint() }) {}
   *
   * await db.schema.create([Counter])
   * await Counter.create({ n: 9_007_199_254_740_993n })
   * await Counter.value('n') //=> 9_007_199_254_740_993n
   * ```
   */
  bigint(options?: { readonly mode?: 'bigint' }): WholeColumn<bigint>
  /**
   * The same as `int()`: a `number`, and one beyond ±(2^53 - 1) is refused, when it is read too.
   *
   * @param options `mode`: in which type its values are.
   */
  bigint(options: { readonly mode: 'number' }): WholeColumn<number>
  /**
   * A double. A `number`, never NaN or infinite.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Place extends Model.table('places', { id: t.id(), lat: t.float() }) {}
   *
   * await db.schema.create([Place])
   * await Place.create({ lat: -12.05 }) //=> { id: 1, lat: -12.05 }
   * await Place.create({ lat: Number.NaN }) //! INVALID_VALUE
   * ```
   */
  float(): Column<number>
  /**
   * An exact decimal number. A `string`, so that nothing is lost.
   *
   * @param precision How many digits it has in all. Default: 38.
   * @param scale How many of them stand after the point. Default: 0, without a precision 10.
   * @param options `mode`: in which type its values are. Default: `'string'`.
   * @throws VersaError `INVALID_MODEL` where the digits make no sense.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Item extends Model.table('items', { id: t.id(), price: t.decimal(10, 2) }) {}
   *
   * await db.schema.create([Item])
   * await Item.create({ price: '19.9' }) //=> { id: 1, price: '19.90' }
   * ```
   */
  decimal(
    precision?: number,
    scale?: number,
    options?: { readonly mode?: 'string' }
  ): Column<string>
  /**
   * A decimal number of 15 digits at most. A `number`.
   *
   * @param precision How many digits it has in all: 15 at most.
   * @param scale How many of them stand after the point.
   * @param options `mode`: in which type its values are.
   */
  decimal(precision: number, scale: number, options: { readonly mode: 'number' }): Column<number>
  /**
   * True or false. A `boolean`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Task extends Model.table('tasks', { id: t.id(), done: t.boolean().default(false) }) {}
   *
   * await db.schema.create([Task])
   * await Task.create({}) //=> { id: 1, done: false }
   * ```
   */
  boolean(): Column<boolean>
  /**
   * A day, without a time. A `string` like `'2026-01-31'`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Holiday extends Model.table('holidays', { id: t.id(), day: t.date() }) {}
   *
   * await db.schema.create([Holiday])
   * await Holiday.create({ day: '2026-07-28' }) //=> { id: 1, day: '2026-07-28' }
   * await Holiday.create({ day: '2026-02-30' }) //! INVALID_VALUE
   * ```
   */
  date(): TemporalColumn<string>
  /**
   * A time of day with microseconds, in no zone. A `string` like `'23:59:59.123456'`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Shop extends Model.table('shops', { id: t.id(), opens: t.time() }) {}
   *
   * await db.schema.create([Shop])
   * await Shop.create({ opens: '09:30' }) //=> { id: 1, opens: '09:30:00' }
   * ```
   */
  time(): TemporalColumn<string>
  /**
   * A day with a time as a clock on a wall shows them, with microseconds, in no zone: the hour at
   * which a shop opens, wherever it is. A `string` like `'2026-01-31T23:59:59.123456'`, as
   * `Temporal.PlainDateTime` writes it.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Sale extends Model.table('sales', { id: t.id(), begins: t.datetime() }) {}
   *
   * await db.schema.create([Sale])
   * await Sale.create({ begins: '2026-11-27T09:00' })
   * await Sale.value('begins') //=> '2026-11-27T09:00:00'
   * ```
   */
  datetime(): TemporalColumn<string>
  /**
   * An instant, kept in UTC with milliseconds. A `Date`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Visit extends Model.table('visits', { id: t.id(), at: t.timestamp() }) {}
   *
   * await db.schema.create([Visit])
   * const at = new Date('2026-11-26T12:00:00Z')
   * await Visit.create({ at }) //=> { id: 1, at }
   * ```
   */
  timestamp(): TemporalColumn<Date>
  /**
   * A JSON document of the given type, which is not checked at run time.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Form extends Model.table('forms', {
   *   id: t.id(),
   *   answers: t.json<{ agreed: boolean }>()
   * }) {}
   *
   * await db.schema.create([Form])
   * const form = await Form.create({ answers: { agreed: true } })
   * form.answers.agreed //=> true
   * ```
   */
  json<Value>(): Column<Value>
  /**
   * Bytes. A `Uint8Array`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Upload extends Model.table('uploads', { id: t.id(), data: t.bytes() }) {}
   *
   * await db.schema.create([Upload])
   * await Upload.create({ data: new Uint8Array([1, 2]) })
   * await Upload.value('data') //=> new Uint8Array([1, 2])
   * ```
   */
  bytes(): Column<Uint8Array>
  /**
   * A UUID, in lower case. A `string`.
   *
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Session extends Model.table('sessions', {
   *   id: t.uuid({ generate: 'v7' }).primary()
   * }) {}
   *
   * await db.schema.create([Session])
   * const session = await Session.create({})
   * session.id.length //=> 36
   * ```
   */
  uuid(): Column<string>
  /**
   * A UUID that is made here where an insert gives none.
   *
   * @param options `generate`: `'v4'` is random, `'v7'` begins with the time, so that indexes stay
   * in order.
   * @throws VersaError `INVALID_MODEL` for another version.
   */
  uuid(options: { readonly generate: 'v4' | 'v7' }): Column<string, 'optional'>
  /**
   * One of some words; the database refuses others. The union of the words.
   *
   * @param values The words: one at least, and each once.
   * @throws VersaError `INVALID_MODEL` for what is no list of different words.
   * @example
   * ```ts
   * import { Model, t } from 'versa-orm'
   *
   * class Task extends Model.table('tasks', { id: t.id(), state: t.enum(['open', 'done']) }) {}
   *
   * await db.schema.create([Task])
   * await Task.create({ state: 'done' }) //=> { id: 1, state: 'done' }
   * await Task.create({ state: JSON.parse('"lost"') }) //! INVALID_VALUE
   * ```
   */
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
 * The types of columns: each of its methods makes a {@link Column}.
 *
 * @example
 * ```ts
 * import { Model, t } from 'versa-orm'
 *
 * class Member extends Model.table('members', {
 *   id: t.id(),
 *   email: t.text().unique(),
 *   age: t.int().nullable(),
 *   role: t.enum(['admin', 'member']).default('member'),
 *   joinedAt: t.timestamp().defaultNow().column('joined_at')
 * }) {}
 *
 * await db.schema.create([Member])
 * const member = await Member.create({ email: 'ada@example.com' })
 * member.role //=> 'member'
 * ```
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
