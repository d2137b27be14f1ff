import { avg, count, type Database, Model, max, min, sum, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Sale extends Model.table('sales', {
  id: t.id(),
  region: t.text().nullable(),
  units: t.int().nullable(),
  weight: t.float().nullable(),
  price: t.decimal(12, 2).nullable(),
  serial: t.bigint().nullable(),
  soldOn: t.date().column('sold_on')
}) {}

const sales = [
  { region: 'north', units: 5, weight: 0.5, price: '10.10', serial: 2n ** 60n },
  { region: 'north', units: 7, weight: 1.25, price: '0.20', serial: 2n ** 60n + 1n },
  { region: 'south', units: null, weight: 2, price: '-3.00', serial: null },
  { region: 'south', units: 1, weight: null, price: null, serial: -1n },
  { region: null, units: 3, weight: 4, price: '99999999.99', serial: 0n }
].map((sale, index) => ({ ...sale, soldOn: `2024-0${index + 1}-15` }))

describeEachDatabase('aggregates', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Sale])
    await Sale.createMany(sales)
  })

  describe('as terminals', () => {
    test('count', async () => {
      expect(await Sale.query().count()).toBe(5)
      expect(await Sale.where('region', 'north').count()).toBe(2)
    })

    test('sum keeps the kind of the column', async () => {
      expect(await Sale.query().sum('units')).toBe(16)
      expect(await Sale.query().sum('weight')).toBe(7.75)
      expect(await Sale.query().sum('price')).toBe('100000007.29')
      expect(await Sale.query().sum('serial')).toBe(2n ** 61n)
    })

    test('avg', async () => {
      expect(await Sale.query().avg('units')).toBe(4)
      expect(await Sale.query().avg('weight')).toBe(1.9375)
    })

    test('min and max are values of the column', async () => {
      expect(await Sale.query().min('units')).toBe(1)
      expect(await Sale.query().max('weight')).toBe(4)
      expect(await Sale.query().min('price')).toBe('-3.00')
      expect(await Sale.query().max('price')).toBe('99999999.99')
      expect(await Sale.query().max('serial')).toBe(2n ** 60n + 1n)
      expect(await Sale.query().min('serial')).toBe(-1n)
      expect(await Sale.query().max('soldOn')).toBe('2024-05-15')
      expect(await Sale.query().min('region')).toBe('north')
    })

    test('of no rows count is 0 and the others are null', async () => {
      const none = Sale.where('region', 'nowhere')
      expect(await none.count()).toBe(0)
      expect(await none.sum('units')).toBeNull()
      expect(await none.avg('units')).toBeNull()
      expect(await none.min('price')).toBeNull()
      expect(await none.max('soldOn')).toBeNull()
    })
  })

  describe('in a selection', () => {
    test('of the whole table', async () => {
      const [row] = await Sale.query()
        .select({ all: count(), known: count('units'), units: sum('units'), low: min('weight') })
        .rows()
      expect(row).toEqual({ all: 5, known: 4, units: 16, low: 0.5 })
    })

    test('by group, the null group included', async () => {
      const found = await Sale.query()
        .select('region', { sales: count('id'), units: sum('units'), top: max('price') })
        .groupBy('region')
        .orderBy('region')
        .rows()
      expect(found).toEqual([
        { region: null, sales: 1, units: 3, top: '99999999.99' },
        { region: 'north', sales: 2, units: 12, top: '10.10' },
        { region: 'south', sales: 2, units: 1, top: '-3.00' }
      ])
    })

    test('having a column or an aggregate', async () => {
      const groups = Sale.query()
        .select('region', { units: sum('units') })
        .groupBy('region')
      expect(await groups.having(sum('units'), '>', 2).orderBy('region').rows()).toEqual([
        { region: null, units: 3 },
        { region: 'north', units: 12 }
      ])
      expect(await groups.having('region', '=', 'south').rows()).toEqual([
        { region: 'south', units: 1 }
      ])
      const both = groups.having(count('id'), '=', 2).having(avg('weight'), '<', 1)
      expect(await both.rows()).toEqual([{ region: 'north', units: 12 }])
    })

    test('with a filter before the groups', async () => {
      const found = await Sale.whereNotNull('region')
        .where('units', '>=', 5)
        .select('region', { average: avg('units') })
        .groupBy('region')
        .rows()
      expect(found).toEqual([{ region: 'north', average: 6 }])
    })

    test('by several columns', async () => {
      const found = await Sale.query()
        .select('region', 'units', { sales: count('id') })
        .groupBy('region', 'units')
        .rows()
      expect(found).toHaveLength(5)
    })
  })

  test('a sum beyond the safe integers is an error or exact, never rounded', async () => {
    const large = Number.MAX_SAFE_INTEGER
    const { id } = await Sale.create({ units: large, soldOn: '2024-12-01' })
    const total = await Sale.query()
      .sum('units')
      .catch((error: { code: string }) => error.code)
    expect(total).toBe('INVALID_VALUE')
    await Sale.where('id', id).delete()
  })
})
