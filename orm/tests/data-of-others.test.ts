import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

// What is in a table need not have been written by VersaORM, nor fit the model.

class Loose extends Model.table('loose', {
  id: t.int().primary(),
  text: t.text().nullable(),
  day: t.date().nullable(),
  yes: t.boolean().nullable(),
  uuid: t.uuid().nullable(),
  at: t.timestamp().nullable(),
  amount: t.decimal(20, 4).nullable(),
  whole: t.int().nullable(),
  json: t.json<unknown>().nullable()
}) {}

describeEachDatabase('data of others', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
  })

  describe('cells of SQLite, which takes anything', () => {
    test.each([
      ['text', 'no UTF-8', sql`cast(x'ff41' as text)`, /UTF-8.*blob/],
      ['day', 'no UTF-8', sql`cast(x'ff' as text)`, /UTF-8/],
      ['yes', 'a word', sql`'perhaps'`, /Boolean/],
      ['yes', 'a fraction', sql`0.5`, /Boolean/],
      ['day', 'bytes', sql`x'00'`, /holds.*correct/],
      ['uuid', 'two bytes', sql`x'0001'`, /holds.*correct/],
      ['whole', 'a fraction', sql`0.5`, /holds.*correct/],
      ['at', 'bytes', sql`x'00'`, /holds.*correct/]
    ] as const)('%s: %s is refused', async (column, _, cell, names) => {
      if (traits.product !== 'SQLite') return expect(traits.server).toBe(true)
      await db.schema.drop([Loose])
      await db.sql`create table loose (id integer primary key, text, day, yes, uuid, at, amount,
        whole, json)`.execute()

      await db.sql`insert into loose (id, ${sql.id(column)}) values (1, ${cell})`.execute()
      await expectFailure(() => Loose.find(1), { code: 'INVALID_VALUE', names })
      // The connection goes on.
      expect(await Loose.where('id', 1).select('id').rows()).toEqual([{ id: 1 }])
    })

    test('what fits in another form is read', async () => {
      if (traits.product !== 'SQLite') return expect(traits.server).toBe(true)
      await db.schema.drop([Loose])
      await db.sql`create table loose (id integer primary key, text, day, yes, uuid, at, amount,
        whole, json)`.execute()
      await db.sql`insert into loose values (1, 'a', '2024-02-29', 1,
        x'abcdef0012344abc8def0123456789ab', '2024-07-01 12:30:00', 5, 7, 3)`.execute()
      expect(await Loose.find(1)).toMatchObject({
        uuid: 'abcdef00-1234-4abc-8def-0123456789ab',
        at: new Date('2024-07-01T12:30:00Z'),
        amount: '5',
        json: 3,
        yes: true
      })
    })
  })

  // A list is a document: what JSON has no form for is text in it.
  test('values and lists of PostgreSQL’s own types', async () => {
    if (traits.product !== 'PostgreSQL') return expect(traits.product).not.toBe('')
    const row = await db.sql`select
      array[1, null]::int2[] as small, array[2]::int8[] as large, array[true, false] as flags,
      array[0.1]::float4[] as short, array[0.1, 'infinity']::float8[] as long,
      array['a', null, 'ü 🦀'] as words, array['{"a": 1}']::jsonb[] as documents,
      array['2024-02-29', 'infinity', '-infinity']::date[] as days,
      array['12:30:00.5']::time[] as times,
      array['2024-07-01 12:30:00.5+00', 'infinity']::timestamptz[] as moments,
      array['2024-07-01 12:30:00.5']::timestamp[] as clocks,
      array['abcdef00-1234-4abc-8def-0123456789ab']::uuid[] as ids,
      array[1.50, null]::numeric[] as amounts, array['\\x00ff'::bytea] as raw,
      array[26, 4294967295]::oid[] as oids, array['7']::xid8[] as transactions,
      array['1 mon 2 days 03:04:05.5']::interval[] as spans,
      array[]::int4[] as nothing, 26::oid as oid, '7'::xid8 as transaction,
      0.1::float4 as float4, interval '-1 year 3 days' as span,
      'infinity'::date as forever, null::int4[] as missing`.first()
    expect(row).toEqual({
      small: [1, null],
      large: [2],
      flags: [true, false],
      short: [0.1],
      long: [0.1, 'Infinity'],
      words: ['a', null, 'ü 🦀'],
      documents: [{ a: 1 }],
      days: ['2024-02-29', 'infinity', '-infinity'],
      times: ['12:30:00.5'],
      moments: ['2024-07-01T12:30:00.500Z', 'infinity'],
      clocks: ['2024-07-01T12:30:00.5'],
      ids: ['abcdef00-1234-4abc-8def-0123456789ab'],
      amounts: ['1.50', null],
      raw: ['00ff'],
      oids: ['26', '4294967295'],
      transactions: ['7'],
      spans: ['1 mon 2 days 03:04:05.5'],
      nothing: [],
      oid: 26,
      transaction: 7,
      float4: 0.1,
      span: '-1 years 3 days',
      forever: 'infinity',
      missing: null
    })
  })

  test('values of MariaDB’s own types', async () => {
    if (traits.product !== 'MariaDB') return expect(traits.product).not.toBe('')
    await db.sql`create table own (tiny tinyint unsigned, small smallint, medium mediumint,
      large bigint unsigned, year year, bits bit(10), word enum('a', 'b'), words set('a', 'b'),
      long_text longtext, raw tinyblob, fixed char(3), bytes binary(3), span time(3))`.execute()
    await db.sql`insert into own values (255, -32768, 8388607, 18446744073709551615, 2024,
      b'1000000001', 'b', 'a,b', 'ü 🦀', x'00ff', 'abc', x'010203', '-12:30:00.5')`.execute()
    const row = await db.sql`select * from own`.first()
    expect(row).toEqual({
      tiny: 255,
      small: -32768,
      medium: 8388607,
      large: 18446744073709551615n,
      year: 2024,
      bits: 513,
      word: 'b',
      words: 'a,b',
      long_text: 'ü 🦀',
      raw: new Uint8Array([0, 255]),
      fixed: 'abc',
      bytes: new Uint8Array([1, 2, 3]),
      span: '-12:30:00.5'
    })
  })
})
