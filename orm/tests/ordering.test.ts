import { type Database, Model, type Query, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Runner extends Model.table('runners', {
  id: t.id(),
  team: t.text(),
  rank: t.int().nullable(),
  finishedAt: t.timestamp().nullable().column('finished_at')
}) {}

const ranks = [3, null, 1, 2, null, 3, 1, 2] as const
const runners = ranks.map((rank, index) => ({
  team: index % 3 === 0 ? 'b' : index % 3 === 1 ? 'a' : 'B',
  rank,
  finishedAt: index === 4 ? null : new Date(1_700_000_000_000 - index * 1_000)
}))

describeEachDatabase('ordering', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Runner])
    await Runner.createMany(runners)
  })

  const ids = async (query: Query<typeof Runner>) => (await query.all()).map(runner => runner.id)

  test('upwards is the default, and nulls count as the smallest', async () => {
    const up = await Runner.orderBy('rank').orderBy('id').all()
    expect(up.map(runner => runner.rank)).toEqual([null, null, 1, 1, 2, 2, 3, 3])
    const down = await Runner.orderBy('rank', 'desc').orderBy('id').all()
    expect(down.map(runner => runner.rank)).toEqual([3, 3, 2, 2, 1, 1, null, null])
  })

  test.each([
    ['asc', 'first', [null, null, 1, 1, 2, 2, 3, 3]],
    ['asc', 'last', [1, 1, 2, 2, 3, 3, null, null]],
    ['desc', 'first', [null, null, 3, 3, 2, 2, 1, 1]],
    ['desc', 'last', [3, 3, 2, 2, 1, 1, null, null]]
  ] as const)('%s with nulls %s', async (direction, nulls, expected) => {
    const found = await Runner.orderBy('rank', direction, { nulls }).all()
    expect(found.map(runner => runner.rank)).toEqual(expected)
  })

  test('an order by a column that cannot be null says nothing of nulls', () => {
    // PostgreSQL uses no index for an order whose nulls are not where the index has them.
    expect(Runner.orderBy('id').orderBy('team', 'desc').toSQL().sql).not.toMatch(/null/i)
  })

  test('several criteria, the first counts most', async () => {
    expect(await ids(Runner.orderBy('rank', 'desc').orderBy('id', 'desc'))).toEqual([
      6, 1, 8, 4, 7, 3, 5, 2
    ])
    expect(await ids(Runner.orderBy('rank', 'desc').orderBy('id', 'asc'))).toEqual([
      1, 6, 4, 8, 3, 7, 2, 5
    ])
  })

  test('text is ordered by its code points on every database', async () => {
    const found = await Runner.orderBy('team').orderBy('id').all()
    expect(found.map(runner => runner.team)).toEqual(['B', 'B', 'a', 'a', 'a', 'b', 'b', 'b'])
  })

  test('by a column of another name', async () => {
    expect(await ids(Runner.whereNotNull('finishedAt').orderBy('finishedAt'))).toEqual([
      8, 7, 6, 4, 3, 2, 1
    ])
  })

  test('limit and offset', async () => {
    const query = Runner.orderBy('id')
    expect(await ids(query.limit(3))).toEqual([1, 2, 3])
    expect(await ids(query.limit(3).offset(6))).toEqual([7, 8])
    expect(await ids(query.offset(5))).toEqual([6, 7, 8])
    expect(await ids(query.limit(0))).toEqual([])
    expect(await ids(query.offset(100))).toEqual([])
    expect(await ids(query.limit(Number.MAX_SAFE_INTEGER))).toHaveLength(8)
  })

  test('the last limit counts', async () => {
    expect(await ids(Runner.orderBy('id').limit(5).limit(2))).toEqual([1, 2])
  })

  test('first takes the first of the order, or null', async () => {
    expect((await Runner.orderBy('id', 'desc').first())?.id).toBe(8)
    expect(await Runner.where('rank', 99).first()).toBeNull()
    await expect(Runner.where('rank', 99).firstOrFail()).rejects.toMatchObject({
      code: 'NOT_FOUND',
      table: 'runners'
    })
  })

  test('find, findOrFail and exists', async () => {
    expect((await Runner.find(3))?.rank).toBe(1)
    expect(await Runner.find(99)).toBeNull()
    await expect(Runner.findOrFail(99)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await Runner.where('rank', 1).exists()).toBe(true)
    expect(await Runner.where('rank', 99).exists()).toBe(false)
  })

  test('many finds at the same time each get their own row', async () => {
    const wanted = Array.from({ length: 64 }, (_, index) => 1 + (index % 9))
    const found = await Promise.all(wanted.map(id => Runner.find(id)))
    expect(found.map(runner => runner?.id ?? null)).toEqual(wanted.map(id => (id > 8 ? null : id)))
  })

  test('distinct returns equal rows once', async () => {
    const found = await Runner.query().select('rank').distinct().orderBy('rank').all()
    expect(found).toEqual([{ rank: null }, { rank: 1 }, { rank: 2 }, { rank: 3 }])
  })

  test('count leaves limit and order aside, or counts what they leave', async () => {
    expect(await Runner.orderBy('rank').count()).toBe(8)
    expect(await Runner.orderBy('id').limit(3).count()).toBe(3)
    expect(await Runner.orderBy('id').limit(3).offset(6).count()).toBe(2)
    expect(await Runner.query().select('rank').distinct().count()).toBe(4)
    expect(await Runner.query().select('rank').groupBy('rank').count()).toBe(4)
    expect(await Runner.query().limit(0).exists()).toBe(false)
    expect(await Runner.orderBy('id').limit(3).sum('rank')).toBe(4)
  })
})
