import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { must } from './support/must.js'
import { StatementLog } from './support/statements.js'

class Item extends Model.table('items', {
  id: t.id(),
  sku: t.varchar(40).unique(),
  name: t.text(),
  stock: t.int().default(0),
  price: t.decimal(12, 2).default('0.00'),
  note: t.text().nullable()
}) {}

/** A key of two columns. */
class Seat extends Model.table(
  'seats',
  {
    row: t.int(),
    number: t.int(),
    guest: t.varchar(50).nullable(),
    paid: t.boolean().default(false)
  },
  { primaryKey: ['row', 'number'] }
) {}

const items = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ sku: `sku ${at}`, name: `item ${at}`, stock: at }))

describeEachDatabase('bulk writes', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Item, Seat])
  })
  beforeEach(async () => {
    await Item.query().allRows().delete()
    await Seat.query().allRows().delete()
  })

  describe('updateMany', () => {
    test('gives each row its own values, in one statement', async () => {
      const [a, b, c] = await Item.createMany(items(3))
      const statements = await log.sqlOf(async () => {
        const met = await Item.updateMany([
          { id: must(a).id, name: 'A', stock: 10 },
          { id: must(c).id, stock: 30, name: 'C' },
          { id: 0, name: 'nobody', stock: 1 }
        ])
        expect(met).toBe(2)
      })
      expect(statements).toHaveLength(1)
      const rows = await Item.orderBy('id').select('name', 'stock').rows()
      expect(rows).toEqual([
        { name: 'A', stock: 10 },
        { name: must(b).name, stock: 1 },
        { name: 'C', stock: 30 }
      ])
    })

    test('of rows that change different columns is all or nothing', async () => {
      const [a, b] = await Item.createMany(items(2))
      const list = [
        { id: must(a).id, name: 'changed' },
        { id: must(b).id, sku: must(a).sku }
      ]
      await expectFailure(() => Item.updateMany(list), { code: 'UNIQUE_VIOLATION' })
      expect(await Item.where('name', 'changed').count()).toBe(0)
      expect(await Item.updateMany([must(list[0]), { id: must(b).id, note: 'n' }])).toBe(2)
      expect(await Item.orderBy('id').select('name', 'note').rows()).toEqual([
        { name: 'changed', note: null },
        { name: must(b).name, note: 'n' }
      ])
    })

    test('by other columns, by a key of several, and of rows that meet conditions', async () => {
      await Item.createMany(items(3))
      const by = { key: 'sku' } as const
      expect(await Item.updateMany([{ sku: 'sku 1', note: 'x' }], by)).toBe(1)
      const list = items(3).map(({ sku, stock }) => ({ sku, stock: stock + 100 }))
      expect(await Item.where('stock', '>', 0).updateMany(list, by)).toBe(2)
      expect(await Item.orderBy('id').pluck('stock')).toEqual([0, 101, 102])
      await Seat.createMany([1, 2].map(number => ({ row: 1, number })))
      expect(await Seat.updateMany([{ row: 1, number: 2, guest: 'Ada', paid: true }])).toBe(1)
      expect(await Seat.orderBy('number').pluck('guest')).toEqual([null, 'Ada'])
    })

    test('a key that stands twice is one row with the values of both', async () => {
      const item = await Item.create({ sku: 'a', name: 'a' })
      const { id } = item
      expect(
        await Item.updateMany([
          { id, name: 'first', stock: 1 },
          { id, name: 'second', note: 'n' }
        ])
      ).toBe(1)
      expect(await Item.findOrFail(id)).toMatchObject({ name: 'second', stock: 1, note: 'n' })
    })

    test('sets null, and leaves out what is not given', async () => {
      const [a, b] = await Item.createMany(items(2).map(item => ({ ...item, note: 'n' })))
      await Item.updateMany([
        { id: must(a).id, note: null, price: '1.50' },
        { id: must(b).id, note: 'm', price: '2.00' }
      ])
      expect(await Item.orderBy('id').select('note', 'price', 'name').rows()).toEqual([
        { note: null, price: '1.50', name: 'item 0' },
        { note: 'm', price: '2.00', name: 'item 1' }
      ])
    })

    test('of a table without a model', async () => {
      await Item.createMany(items(3))
      const table = db.table('items')
      const list = [
        { sku: 'sku 0', name: 'zero', stock: 7 },
        { sku: 'sku 2', name: 'two', stock: null }
      ]
      await expectFailure(() => table.updateMany([{ id: 1, name: 'x' }]), { code: 'INVALID_MODEL' })
      await expectFailure(() => table.updateMany(list, { key: 'sku' }), {
        code: 'NOT_NULL_VIOLATION'
      })
      must(list[1]).stock = 9
      expect(await table.updateMany(list, { key: ['sku'] })).toBe(2)
      expect(await Item.orderBy('id').pluck('name')).toEqual(['zero', 'item 1', 'two'])
      expect(await Item.orderBy('id').pluck('stock')).toEqual([7, 1, 9])
    })

    test('says what is wrong with a row', async () => {
      const { id } = await Item.create({ sku: 'a', name: 'a' })
      const refused = (list: object[], names: RegExp, code = 'INVALID_QUERY' as const) =>
        expectFailure(() => Item.updateMany(list), { code, names })
      await refused([{ id, name: 'b' }, { name: 'c' }], /row 1 .* items has undefined as id/)
      await refused([{ id }], /row 0 .* changes no column/)
      await expectFailure(() => Item.updateMany([{ id, name: null as never }]), {
        code: 'NOT_NULL_VIOLATION',
        column: 'name'
      })
      await expectFailure(() => Item.updateMany([{ id, nam: 'x' } as object]), {
        code: 'UNKNOWN_COLUMN'
      })
      await expectFailure(() => Item.updateMany('x' as never), { code: 'INVALID_QUERY' })
      await expectFailure(() => Item.limit(1).updateMany([{ id, name: 'x' }]), {
        code: 'INVALID_QUERY'
      })
      expect(await Item.updateMany([])).toBe(0)
    })
  })

  describe('deleteMany', () => {
    test('removes the rows of keys that meet the conditions', async () => {
      const ids = (await Item.createMany(items(5))).map(({ id }) => id)
      expect(await Item.deleteMany([must(ids[0]), must(ids[1]), 0, must(ids[1])])).toBe(2)
      expect(await Item.where('stock', '<', 4).deleteMany(ids)).toBe(2)
      expect(await Item.query().pluck('stock')).toEqual([4])
      expect(await Item.deleteMany([])).toBe(0)
      await expectFailure(() => Item.deleteMany([null as never]), { code: 'INVALID_QUERY' })
      await expectFailure(() => Item.deleteMany(3 as never), { code: 'INVALID_QUERY' })
    })

    test('of keys of several columns, and of a table without a model', async () => {
      await Seat.createMany([1, 2, 3, 4].map(number => ({ row: 1, number })))
      expect(
        await Seat.deleteMany([
          { row: 1, number: 2 },
          { row: 2, number: 1 }
        ])
      ).toBe(1)
      const seats = db.table('seats')
      expect(
        await seats.deleteMany([
          { row: 1, number: 3 },
          { row: 9, number: 9 }
        ])
      ).toBe(1)
      expect(await seats.deleteMany([{ number: 4 }])).toBe(1)
      await expectFailure(() => seats.deleteMany([{ row: 1, number: 1 }, { row: 1 }]), {
        code: 'INVALID_QUERY'
      })
      expect(await Seat.query().pluck('number')).toEqual([1])
    })
  })

  describe('increment and decrement', () => {
    test('of a query, with other values', async () => {
      await Item.createMany(items(3))
      expect(await Item.where('stock', '>', 0).increment('stock')).toBe(2)
      expect(await Item.where('stock', '>', 0).increment('stock', 10, { note: 'n' })).toBe(2)
      expect(await Item.where('stock', 13).decrement('stock', 3)).toBe(1)
      expect(await Item.orderBy('id').select('stock', 'note').rows()).toEqual([
        { stock: 0, note: null },
        { stock: 12, note: 'n' },
        { stock: 10, note: 'n' }
      ])
      expect(await db.table('items').where('stock', 10).increment('stock', 5)).toBe(1)
      expect(await Item.where('stock', 15).count()).toBe(1)
    })

    test('of decimals, digit by digit', async () => {
      const item = await Item.create({ sku: 'a', name: 'a', price: '9999999999.98' })
      expect(await Item.where('id', item.id).increment('price', '0.01')).toBe(1)
      expect(await Item.query().pluck('price')).toEqual(['9999999999.99'])
      expect(await Item.where('id', item.id).decrement('price', '0.09')).toBe(1)
      expect(await Item.where('id', item.id).decrement('price')).toBe(1)
      expect(await Item.query().pluck('price')).toEqual(['9999999998.90'])
    })

    test('of an instance, which gets what the row then has', async () => {
      const item = await Item.create({ sku: 'a', name: 'a' })
      await Item.where('id', item.id).update({ stock: 40 })
      item.name = 'not saved yet'
      expect(await item.increment('stock', 2, { note: 'n' })).toBe(item)
      expect(item).toMatchObject({ stock: 42, note: 'n', name: 'not saved yet' })
      expect(await log.sqlOf(() => item.save())).toHaveLength(1)
      expect(await Item.findOrFail(item.id)).toEqual(item)
      await item.decrement('price', '1.50')
      expect(item.price).toBe('-1.50')
      await Item.where('id', item.id).delete()
      await expectFailure(() => item.increment('stock'), { code: 'NOT_FOUND' })
      await expectFailure(() => new Item().increment('stock'), { code: 'INVALID_QUERY' })
    })

    test('loses nothing of what many add at the same time', async () => {
      const item = await Item.create({ sku: 'a', name: 'a' })
      await Promise.all(Array.from({ length: 20 }, () => item.increment('stock', 2)))
      expect((await Item.findOrFail(item.id)).stock).toBe(40)
    })

    test('is refused of other columns, steps and without a condition', async () => {
      const add = (column: string, by?: unknown) => () =>
        Item.where('id', 1).increment(column as 'stock', by as number)
      await expectFailure(add('name'), { code: 'INVALID_QUERY', column: 'name' })
      await expectFailure(add('nothing'), { code: 'UNKNOWN_COLUMN' })
      await expectFailure(add('stock', null), { code: 'INVALID_VALUE' })
      await expectFailure(add('stock', 0.5), { code: 'INVALID_VALUE' })
      await expectFailure(add('stock', '1'), { code: 'INVALID_VALUE' })
      await expectFailure(add('price', '0.001'), { code: 'INVALID_VALUE' })
      await expectFailure(add('stock', sql`1`), { code: 'INVALID_VALUE' })
      await expectFailure(() => Item.increment('stock'), { code: 'INVALID_QUERY' })
      expect(await Item.query().allRows().increment('stock')).toBe(0)
    })
  })
})
