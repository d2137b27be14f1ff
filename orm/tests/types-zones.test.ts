import { Model, t } from 'versa-orm'
import { expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { samples } from './support/every-type.js'
import { runProgram } from './support/programs.js'

/** Zones whose clocks skip, repeat, or are off by minutes and seconds. */
const zones = [
  ['Asia/Kathmandu', '-3:30'],
  ['America/St_Johns', '+12:45'],
  ['Africa/Monrovia', '-11:00'],
  ['Pacific/Apia', '+05:45']
] as const

class Moment extends Model.table('moments', {
  id: t.id(),
  timestamp: t.timestamp().nullable(),
  datetime: t.datetime().nullable(),
  date: t.date().nullable(),
  time: t.time().nullable()
}) {}

/** Writes each value and reads it back on several ways, in a process of another zone. */
const program = `
const [url, zone, sessionZone, given] = process.argv.slice(-4)
process.env.TZ = zone
const { connect, Model, t } = await import('versa-orm')
const init = /^(sqlite|sqljs)/.test(url)
  ? []
  : [(url.startsWith('postgres') ? 'set time zone ' : 'set time_zone = ') + "'" + sessionZone + "'"]
const db = await connect(url, { initStatements: init })
class Moment extends Model.table('moments', {
  id: t.id(),
  timestamp: t.timestamp().nullable(),
  datetime: t.datetime().nullable(),
  date: t.date().nullable(),
  time: t.time().nullable()
}) {}
await db.schema.createIfMissing([Moment])
const problems = []
const seen = []
for (const [column, text] of JSON.parse(given)) {
  const value = column === 'timestamp' ? new Date(text) : text
  const made = await Moment.create({ [column]: value })
  const { id } = made
  const rows = {
    made,
    found: await Moment.find(id),
    row: (await Moment.where('id', id).rows())[0],
    equal: await Moment.where('id', id).where(column, value).first(),
    listed: await Moment.where('id', id).whereIn(column, [value, value]).first(),
    bulk: (await Moment.createMany([{ [column]: value }, { [column]: value }]))[1],
    upserted: await Moment.upsert({ id, [column]: value }, { on: ['id'] })
  }
  for await (const row of Moment.where('id', id).stream()) rows.stream = row
  rows.max = { [column]: await Moment.where('id', id).max(column) }
  await db.table('moments').where('id', id).update({ [column]: value })
  rows.updated = await Moment.find(id)
  for (const [way, row] of Object.entries(rows)) {
    const found = row?.[column]
    const same = found instanceof Date ? found.getTime() === value.getTime() : found === value
    if (!same) problems.push([way, column, text, String(found)])
  }
  seen.push([column, text, id])
}
await db.close()
const offset = new Date(1900, 0, 1).getTimezoneOffset()
console.log(JSON.stringify({ problems, seen, offset }))
`

describeEachDatabase('zones of time', (open, { traits, url }) => {
  test.each(zones)('in the process %s and the session %s', async (zone, sessionZone) => {
    const db = await open()
    await db.schema.createIfMissing([Moment])
    const given = (['timestamp', 'datetime', 'date', 'time'] as const).flatMap(column =>
      samples[column].map(value => [column, value instanceof Date ? value.toISOString() : value])
    )
    const ran = await runProgram(program, [url(), zone, sessionZone, JSON.stringify(given)])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const { problems, seen, offset } = JSON.parse(ran.stdout)
    expect(problems).toEqual([])
    expect(seen).toHaveLength(given.length)
    expect(offset, 'the process is in the zone').not.toBe(new Date(1900, 0, 1).getTimezoneOffset())
    // What is in the memory of another process cannot be seen from here.
    if (!traits.shared) return
    for (const [column, text, id] of seen as ['timestamp' | 'date', string, number][]) {
      const found = (await Moment.using(db).findOrFail(id))[column]
      expect(found instanceof Date ? found.toISOString() : found).toBe(text)
    }
  })
})
