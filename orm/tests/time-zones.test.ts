import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { runProgram } from './support/programs.js'

class Moment extends Model.table('moments', {
  id: t.int().primary(),
  instant: t.timestamp(),
  wall: t.datetime(),
  day: t.date(),
  time: t.time(),
  made: t.timestamp().defaultNow()
}) {}

const given = {
  instant: '2026-03-29T00:59:59.123Z',
  wall: '2026-03-29T02:30:00.5',
  day: '2026-03-29',
  time: '02:30:00'
}

/** What a process in that zone writes and reads back. */
const program = `
  import { connect, Model, t } from 'versa-orm'
  const [url, zone, id] = process.argv.slice(-3)
  process.env.TZ = zone
  class Moment extends Model.table('moments', {
    id: t.int().primary(), instant: t.timestamp(), wall: t.datetime(), day: t.date(),
    time: t.time(), made: t.timestamp().defaultNow()
  }) {}
  const given = ${JSON.stringify(given)}
  const db = await connect(url)
  if (url.endsWith(':memory:')) await db.schema.create([Moment])
  const instant = new Date(given.instant)
  await Moment.create({ ...given, id: Number(id), instant })
  const found = await Moment.findOrFail(Number(id))
  const same = await Moment.where('instant', instant).where('day', given.day).exists()
  const age = Math.abs(Date.now() - found.made.getTime())
  console.log(JSON.stringify({ ...found, same, recent: age < 60_000, made: undefined,
    offset: new Date(given.instant).getTimezoneOffset() }))
  await db.close()
`

const zones = [
  ['Asia/Kathmandu', -345],
  ['America/New_York', 240],
  ['UTC', 0]
] as const

describeEachDatabase('the time zone of the process', (open, { traits, url }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Moment])
  })

  test.each(zones)('%s changes nothing', async (zone, offset) => {
    const id = String(zones.findIndex(([name]) => name === zone) + 1)
    const { stdout, stderr } = await runProgram(program, [url(), zone, id])
    expect(stderr).toBe('')
    const expected = { ...given, id: Number(id), same: true, recent: true, offset }
    expect(JSON.parse(stdout)).toEqual(expected)
  })

  test('what others wrote is the same here', async () => {
    if (!traits.shared) return expect(await Moment.count()).toBe(0)
    const moments = await Moment.orderBy('id').all()
    expect(moments).toHaveLength(zones.length)
    for (const { instant, wall, day, time } of moments) {
      expect({ instant: instant.toISOString(), wall, day, time }).toEqual(given)
    }
  })
})
