import { connect, type Database, Model, t } from 'versa-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { type OwnServer, startPgbouncer } from './support/own-servers.js'

class Item extends Model.table('items', {
  id: t.id(),
  name: t.text(),
  count: t.int(),
  data: t.json().nullable(),
  at: t.timestamp().nullable()
}) {}

describeEachDatabase('PgBouncer that pools transactions', (open, database) => {
  const isPostgres = database.traits.product === 'PostgreSQL'
  let bouncer: OwnServer | undefined
  const clients: Database[] = []

  /** A client of its own through PgBouncer, which has two sessions for all of them. */
  async function client(maxConnections = 4): Promise<Database> {
    const db = await connect(url(), { maxConnections, pgbouncer: true })
    clients.push(db)
    return db
  }

  function url(): string {
    const through = new URL(database.url())
    through.host = `127.0.0.1:${bouncer?.port}`
    return through.href
  }

  beforeAll(async () => {
    const db = await open()
    await db.schema.create([Item])
    if (isPostgres) bouncer = await startPgbouncer(new URL(database.url()))
  })
  afterAll(async () => {
    for (const db of clients) await db.close()
    await bouncer?.remove()
  })

  /** What others would find in the sessions that they share. */
  async function leftBehind(): Promise<number> {
    const db = await client(2)
    const counts = await Promise.all(
      Array.from({ length: 8 }, () =>
        db.transaction(async tx => {
          const row = await tx.sql`select count(*) as n, pg_sleep(0.02)
            from pg_prepared_statements`.first()
          return Number(row?.['n'])
        })
      )
    )
    return Math.max(...counts)
  }

  const cases: Record<string, () => Promise<void>> = {
    'many clients at once, with values of every kind': async () => {
      const dbs = await Promise.all([client(), client(), client(), client()])
      await Promise.all(
        dbs.map(async (db, number) => {
          const items = Item.using(db)
          for (let round = 0; round < 15; round += 1) {
            const name = `many ${number} ${round}`
            const at = new Date(1_700_000_000_000 + round)
            const made = await items.create({ name, count: round, data: { round }, at })
            const found = await items.findOrFail(made.id)
            expect(found).toMatchObject({ name, count: round, data: { round }, at })
            expect(await items.where('id', made.id).update({ count: -round })).toBe(1)
          }
          expect(await items.where('name', 'like', `many ${number} %`).count()).toBe(15)
        })
      )
      expect(await leftBehind()).toBe(0)
    },
    'look-ups of the same tick, lists, bulk writes and streams': async () => {
      const db = await client()
      const items = Item.using(db)
      const rows = Array.from({ length: 2_500 }, (_, count) => ({ name: `bulk ${count}`, count }))
      const made = await items.createMany(rows)
      const ids = made.map(item => item.id)
      const found = await Promise.all(ids.slice(0, 50).map(id => items.find(id)))
      expect(found.map(item => item?.name)).toEqual(rows.slice(0, 50).map(row => row.name))
      expect(await items.where('id', 'in', ids.slice(0, 700)).count()).toBe(700)
      let streamed = 0
      for await (const item of items.where('name', 'like', 'bulk %').stream()) {
        streamed += item.count
        // Others go on between the rows.
        if (item.count % 500 === 0) await items.find(item.id)
      }
      expect(streamed).toBe((2_500 * 2_499) / 2)
      for await (const item of items.query().stream()) {
        expect(item.id).toBeGreaterThan(0)
        break
      }
      expect(await items.where('name', 'like', 'bulk %').delete()).toBe(2_500)
      expect(await leftBehind()).toBe(0)
    },
    'transactions, also ones that fail': async () => {
      const dbs = await Promise.all([client(), client(), client()])
      await Promise.all(
        dbs.map(async (db, number) => {
          const items = Item.using(db)
          const name = `transaction ${number}`
          await db.transaction(async () => {
            const made = await items.create({ name, count: 1 })
            await db
              .transaction(async () => {
                await items.where('id', made.id).update({ count: 99 })
                throw new Error('back')
              })
              .catch(() => {})
            expect((await items.findOrFail(made.id)).count).toBe(1)
          })
          const failed = db.transaction(async tx => {
            await items.create({ name, count: 2 })
            await tx.sql`select nothing_of_the_kind`.rows()
          })
          await expectFailure(() => failed, { code: 'UNKNOWN_COLUMN' })
          await expectFailure(() => db.sql`select * from nowhere_at_all`.rows(), {
            code: 'UNKNOWN_TABLE'
          })
          expect(await items.where('name', name).count()).toBe(1)
        })
      )
      expect(await leftBehind()).toBe(0)
    },
    'signals and limits of time stop the statement that is meant': async () => {
      const db = await client()
      const slow = () => db.sql`select pg_sleep(20)`
      const others = async (): Promise<void> => {
        for (let round = 0; round < 60; round += 1) {
          await Item.using(db).where('name', 'nobody').count()
        }
      }
      const going = Promise.all([others(), others()])
      for (let round = 0; round < 5; round += 1) {
        const controller = new AbortController()
        setTimeout(() => controller.abort(), 30)
        const { signal } = controller
        await expectFailure(() => slow().options({ signal }).rows(), { code: 'CANCELLED' })
        await expectFailure(() => slow().options({ timeoutMs: 30 }).rows(), { code: 'TIMEOUT' })
        const write = db.transaction(
          async tx => {
            await tx.table('items').insert({ name: 'never', count: 0 })
            await slow().rows()
          },
          { signal: AbortSignal.timeout(30) }
        )
        await expectFailure(() => write, { code: 'CANCELLED' })
      }
      await going
      expect(await Item.using(db).where('name', 'never').count()).toBe(0)
      const running = await db.sql`select count(*) as n from pg_stat_activity
        where state = 'active' and query like '%pg_sleep(20)%'
        and pid <> pg_backend_pid()`.first()
      expect(running).toEqual({ n: 0 })
      expect(await leftBehind()).toBe(0)
    },
    'tables that change in between': async () => {
      const [db, other] = [await client(), await client()]
      await other.sql`create table changing (id int primary key, n int)`.execute()
      const all = () => db.sql`select * from changing order by id`.rows()
      const insert = (id: number, n: number | string) =>
        db.sql`insert into changing (id, n) values (${id}, ${n}) returning *`.rows()
      expect(await insert(1, 5)).toEqual([{ id: 1, n: 5 }])
      expect(await all()).toEqual([{ id: 1, n: 5 }])
      await other.sql`alter table changing add column more text default 'x'`.execute()
      expect(await all()).toEqual([{ id: 1, n: 5, more: 'x' }])
      expect(await insert(2, 6)).toEqual([{ id: 2, n: 6, more: 'x' }])
      await other.sql`alter table changing alter column n type text`.execute()
      expect(await all()).toEqual([
        { id: 1, n: '5', more: 'x' },
        { id: 2, n: '6', more: 'x' }
      ])
      expect(await insert(3, 'seven')).toEqual([{ id: 3, n: 'seven', more: 'x' }])
      await other.sql`drop table changing`.execute()
      await expectFailure(all, { code: 'UNKNOWN_TABLE' })
      await other.sql`create table changing (id bigint primary key, n int)`.execute()
      expect(await insert(4, 8)).toHaveLength(1)
    },
    "types of the database's own": async () => {
      const maker = await open()
      await maker.sql`create type mood as enum ('sad', 'happy')`.execute()
      await maker.sql`create domain positive as int check (value > 0)`.execute()
      const db = await client(2)
      const one = (value: string) =>
        db.sql`select ${value}::mood as mood, 3::positive as positive,
          array[${value}::mood] as list`.first()
      const expected = { mood: 'happy', positive: 3, list: ['happy'] }
      const many = await Promise.all(Array.from({ length: 12 }, () => one('happy')))
      for (const row of many) expect(row).toEqual(expected)
      // These came when the sessions had begun.
      await maker.sql`create type color as enum ('red', 'green')`.execute()
      await maker.sql`create table painted (id int, color color)`.execute()
      await maker.sql`create type size as enum ('s', 'm')`.execute()
      for (let round = 0; round < 4; round += 1) {
        const row =
          await db.sql`insert into painted values (${round}, ${'red'}) returning color`.first()
        expect(row).toEqual({ color: 'red' })
        expect(await db.sql`select ${'m'}::size as size`.first()).toEqual({ size: 'm' })
      }
      expect(await db.sql`select count(*) as n from painted`.first()).toEqual({ n: 4 })
      expect(await leftBehind()).toBe(0)
    },
    'what cannot be in a transaction, and times in UTC': async () => {
      const db = await client()
      await db.sql`vacuum items`.execute()
      const row = await db.sql`select current_setting('timezone') as zone`.first()
      expect(row).toEqual({ zone: 'UTC' })
    },
    'the URL says it too, and init statements do not go with it': async () => {
      const db = await connect(`${url()}?pgbouncer=true`, { maxConnections: 2 })
      clients.push(db)
      await Promise.all(Array.from({ length: 20 }, (_, n) => db.sql`select ${n}::int as n`.first()))
      expect(await leftBehind()).toBe(0)
      await expectFailure(
        () => connect(url(), { pgbouncer: true, initStatements: ['set geqo = off'] }),
        { code: 'INVALID_CONFIGURATION', names: /initStatements.*pgbouncer/ }
      )
    }
  }

  test.each(Object.keys(cases))('%s', { timeout: 30_000 }, async name => {
    if (isPostgres) return cases[name]?.()
    await expectFailure(() => connect(database.url(), { pgbouncer: true }), {
      code: 'INVALID_CONFIGURATION',
      names: /PgBouncer/
    })
  })
})
