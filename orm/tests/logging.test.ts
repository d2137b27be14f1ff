import { type Database, type LogEntry, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { canary, failureOf } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Event extends Model.table('events', {
  id: t.id(),
  name: t.text({ length: 60 }).unique(),
  at: t.timestamp().nullable()
}) {}

describeEachDatabase('logging', open => {
  const log = new StatementLog()
  let db: Database

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Event])
  })

  test('tells the SQL, the time, the rows and the rows written', async () => {
    const [insert] = await log.during(() =>
      db.table('events').insert([{ name: 'a' }, { name: 'b' }])
    )
    expect(insert).toMatchObject({ affected: 2, transaction: false })
    expect(insert?.sql).toMatch(/^insert into/i)
    const [select, ...more] = await log.during(() => Event.orderBy('id').all())
    expect(more).toEqual([])
    expect(select).toMatchObject({ rows: 2, transaction: false })
    expect(select?.sql).toMatch(/^select/i)
    expect(select?.durationMs).toBeGreaterThanOrEqual(0)
    expect(select?.durationMs).toBeLessThan(10_000)
    expect(select?.error).toBeUndefined()
  })

  test('is silent about values unless asked', async () => {
    const entries = await log.during(() => Event.where('name', canary).all())
    expect(JSON.stringify(entries)).not.toContain(canary)
    expect(entries[0]).not.toHaveProperty('parameters')
  })

  test('tells of schema statements and of raw ones', async () => {
    const raw = await log.sqlOf(() => db.sql`select 41 + 1 as answer`.rows())
    expect(raw).toEqual(['select 41 + 1 as answer'])
    const created = await log.sqlOf(() => db.schema.createIfMissing([Event]))
    expect(created.join()).toMatch(/create table if not exists/i)
  })

  test('tells of failures', async () => {
    const entries = await log.during(() =>
      failureOf(() => db.table('events').insert({ name: 'a' }))
    )
    expect(entries).toHaveLength(1)
    expect(entries[0]?.error).toMatchObject({ code: 'UNIQUE_VIOLATION' })
  })

  test('tells of a stream once it is over', async () => {
    const entries = await log.during(async () => {
      for await (const event of Event.query().stream()) expect(event.id).toBeGreaterThan(0)
    })
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({ rows: 2 })
  })

  test('shows values where asked', async () => {
    const entries: LogEntry[] = []
    const telling = await open({ log: entry => entries.push(entry), logParameters: true })
    await telling.schema.createIfMissing([Event])
    const at = new Date(0)
    await Event.using(telling).where('name', canary).where('at', at).all()
    expect(entries.at(-1)?.parameters).toEqual([canary, at])
  })

  test('shows values as a function of the caller makes them', async () => {
    const entries: LogEntry[] = []
    const redacting = await open({
      log: entry => entries.push(entry),
      logParameters: (value, index) => (typeof value === 'string' ? `text ${index}` : value)
    })
    await redacting.schema.createIfMissing([Event])
    await Event.using(redacting).where('name', canary).where('id', 5).all()
    expect(entries.at(-1)?.parameters).toEqual(['text 0', 5])
  })

  test('a hook that throws does not break the query', async () => {
    const broken = await open({
      log: () => {
        throw new Error('broken hook')
      }
    })
    await broken.schema.createIfMissing([Event])
    expect(await Event.using(broken).query().count()).toBeGreaterThanOrEqual(0)
  })

  test('toSQL runs nothing', async () => {
    const entries = await log.during(() => {
      const shown = Event.where('name', 'x').where('id', '>', 5).limit(3).toSQL()
      expect(shown.sql).toMatch(/^select/i)
      expect(shown.parameters).toEqual(['x', 5, 3])
    })
    expect(entries).toEqual([])
  })
})
