import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from 'versa-orm'
import { expect, test, vi } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure } from './support/failures.js'

const patience = { timeout: 20_000, interval: 20 }

describeEachDatabase('the pool', (open, database) => {
  const { product, server } = database.traits

  /** How many connections the server has to this database, without the one that asks. */
  async function connections(observer: Database): Promise<number> {
    const count =
      product === 'PostgreSQL'
        ? observer.sql`select count(*) - 1 as n from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend'`
        : observer.sql`select count(*) - 1 as n from information_schema.processlist
            where db = database()`
    return Number((await count.first())?.['n'])
  }

  /** The same once those of earlier tests have gone: a server hears of a goodbye later. */
  async function atRest(observer: Database): Promise<number> {
    let last = await connections(observer)
    for (let same = 0; same < 10; ) {
      await sleep(20)
      const now = await connections(observer)
      same = now === last ? same + 1 : 0
      last = now
    }
    return last
  }

  async function idOf(db: Pick<Database, 'sql'>): Promise<number> {
    const row =
      product === 'PostgreSQL'
        ? await db.sql`select pg_backend_pid() as id`.first()
        : await db.sql`select connection_id() as id`.first()
    return Number(row?.['id'])
  }

  /** Begins a transaction that goes on until it is told to end. */
  async function hold(db: Database, work: (tx: Pick<Database, 'sql'>) => Promise<unknown>) {
    let end = () => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    let begun = () => {}
    const ready = new Promise<void>(resolve => {
      begun = resolve
    })
    const transaction = db.transaction(async tx => {
      await work(tx)
      begun()
      await ended
    })
    await Promise.race([ready, transaction])
    return { transaction, release: end }
  }

  test('who waits in vain is told who holds the connections, without values', async () => {
    const db = await open({ maxConnections: 1, acquireTimeoutMs: 300 })
    const held = await hold(db, tx => tx.sql`select ${canary} as held_by_me`.rows())
    const outside = { run: () => db.transaction(async () => {}) }
    const failure = await expectFailure(outside.run, {
      code: 'TIMEOUT',
      names: /a transaction is open for \d+ ms: no statement runs, the last was `select .+ as held/
    })
    if (server) expect(failure.message).toMatch(/1 of 1 are in use, 0 other callers wait/)
    held.release()
    await held.transaction
    await db.transaction(async () => {})
  })

  test('a statement that runs for long is named', async () => {
    if (!server) return expect(product).toBe('SQLite')
    const db = await open({ maxConnections: 1, acquireTimeoutMs: 300 })
    const seconds = 2
    const slow =
      product === 'PostgreSQL'
        ? db.sql`select pg_sleep(${seconds})`.rows()
        : db.sql`select sleep(${seconds})`.rows()
    await expectFailure(() => db.transaction(async () => {}), {
      code: 'TIMEOUT',
      names: /one is taken for \d+ ms: `select (pg_)?sleep\(.+\)` runs for \d+ ms/
    })
    await slow
  })

  test('the least number is opened at once, and kept', async () => {
    if (!server) return expect(product).toBe('SQLite')
    const observer = await open({ maxConnections: 1 })
    const before = await atRest(observer)
    const db = await open({ minConnections: 3, maxConnections: 4, idleTimeoutMs: 50 })
    expect(await connections(observer)).toBe(before + 3)
    const id = await idOf(db)
    if (product === 'PostgreSQL') await observer.sql`select pg_terminate_backend(${id})`.rows()
    else await observer.sql`kill ${id}`.execute()
    await vi.waitFor(async () => {
      // One that died while it rested is found by who looks.
      await db.sql`select 1 as one`.first().catch(() => undefined)
      expect(await connections(observer)).toBe(before + 3)
    }, patience)
    await db.close()
  })

  test('what nobody uses is closed, down to the least number', async () => {
    if (!server) return expect(product).toBe('SQLite')
    const observer = await open({ maxConnections: 1 })
    const before = await atRest(observer)
    const db = await open({ minConnections: 1, maxConnections: 5, idleTimeoutMs: 300 })
    const holds = await Promise.all([1, 2, 3, 4, 5].map(() => hold(db, idOf)))
    expect(await connections(observer)).toBe(before + 5)
    for (const held of holds) held.release()
    await Promise.all(holds.map(held => held.transaction))
    await vi.waitFor(async () => expect(await connections(observer)).toBe(before + 1), patience)
    // As many as there have to be stay, however long they rest.
    await sleep(700)
    expect(await connections(observer)).toBe(before + 1)
    expect(Number((await db.sql`select 1 as one`.first())?.['one'])).toBe(1)
    await db.close()
  })

  test('what is open for long is replaced, under load too, never in a transaction', async () => {
    if (!server) return expect(product).toBe('SQLite')
    const db = await open({ maxConnections: 2, maxLifetimeMs: 200 })
    const ids = new Set<number>()
    const load = async () => {
      await vi.waitFor(async () => {
        ids.add(await idOf(db))
        expect(ids.size).toBeGreaterThan(3)
      }, patience)
    }
    const transaction = db.transaction(async tx => {
      const first = await idOf(tx)
      await sleep(600)
      expect(await idOf(tx)).toBe(first)
    })
    await Promise.all([transaction, load(), load(), load()])
  })

  test('limits of 0 are none', async () => {
    const db = await open({ idleTimeoutMs: 0, maxLifetimeMs: 0, minConnections: 0 })
    expect(Number((await db.sql`select 1 as one`.first())?.['one'])).toBe(1)
  })

  test('more that have to be than may be', async () => {
    const options = { minConnections: 3, maxConnections: 2 }
    await expectFailure(() => open(options), {
      code: 'INVALID_CONFIGURATION',
      names: /minConnections is 3.*maxConnections only 2/
    })
    await expectFailure(() => open({ minConnections: 11 }), { code: 'INVALID_CONFIGURATION' })
  })
})
