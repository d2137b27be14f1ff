import { avg, type Database, hasMany, Model, max, min, sum, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Customer extends Model.table('customers', { id: t.id(), name: t.varchar(20) }) {
  static sales = hasMany(() => Sale, 'customerId')
}

class Sale extends Model.table('sales', {
  id: t.id(),
  customerId: t.int().column('customer_id'),
  price: t.decimal(12, 2),
  rate: t.decimal(8, 2, { mode: 'number' })
}) {}

// As texts, 9.50 is more than 100.00, and 20.10 more than 110.00.
const sales = {
  Ada: ['9.50'],
  Ben: ['100.00', '10.00'],
  Cas: ['20.00', '0.10'],
  Dan: ['-3.00', '-20.00']
}
const bySum = ['Dan', 'Ada', 'Cas', 'Ben']

describeEachDatabase('computed decimals', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Customer, Sale])
    for (const [name, prices] of Object.entries(sales)) {
      const { id: customerId } = await Customer.create({ name })
      await Sale.createMany(prices.map(price => ({ customerId, price, rate: Number(price) })))
    }
  })

  const groups = () => Sale.select('customerId').groupBy('customerId').orderBy('customerId')
  const ids = async (query: { rows(): Promise<{ customerId: number }[]> }) =>
    (await query.rows()).map(({ customerId }) => customerId)

  describe('in having', () => {
    test('are compared as numbers', async () => {
      expect(await ids(groups().having(sum('price'), '>', '100'))).toEqual([2])
      expect(await ids(groups().having(sum('price'), '>', '10.0'))).toEqual([2, 3])
      expect(await ids(groups().having(sum('price'), '=', '-23'))).toEqual([4])
      expect(await ids(groups().having(max('price'), '>', '10'))).toEqual([2, 3])
      expect(await ids(groups().having(min('price'), '<', '10'))).toEqual([1, 3, 4])
      expect(await ids(groups().having(min('price'), '=', '10'))).toEqual([2])
      expect(await ids(groups().having(avg('price'), '>', '10'))).toEqual([2, 3])
      expect(await ids(groups().having(avg('price'), '<', '10'))).toEqual([1, 4])
    })

    test('are compared as numbers where they are numbers', async () => {
      expect(await ids(groups().having(sum('rate'), '>', 100))).toEqual([2])
      expect(await ids(groups().having(max('rate'), '>', 10))).toEqual([2, 3])
      expect(await ids(groups().having(avg('rate'), '>', 10))).toEqual([2, 3])
    })
  })

  describe('in an order', () => {
    test('are numbers, by the aggregate, its alias and a value of related rows', async () => {
      const names = async (rows: Promise<{ customerId: number }[]>) => {
        const all = new Map((await Customer.query().all()).map(({ id, name }) => [id, name]))
        return (await rows).map(({ customerId }) => all.get(customerId))
      }
      const totals = Sale.select('customerId', { total: sum('price') }).groupBy('customerId')
      expect(await names(totals.orderBy('total').rows())).toEqual(bySum)
      expect(await names(totals.orderBy('total', 'desc').rows())).toEqual([...bySum].reverse())
      expect(await names(totals.orderBy(sum('price')).rows())).toEqual(bySum)
      const largest = Sale.select('customerId', { top: max('price') }).groupBy('customerId')
      const byTop = ['Dan', 'Ada', 'Cas', 'Ben']
      expect(await names(largest.orderBy('top').rows())).toEqual(byTop)
      expect(await names(largest.orderBy(max('price')).rows())).toEqual(byTop)
      const customers = Customer.withSum('sales', 'price').orderBy('salesSumPrice')
      expect((await customers.all()).map(({ name }) => name)).toEqual(bySum)
      expect((await customers.rows()).map(row => row.salesSumPrice)).toEqual([
        '-23.00',
        '9.50',
        '20.10',
        '110.00'
      ])
      const top = Sale.query()
        .whereColumn('customerId', 'customers.id')
        .orderBy('price', 'desc')
        .limit(1)
        .select('price')
      expect(await Customer.query().orderBy(top).pluck('name')).toEqual(byTop)
    })

    test('of a joined query are numbers, too', async () => {
      const totals = Sale.select('customerId', { total: sum('price') }).groupBy('customerId')
      const joined = Customer.query().joinSub(totals, 'of', 'customers.id', 'of.customerId')
      const rows = joined.orderBy('of.total').select('customers.name')
      expect((await rows.rows()).map(({ name }) => name)).toEqual(bySum)
      const over = joined.where('of.total', '>', '20').orderBy('customers.id')
      expect((await over.select('customers.name').rows()).map(({ name }) => name)).toEqual([
        'Ben',
        'Cas'
      ])
    })
  })

  test('of a table that holds numbers compare as they do', async () => {
    if (traits.product !== 'SQLite') return expect(traits.server).toBe(true)
    class Old extends Model.table('old_sales', {
      id: t.id(),
      shop: t.int(),
      price: t.decimal(12, 2)
    }) {}
    await db.sql`create table old_sales (id integer primary key, shop int, price numeric)`.execute()
    await db.sql`insert into old_sales values (1, 1, 9.5), (2, 2, 100), (3, 2, 10)`.execute()
    const shops = Old.select('shop').groupBy('shop').orderBy('shop')
    for (const aggregate of [sum('price'), max('price'), avg('price')] as const) {
      expect(await shops.having(aggregate, '>', '9.6').rows()).toEqual([{ shop: 2 }])
    }
    const sorted = Old.select('shop', { top: max('price') })
      .groupBy('shop')
      .orderBy('top')
    expect((await sorted.rows()).map(({ shop }) => shop)).toEqual([1, 2])
  })
})
