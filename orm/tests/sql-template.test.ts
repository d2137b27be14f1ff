import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'

class Fruit extends Model.table('fruits', {
  id: t.id(),
  name: t.text(),
  price: t.int(),
  'odd "name" `x`': t.text().nullable(),
  photo: t.bytes().nullable(),
  picked: t.timestamp().nullable()
}) {}

describeEachDatabase('the sql template', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Fruit])
    await Fruit.createMany([
      { name: 'apple', price: 3 },
      { name: "pear's", price: 5 },
      { name: 'quince', price: 8, 'odd "name" `x`': 'odd' }
    ])
  })

  test('rows, first and execute', async () => {
    const rows = await db.sql`select name, price from fruits order by id`.rows()
    expect(rows).toEqual([
      { name: 'apple', price: 3 },
      { name: "pear's", price: 5 },
      { name: 'quince', price: 8 }
    ])
    expect(await db.sql`select name from fruits where price > ${4} order by id`.first()).toEqual({
      name: "pear's"
    })
    expect(await db.sql`select name from fruits where price > ${99}`.first()).toBeNull()
    const moved = db.sql`update fruits set price = price + ${0} where price < ${6}`
    expect(await moved.execute()).toBe(2)
  })

  test('binds every value, in its place', async () => {
    const row = await db.sql`
      select count(*) as n from fruits
      where name = ${"pear's"} and price = ${5} and ${true}`.first()
    expect(Number(row?.['n'])).toBe(1)
  })

  test('text that looks like a placeholder is text', async () => {
    const row = await db.sql`
      select '?' as a, '$1' as b, ':c' as c, '%' as d, 'it''s' as e from fruits
      where name = ${'apple'} -- ? $1`.first()
    expect(row).toEqual({ a: '?', b: '$1', c: ':c', d: '%', e: "it's" })
  })

  test('identifiers are quoted', async () => {
    const row = await db.sql`
      select ${sql.id('odd "name" `x`')} from ${sql.id('fruits')}
      where ${sql.id('odd "name" `x`')} is not null`.first()
    expect(row).toEqual({ 'odd "name" `x`': 'odd' })
    expect((await Fruit.where('odd "name" `x`', 'odd').first())?.name).toBe('quince')
  })

  test('fragments nest, with their values in order', async () => {
    const cheap = sql`price < ${6}`
    const named = sql`name <> ${'apple'}`
    const both = sql`(${cheap} and ${named})`
    const rows = await db.sql`
      select name from fruits where ${both} or price = ${8} order by id`.rows()
    expect(rows).toEqual([{ name: "pear's" }, { name: 'quince' }])
  })

  test('a fragment can be used again', async () => {
    const cheap = sql`price < ${6}`
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await Fruit.where(cheap).count()).toBe(2)
      expect(await Fruit.where(sql`${cheap} and ${cheap}`).count()).toBe(2)
    }
  })

  test('lists', async () => {
    const names = ['apple', 'quince', '?']
    expect(await Fruit.where(sql.in(sql.id('name'), names)).count()).toBe(2)
    expect(await Fruit.where(sql`not ${sql.in(sql.id('name'), names)}`).count()).toBe(1)
    expect(await Fruit.where(sql.in('name', names)).count()).toBe(2)
    expect(await Fruit.where(sql.in(sql.id('name'), [])).count()).toBe(0)
    const prices = [3, 5].map(price => sql`price = ${price}`)
    expect(await Fruit.where(sql.join(prices, sql` or `)).count()).toBe(2)
    expect(await Fruit.where(sql`price in (${sql.join([sql`${3}`, sql`${8}`])})`).count()).toBe(2)
  })

  test('in selections and orders of a model', async () => {
    const rows = await Fruit.query()
      .select('name', { double: sql`price * ${2}` })
      .orderBy(sql`price * ${-1}`)
      .rows()
    expect(rows.map(row => Number(row.double))).toEqual([16, 10, 6])
  })

  test.each([
    ['a list', ['a']],
    ['an object', { sql: '1' }],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['not a number', Number.NaN]
  ])('%s is no value', async (_, value) => {
    const error = await expectFailure(
      () => db.sql`select ${fromOutside<string>(value)} as a`.rows(),
      {
        code: 'INVALID_VALUE'
      }
    )
    expect(error.hint).toMatch(/\w/)
  })

  test('values of every kind', async () => {
    const photo = Uint8Array.of(0, 1, 255)
    const picked = new Date('2024-05-06T07:08:09.123Z')
    const insert = db.sql`
      insert into fruits (name, price, photo, picked, ${sql.id('odd "name" `x`')})
      values (${'kiwi'}, ${2n ** 40n}, ${photo}, ${picked}, ${null})`
    expect(await insert.execute()).toBe(1)
    const kiwi = await Fruit.where('name', 'kiwi').firstOrFail()
    expect(kiwi).toMatchObject({ price: 2 ** 40, photo, picked, 'odd "name" `x`': null })
    expect(await Fruit.where(sql`photo = ${photo} and picked = ${picked}`).delete()).toBe(1)
  })

  test('what nothing beside it gives a type', async () => {
    const bytes = new Uint8Array([0, 255])
    const row = await db.sql`
      select ${null} as a, ${bytes} as b, case when ${null} is null then 1 else 0 end as c
    `.first()
    expect(row).toMatchObject({ a: null, b: bytes })
    expect(Number(row?.['c'])).toBe(1)
    const found = await db.sql`select case when ${true} then 1 else 0 end as d`.first()
    expect(Number(found?.['d'])).toBe(1)
  })

  test('a syntax error is reported with its SQL', async () => {
    const error = await expectFailure(() => db.sql`selekt ${1}`.rows(), { code: 'SYNTAX' })
    expect(error.sql).toMatch(/^selekt/)
  })

  test('two statements in one text are refused', async () => {
    await expectFailure(() => db.sql`select 1; drop table fruits`.rows(), { code: 'SYNTAX' })
    expect(await Fruit.query().count()).toBe(3)
  })

  test('text where a template belongs is refused', async () => {
    const text: unknown = 'select 1'
    await expectFailure(() => Reflect.apply(db.sql, db, [text]), { code: 'INVALID_QUERY' })
    await expectFailure(() => Reflect.apply(sql, undefined, [text]), { code: 'INVALID_QUERY' })
    await expectFailure(() => Reflect.apply(sql, undefined, [['select 1']]), {
      code: 'INVALID_QUERY'
    })
  })
})
