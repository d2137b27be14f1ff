import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Counter extends Model.table('counters', {
  id: t.id(),
  count: t.int().default(7),
  note: t.text().nullable()
}) {}

describeEachDatabase('many shapes of queries', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Counter])
  })

  test('more of them than plans are kept', async () => {
    await Counter.create({ count: 3 })
    /** A shape for each number: its bits say which column a condition is on. */
    const shaped = (number: number) => {
      let query = Counter.query()
      for (let bit = 0; bit < 11; bit += 1) {
        query = (number >> bit) % 2 === 0 ? query.where('count', 3) : query.whereNull('note')
      }
      return query
    }
    const numbers = Array.from({ length: 1_100 }, (_, number) => number)
    // The first ones were forgotten by then, and are compiled once more.
    for (const number of [...numbers, ...numbers.slice(0, 50)]) {
      expect(await shaped(number).count()).toBe(1)
    }
    await Counter.query().allRows().delete()
  })

  test('rows of nothing but defaults, alone and among others', async () => {
    const made = await Counter.createMany([{}, {}, {}])
    expect(made.map(({ count, note }) => [count, note])).toEqual(Array(3).fill([7, null]))
    expect(new Set(made.map(({ id }) => id)).size).toBe(3)
    const mixed = await Counter.createMany([{ count: 1 }, {}, { note: 'a' }, { count: 2 }, {}])
    expect(mixed.map(({ count, note }) => [count, note])).toEqual([
      [1, null],
      [7, null],
      [7, 'a'],
      [2, null],
      [7, null]
    ])
    const stored = await Counter.orderBy('id').rows()
    const byId = new Map(stored.map(row => [row.id, row]))
    for (const row of [...made, ...mixed]) expect(byId.get(row.id)).toEqual({ ...row })
    expect(stored).toHaveLength(8)
  })
})
