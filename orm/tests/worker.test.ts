import { type Database, Model, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Seed extends Model.table('seeds', { id: t.id(), value: t.int() }) {}

const size = 300

describeEachDatabase('a statement off the event loop', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Seed])
    await Seed.createMany(Array.from({ length: size }, (_, value) => ({ value })))
  })

  /** Joins the table with itself twice: tens of millions of rows to look at. */
  const long = () =>
    db.sql`
      select count(*) as n from seeds a, seeds b, seeds c
      where a.value + b.value + c.value = ${-1}`.options({ worker: true })

  test('lets timers fire while it runs', async () => {
    let ticks = 0
    const timer = setInterval(() => {
      ticks += 1
    }, 5)
    const start = performance.now()
    const row = await long().first()
    const elapsed = performance.now() - start
    clearInterval(timer)
    expect(Number(row?.['n'])).toBe(0)
    expect(elapsed).toBeGreaterThan(100)
    // A blocked loop would have let at most one pass.
    expect(ticks).toBeGreaterThan(elapsed / 5 / 10)
  })

  test('brings the same rows as on the loop', async () => {
    const query = Seed.where('value', '<', 200).orderBy('id')
    expect(await query.options({ worker: true }).all()).toEqual(await query.all())
    expect(await query.options({ worker: true }).count()).toBe(200)
  })

  test('lets others read meanwhile', async () => {
    if (!traits.shared) return expect(await Seed.query().count()).toBe(size)
    let over = false
    const running = long()
      .first()
      .finally(() => {
        over = true
      })
    expect(await Seed.query().count()).toBe(size)
    expect(over).toBe(false)
    await running
  })

  test('fails with the same errors', async () => {
    await expectFailure(() => db.table('nowhere').options({ worker: true }).rows(), {
      code: 'UNKNOWN_TABLE',
      table: 'nowhere'
    })
  })

  describe('within a transaction', () => {
    test('sees its changes', async () => {
      const undone = new Error('undone')
      const run = db.transaction(async () => {
        await Seed.create({ value: 9_999 })
        expect(await Seed.where('value', 9_999).options({ worker: true }).count()).toBe(1)
        throw undone
      })
      await expect(run).rejects.toBe(undone)
    })
  })
})
