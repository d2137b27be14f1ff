import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database, type DatabaseWarning, Model, sql, t } from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inNewContext } from './support/contexts.js'
import { StatementLog } from './support/statements.js'
import { type Replication, startReplication } from './support/streaming-replica.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const chosen = process.env['VERSA_TEST_DATABASES']?.split(',').map(name => name.trim())

describe.runIf(chosen?.includes('postgres') ?? true)('streaming replicas of PostgreSQL', () => {
  let servers: Replication
  let db: Database
  /** Each replica by itself. */
  let direct: Database[]
  const log = new StatementLog()
  const warnings: DatabaseWarning[] = []

  beforeAll(async () => {
    servers = await startReplication(2)
    const { primary, replicas } = servers
    db = await connect(primary.url, {
      replicas: replicas.map(({ url }) => url),
      replicaRetryMs: 50,
      log: log.record,
      warn: warning => void warnings.push(warning)
    })
    direct = await Promise.all(replicas.map(({ url }) => connect(url)))
    await db.schema.create([Entry])
    await Entry.using(db).create({ label: 'first' })
    await caughtUp()
  }, 60_000)
  afterAll(async () => {
    await db?.close()
    await Promise.all((direct ?? []).map(database => database.close()))
    await servers?.remove()
  }, 60_000)

  /** Waits until the replicas have all that the primary has. */
  async function caughtUp(): Promise<void> {
    const [row] = await db.sql`select pg_current_wal_lsn()::text as lsn`.rows<{ lsn: string }>()
    const lsn = sql`${row?.lsn ?? ''}::text::pg_lsn`
    for (const replica of direct) {
      const behind = replica.sql`select 1 where pg_last_wal_replay_lsn() < ${lsn}`
      while ((await behind.rows()).length > 0) await sleep(5)
    }
  }

  const labels = async () => (await Entry.using(db).orderBy('id').all()).map(({ label }) => label)

  test('reads are spread, and see what was replicated', async () => {
    const seen = await log.during(() =>
      inNewContext(async () => {
        for (let at = 0; at < 4; at += 1) expect(await labels()).toEqual(['first'])
      })
    )
    expect(seen.map(({ replica }) => replica).sort()).toEqual([0, 0, 1, 1])
  })

  test('with the replicas behind, who wrote sees it and others do not yet', async () => {
    for (const replica of direct) await replica.sql`select pg_wal_replay_pause()`.rows()
    await inNewContext(async () => {
      await Entry.using(db).create({ label: 'second' })
      expect(await labels()).toEqual(['first', 'second'])
      expect(await inNewContext(labels)).toEqual(['first'])
    })
    await inNewContext(() =>
      db.session(async () => {
        const service = async () => {
          await sleep(1)
          await db.transaction(() => Entry.using(db).create({ label: 'third' }))
        }
        await service()
        expect(await labels()).toEqual(['first', 'second', 'third'])
      })
    )
    await inNewContext(async () => {
      expect(await labels()).toEqual(['first'])
      expect(await Entry.using(db).usePrimary().count()).toBe(3)
    })
    for (const replica of direct) await replica.sql`select pg_wal_replay_resume()`.rows()
    await caughtUp()
    expect(await inNewContext(labels)).toEqual(['first', 'second', 'third'])
  })

  test('a read that writes by a function is run on the primary', async () => {
    await db.sql`create sequence numbers`.execute()
    await caughtUp()
    const numbered = Entry.using(db).where(sql`nextval('numbers') > ${0}`)
    expect(await inNewContext(() => numbered.count())).toBe(3)
    expect(warnings).toEqual([])
  })

  test('one is killed while it is read from, and comes back', async () => {
    const [first, second] = servers.replicas
    let killed = false
    const readers = Array.from({ length: 4 }, () =>
      inNewContext(async () => {
        let reads = 0
        for (let after = 0; after < 20; reads += 1) {
          expect(await labels()).toHaveLength(3)
          if (killed) after += 1
        }
        return reads
      })
    )
    await sleep(20)
    await first?.kill()
    killed = true
    expect((await Promise.all(readers)).every(reads => reads >= 20)).toBe(true)
    expect(warnings.map(({ code }) => code)).toContain('REPLICA_DOWN')

    await second?.kill()
    expect(await inNewContext(labels)).toHaveLength(3)
    const alone = await log.during(() => inNewContext(labels))
    expect(alone.filter(({ error }) => error === undefined).map(({ replica }) => replica)).toEqual([
      undefined
    ])

    await first?.start()
    const back = async () => {
      const seen = await log.during(() => inNewContext(labels))
      return seen.some(({ replica, error }) => replica === 0 && error === undefined)
    }
    while (!(await back())) await sleep(20)
  }, 60_000)
})
