import { count, type Database, Model, max, sql, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'

class Employee extends Model.table('employees', {
  id: t.id(),
  bossId: t.int().nullable().column('boss_id'),
  name: t.text({ length: 20 }),
  salary: t.decimal(10, 2)
}) {}

class Sale extends Model.table('sales', {
  id: t.id(),
  sellerId: t.int().column('seller_id'),
  amount: t.int(),
  open: t.boolean()
}) {}

/** A query, as the compiler would have it. */
type Rows = ReturnType<typeof sales>
const sales = () => Sale.query().select('id')

describeEachDatabase('forms of joins', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Employee, Sale])
    await Employee.createMany([
      { name: 'Ada', salary: '300.00' },
      { name: 'Ben', bossId: 1, salary: '200.50' },
      { name: 'Eve', bossId: 1, salary: '400.00' },
      { name: 'Kim', bossId: 2, salary: '100.00' }
    ])
    await Sale.createMany([
      { sellerId: 2, amount: 5, open: true },
      { sellerId: 2, amount: 7, open: false },
      { sellerId: 3, amount: 9, open: true }
    ])
  })

  describe('aliases', () => {
    test('a table joined with itself', async () => {
      const boss = Employee.as('boss')
      const rows = await Employee.query()
        .join(boss, 'employees.bossId', 'boss.id')
        .where('boss.name', 'Ada')
        .orderBy('name')
        .select('name', { boss: 'boss.name', more: 'boss.salary' })
        .rows()
      expect(rows).toEqual([
        { name: 'Ben', boss: 'Ada', more: '300.00' },
        { name: 'Eve', boss: 'Ada', more: '300.00' }
      ])
      const all = await Employee.query()
        .leftJoin(Employee.as('b1'), 'employees.bossId', 'b1.id')
        .leftJoin(Employee.as('b2'), 'b1.bossId', 'b2.id')
        .orderBy('employees.id')
        .select('name', { b1: 'b1.name', b2: 'b2.name' })
        .rows()
      expect(all.map(row => [row.name, row.b1, row.b2])).toEqual([
        ['Ada', null, null],
        ['Ben', 'Ada', null],
        ['Eve', 'Ada', null],
        ['Kim', 'Ben', 'Ada']
      ])
    })

    test('a query of an alias within one of the same table', async () => {
      const paid = Employee.query().whereExists(
        Employee.as('boss')
          .query()
          .whereColumn('boss.id', 'employees.bossId')
          .whereColumn('boss.salary', '<', 'employees.salary')
      )
      expect(await paid.pluck('name')).toEqual(['Eve'])
      const alias = Employee.as('e').query().where('name', 'Kim')
      expect(await alias.all()).toMatchObject([{ id: 4 }])
      expect((await alias.first())?.constructor).toBe(Employee)
    })

    test('names that are taken or are none', async () => {
      await expectFailure(() => Employee.query().join(Employee, 'id', 'id'), {
        code: 'INVALID_QUERY',
        names: /as\(/
      })
      for (const name of ['', 'a.b', 5, undefined]) {
        await expectFailure(() => Employee.as(fromOutside<string>(name)), { code: 'INVALID_QUERY' })
      }
      const odd = Employee.as('it"s `odd`')
      const rows = await Employee.query()
        .join(odd, 'employees.bossId', 'it"s `odd`.id')
        .select({ boss: 'it"s `odd`.name' })
        .rows()
      expect(rows).toHaveLength(3)
    })
  })

  describe('conditions', () => {
    test('several, with values', async () => {
      const rows = await Employee.query()
        .leftJoin(Sale, on =>
          on
            .whereColumn('employees.id', 'sales.sellerId')
            .where('sales.open', true)
            .where('sales.amount', '>', 4)
        )
        .orderBy('employees.id')
        .select('name', 'sales.amount')
        .rows()
      expect(rows.map(row => [row.name, row.amount])).toEqual([
        ['Ada', null],
        ['Ben', 5],
        ['Eve', 9],
        ['Kim', null]
      ])
    })

    test('joined by or, and mixed with others in the order of the parameters', async () => {
      const rows = await Employee.query()
        .where('salary', '>', '150')
        .join(Sale, on =>
          on
            .whereColumn('employees.id', 'sales.sellerId')
            .where(q => q.where('sales.amount', 7).orWhere('sales.amount', 9))
        )
        .where('sales.id', '>=', 2)
        .orderBy('sales.id')
        .select('name', 'sales.amount')
        .rows()
      expect(rows).toEqual([
        { name: 'Ben', amount: 7 },
        { name: 'Eve', amount: 9 }
      ])
    })

    test('none, or something else', async () => {
      const invalid = { code: 'INVALID_QUERY' } as const
      await expectFailure(() => Employee.query().join(Sale, on => on), invalid)
      await expectFailure(() => Employee.query().join(Sale, () => Sale.query()), invalid)
      await expectFailure(
        () =>
          Employee.query().join(
            Sale,
            fromOutside(() => 1)
          ),
        invalid
      )
    })
  })

  describe('queries as tables', () => {
    const sold = () =>
      Sale.query()
        .select('sellerId', { sales: count(), best: max('amount') })
        .where('amount', '>', 4)
        .groupBy('sellerId')

    test('joinSub and leftJoinSub', async () => {
      const rows = await Employee.query()
        .joinSub(sold(), 'sold', 'employees.id', 'sold.sellerId')
        .where('sold.sales', '>=', 1)
        .orderBy('sold.best', 'desc')
        .select('name', 'sold.sales', 'sold.best')
        .rows()
      expect(rows).toEqual([
        { name: 'Eve', sales: 1, best: 9 },
        { name: 'Ben', sales: 2, best: 7 }
      ])
      const all = await Employee.query()
        .leftJoinSub(sold(), 'sold', 'employees.id', 'sold.sellerId')
        .orderBy('employees.id')
        .select('name', 'sold.sales')
        .rows()
      expect(all.map(row => row.sales)).toEqual([null, 2, 1, null])
    })

    test('to select from, with its own types', async () => {
      const rows = await sold().as('s').query().where('best', '>', 8).orderBy('sellerId').rows()
      expect(rows).toEqual([{ sellerId: 3, sales: 1, best: 9 }])
      const paid = Employee.query().select('name', { pay: 'salary' }).as('p')
      expect(await paid.query().where('pay', '400').rows()).toEqual([
        { name: 'Eve', pay: '400.00' }
      ])
      expect(await paid.query().sum('pay')).toBe('1000.50')
    })

    test('as a value of each row, to order and to look up', async () => {
      const best = Sale.query()
        .whereColumn('sellerId', 'employees.id')
        .orderBy('amount', 'desc')
        .limit(1)
        .select('amount')
      const rows = await Employee.query().select('name', { best }).orderBy(best, 'desc').rows()
      expect(rows.slice(0, 2)).toEqual([
        { name: 'Eve', best: 9 },
        { name: 'Ben', best: 7 }
      ])
      expect(rows.slice(2).map(row => row.best)).toEqual([null, null])
    })

    test('what is no query of one column', async () => {
      const invalid = { code: 'INVALID_QUERY' } as const
      await expectFailure(() => Employee.query().select({ all: Sale.query() }), invalid)
      await expectFailure(
        () => Employee.query().select({ two: Sale.query().select('id', 'amount') }),
        invalid
      )
      await expectFailure(
        () => Employee.query().joinSub(fromOutside<Rows>('sales'), 's', 'id', fromOutside('s.id')),
        invalid
      )
    })
  })

  test('very long lists, of one column and of several', async () => {
    const many = Array.from({ length: 70_000 }, (_, at) => at + 2)
    expect(await Employee.whereIn('id', many).count()).toBe(3)
    expect(await Employee.whereNotIn('id', many).count()).toBe(1)
    const words = many.map(id => `it's \\ "${id}"`)
    expect(await Employee.whereIn('name', [...words, 'Kim']).pluck('id')).toEqual([4])
    const prices = many.map(id => `${id}.50`)
    expect(await Employee.whereIn('salary', prices).pluck('name')).toEqual(['Ben'])
    expect(
      await Employee.where(sql`${sql.id('id')} > ${0}`)
        .whereIn('id', many)
        .count()
    ).toBe(3)
  })
})
