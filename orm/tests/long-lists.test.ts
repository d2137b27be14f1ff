import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Thing extends Model.table('things', {
  id: t.int().primary(),
  int: t.int(),
  big: t.bigint(),
  float: t.float(),
  word: t.varchar(40),
  price: t.decimal(12, 2),
  uuid: t.uuid(),
  day: t.date(),
  clock: t.datetime(),
  at: t.timestamp(),
  raw: t.bytes(),
  yes: t.boolean()
}) {}

/** More than any statement takes parameters. */
const many = 66_000

const uuidOf = (at: number) => `00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`
const dayOf = (at: number) => new Date(at * 86_400_000).toISOString().slice(0, 10)
const rawOf = (at: number) => new Uint8Array([at >> 16, (at >> 8) & 255, at & 255])

const thing = (at: number) => ({
  id: at,
  int: at,
  big: 2n ** 60n + BigInt(at),
  float: at / 8,
  word: `w'${at}\\🦀`,
  price: `${at}.25`,
  uuid: uuidOf(at),
  day: dayOf(at),
  clock: `${dayOf(at)} 12:30:00.5`,
  at: new Date(at * 1_000),
  raw: rawOf(at),
  yes: at % 2 === 0
})

describeEachDatabase('lists beyond the parameters of a statement', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Thing])
    await Thing.createMany([5, 6, many + 5].map(thing))
  })

  test.each(Object.keys(thing(0)).filter(column => column !== 'yes'))(
    '%s: found and not found',
    async column => {
      const name = column as 'int'
      const list = Array.from({ length: many }, (_, at) => thing(at)[name])
      expect(await Thing.whereIn(name, list).orderBy('id').pluck('id')).toEqual([5, 6])
      expect(await Thing.whereNotIn(name, list).pluck('id')).toEqual([many + 5])
    }
  )

  test('booleans, which a list holds over and over', async () => {
    const list = Array.from({ length: many }, () => false)
    expect(await Thing.whereIn('yes', list).orderBy('id').pluck('id')).toEqual([5, many + 5])
  })
})
