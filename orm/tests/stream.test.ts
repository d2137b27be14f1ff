import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Reading extends Model.table('readings', {
  id: t.id(),
  sensor: t.text(),
  value: t.float().nullable(),
  at: t.timestamp()
}) {}

const size = 20_000
const readings = Array.from({ length: size }, (_, index) => ({
  sensor: `sensor ${index % 7} – ${'é'.repeat(index % 5)}`,
  value: index % 11 === 0 ? null : index / 8,
  at: new Date(1_700_000_000_000 + index)
}))

describeEachDatabase('stream', open => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 1, acquireTimeoutMs: 5_000 })
    await db.schema.create([Reading])
    // More values than any database takes as separate parameters.
    expect(await db.table('readings').insert(readings)).toBe(size)
  })

  test('yields the same models in the same order as all', async () => {
    const query = Reading.orderBy('id')
    const all = await query.all()
    expect(all).toHaveLength(size)
    let index = 0
    for await (const reading of query.stream()) {
      // Comparing whole objects with the matcher would take longer than the stream.
      const expected = all[index]
      if (reading.id !== expected?.id || reading.sensor !== expected.sensor) {
        expect(reading).toEqual(expected)
      }
      if (reading.value !== expected?.value || +reading.at !== +(expected?.at ?? 0)) {
        expect(reading).toEqual(expected)
      }
      index += 1
    }
    expect(index).toBe(size)
  })

  test('yields models from one door and plain objects from the other', async () => {
    for await (const reading of Reading.where('id', 1).stream()) {
      expect(reading).toBeInstanceOf(Reading)
    }
    for await (const row of Reading.where('id', 1).streamRows()) {
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
      expect(row).toEqual({ id: 1, ...readings[0] })
    }
  })

  test('of no rows ends at once', async () => {
    for await (const reading of Reading.where('id', -1).stream()) expect(reading).toBeUndefined()
  })

  test('filters, order and limit count', async () => {
    const ids: number[] = []
    const query = Reading.where('id', '>', 10).orderBy('id', 'desc').limit(3)
    for await (const reading of query.stream()) ids.push(reading.id)
    expect(ids).toEqual([size, size - 1, size - 2])
  })

  test('the connection is free again after a break', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      let seen = 0
      for await (const _ of Reading.orderBy('id').stream()) {
        seen += 1
        if (seen === 10) break
      }
      expect(seen).toBe(10)
      expect(await Reading.query().count()).toBe(size)
    }
  })

  test('and after an error in the loop, which is passed on', async () => {
    const mine = new Error('mine')
    const walk = async () => {
      for await (const _ of Reading.query().stream()) throw mine
    }
    await expect(walk()).rejects.toBe(mine)
    expect(await Reading.query().count()).toBe(size)
  })

  test('and where it is opened but never read', async () => {
    const iterator = Reading.query().stream()[Symbol.asyncIterator]()
    await iterator.return?.()
    expect(await Reading.query().count()).toBe(size)
  })

  test('an error of the database comes out of the loop', async () => {
    const query = db.table('no_such_table')
    const walk = async () => {
      for await (const row of query.streamRows()) expect(row).toBeUndefined()
    }
    await expectFailure(walk, { code: 'UNKNOWN_TABLE', table: 'no_such_table' })
    expect(await Reading.query().count()).toBe(size)
  })

  test('within a transaction sees its changes, and may break', async () => {
    const undone = new Error('undone')
    const run = db.transaction(async () => {
      await Reading.where('id', 1).update({ sensor: 'changed' })
      for await (const reading of Reading.orderBy('id').stream()) {
        expect(reading.sensor).toBe('changed')
        break
      }
      expect(await Reading.where('sensor', 'changed').count()).toBe(1)
      throw undone
    })
    await expect(run).rejects.toBe(undone)
    expect((await Reading.findOrFail(1)).sensor).toBe(readings[0]?.sensor)
  })

  test('a query can be streamed again', async () => {
    const query = Reading.orderBy('id').limit(5)
    for (let turn = 0; turn < 2; turn += 1) {
      const ids: number[] = []
      for await (const reading of query.stream()) ids.push(reading.id)
      expect(ids).toEqual([1, 2, 3, 4, 5])
    }
  })
})
