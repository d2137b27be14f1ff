import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { StatementLog } from './support/statements.js'

class Sample extends Model.table('samples', {
  id: t.int().primary(),
  flag: t.boolean().nullable(),
  bytes: t.bytes().nullable(),
  big: t.bigint().nullable(),
  word: t.text().nullable(),
  score: t.float().nullable(),
  at: t.timestamp().nullable(),
  json: t.json<unknown>().nullable()
}) {}

const count = 300
const rows = Array.from({ length: count }, (_, at) => ({
  id: at + 1,
  flag: at % 3 === 2 ? null : at % 3 === 1,
  bytes: at % 4 === 3 ? null : new Uint8Array(Array.from({ length: at % 4 }, () => at % 251)),
  big: at % 5 === 4 ? null : 2n ** 60n + BigInt(at),
  word: at % 7 === 6 ? null : 'w🦀'.repeat(at % 7),
  score: at % 2 === 0 ? null : at / 7,
  at: at % 6 === 5 ? null : new Date(at * 1_000),
  json: at % 8 === 7 ? null : { at }
}))

// Of many rows what was read is kept as their packed cells; `save` unpacks them to compare.
describeEachDatabase('rows that are kept packed', open => {
  const log = new StatementLog()
  let db: Database

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Sample])
    await Sample.createMany(rows)
  })

  test('nothing changed, nothing is written', async () => {
    const read = await Sample.orderBy('id').all()
    const written = await log.during(async () => {
      for (const sample of read) await sample.save()
    })
    expect(written).toEqual([])
  })

  test.each<[property: string, value: unknown]>([
    ['flag', true],
    ['bytes', new Uint8Array([250, 251, 252])],
    ['big', -5n],
    ['word', 'another'],
    ['score', 0.5],
    ['at', new Date(86_400_000)],
    ['json', { at: -1 }]
  ])('one value changed, one is written: %s', async (property, value) => {
    const places = [0, 1, 2, 150, 151, count - 1]
    const read = await Sample.orderBy('id').all()
    for (const at of places) {
      const sample = read[at]
      const [update, ...others] = await log.during(async () => {
        await sample?.update({ [property]: value })
      })
      const before = rows[at]
      if (
        before !== undefined &&
        Object.is(Object.entries(before).find(([key]) => key === property)?.[1], value)
      ) {
        expect(update).toBeUndefined()
        continue
      }
      expect(others).toEqual([])
      expect(update?.sql).toMatch(new RegExp(`SET .${property}. = \\S+ WHERE`))
      expect(await Sample.where('id', at + 1).rows()).toEqual([{ ...before, [property]: value }])
      await sample?.update({ ...before })
      expect(await Sample.where('id', at + 1).rows()).toEqual([before])
    }
  })
})
