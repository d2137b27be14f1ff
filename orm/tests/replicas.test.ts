import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import {
  type ConnectOptions,
  connect,
  type Database,
  type DatabaseWarning,
  hasMany,
  Model,
  prepare,
  sql,
  t
} from 'versa-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inNewContext } from './support/contexts.js'
import { describeEachDatabase, temporaryFolder } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Entry extends Model.table('entries', {
  id: t.int().primary(),
  place: t.text({ length: 20 })
}) {
  static lines = hasMany(() => Line, 'entryId')
}

class Line extends Model.table('lines', {
  id: t.int().primary(),
  entryId: t.int().column('entry_id'),
  place: t.text({ length: 20 })
}) {}

describeEachDatabase('replicas', (open, { traits, url }) => {
  const folder = temporaryFolder()
  const log = new StatementLog()
  const warnings: DatabaseWarning[] = []
  const opened: Database[] = []
  let primaryUrl: string
  let copyUrl: string
  let admin: Database
  let db: Database

  /** A database in which every row says where it is: by that a read tells where it ran. */
  async function fill(at: string, place: string): Promise<void> {
    const database = await connect(at)
    await database.schema.create([Entry, Line])
    await Entry.using(database).create({ id: 1, place })
    await Line.using(database).create({ id: 1, entryId: 1, place })
    await database.close()
  }

  const withReplicas = async (options: ConnectOptions = {}): Promise<Database> => {
    const warn = (warning: DatabaseWarning) => void warnings.push(warning)
    const settings = { log: log.record, warn, replicas: [copyUrl, copyUrl], ...options }
    const database = await connect(primaryUrl, settings)
    opened.push(database)
    return database
  }

  beforeAll(async () => {
    admin = await open()
    if (traits.server) {
      primaryUrl = url()
      const copy = new URL(primaryUrl)
      copy.pathname += '_copy'
      copyUrl = copy.href
      await admin.sql`create database ${sql.id(copy.pathname.slice(1))}`.execute()
    } else {
      primaryUrl = `sqlite:${path.join(folder(), 'primary.db')}`
      copyUrl = `sqlite:${path.join(folder(), 'copy.db')}`
    }
    await fill(primaryUrl, 'primary')
    await fill(copyUrl, 'replica')
    db = await withReplicas()
  })
  afterAll(async () => {
    await Promise.all(opened.map(database => database.close()))
    if (traits.server) {
      const copy = new URL(copyUrl).pathname.slice(1)
      await admin.sql`drop database ${sql.id(copy)}`.execute()
    }
  })
  beforeEach(() => {
    warnings.length = 0
  })

  const entries = (database = db) => Entry.using(database)
  const placeOf = async (database = db) => (await entries(database).firstOrFail()).place

  test('what reads goes to one after another', async () => {
    const seen = await log.during(() =>
      inNewContext(async () => {
        expect(await placeOf()).toBe('replica')
        expect(await entries().find(1)).toMatchObject({ place: 'replica' })
        expect(await db.table('entries').rows()).toEqual([{ id: 1, place: 'replica' }])
        expect(await entries().where('place', 'replica').count()).toBe(1)
        expect(await entries().where('place', 'primary').exists()).toBe(false)
        for await (const entry of entries().stream()) expect(entry.place).toBe('replica')
        const byId = prepare((id: number) => entries().where('id', id))
        expect(await byId.first(1)).toMatchObject({ place: 'replica' })
      })
    )
    expect(seen.map(({ replica }) => replica)).toEqual(
      seen.map((_, at) => ((seen[0]?.replica ?? 0) + at) % 2)
    )
  })

  test('relations come from replicas, too', async () => {
    const found = await inNewContext(() => entries().with({ lines: true }).firstOrFail())
    expect(found.lines).toMatchObject([{ place: 'replica' }])
    const [line] = await inNewContext(() => found.related('lines').all())
    expect(line?.place).toBe('replica')
  })

  test('many look-ups of one tick', async () => {
    const found = await inNewContext(() => Promise.all([1, 1, 2].map(id => entries().find(id))))
    expect(found.map(entry => entry?.place)).toEqual(['replica', 'replica', undefined])
  })

  test('writes, transactions and raw SQL go to the primary', async () => {
    await inNewContext(async () => {
      const [row] = await db.sql`select place from entries`.rows()
      expect(row).toEqual({ place: 'primary' })
    })
    await inNewContext(async () => {
      const inside = await db.transaction(() => placeOf(), { readOnly: true })
      expect(inside).toBe('primary')
      expect(await placeOf()).toBe('replica')
    })
    await inNewContext(async () => {
      expect(await entries().where('place', 'primary').update({ place: 'primary' })).toBe(1)
    })
    await inNewContext(async () => {
      await using tx = await db.begin({ readOnly: true })
      expect(await Entry.using(tx).first()).toMatchObject({ place: 'primary' })
    })
  })

  test('who wrote reads from the primary, and nobody else', async () => {
    const kept = await entries().usePrimary().firstOrFail()
    const writes: (() => Promise<unknown>)[] = [
      () => entries().where('id', 2).delete(),
      () => db.table('entries').where('id', 2).delete(),
      () => db.sql`delete from entries where id = ${2}`.execute(),
      () => db.transaction(async () => {}),
      () => kept.update({ place: kept.place === 'primary' ? 'Primary' : 'primary' }),
      () => kept.update({ place: 'primary' })
    ]
    for (const write of writes) {
      await inNewContext(async () => {
        const other = inNewContext(async () => {
          await turn()
          return placeOf()
        })
        await write()
        expect(await placeOf()).toBe(kept.place)
        const deeper = async () => {
          await turn()
          return entries().find(1)
        }
        expect(await deeper()).toMatchObject({ place: kept.place })
        expect(await other).toBe('replica')
      })
    }
  })

  test('look-ups of one tick, of one who wrote and one who did not', async () => {
    const [wrote, other] = await Promise.all([
      inNewContext(async () => {
        const written = entries().where('id', 2).delete()
        const found = entries().find(1)
        await written
        return found
      }),
      inNewContext(() => entries().find(1))
    ])
    expect([wrote?.place, other?.place]).toEqual(['primary', 'replica'])
  })

  test('a session: the caller of who wrote sees it', async () => {
    const service = async () => {
      await turn()
      await entries().where('id', 2).delete()
    }
    await inNewContext(async () => {
      const places = await db.session(async () => {
        const before = await placeOf()
        await db.session(service)
        await turn()
        return [before, await placeOf()]
      })
      expect(places).toEqual(['replica', 'primary'])
      expect(await placeOf()).toBe('replica')
    })
  })

  test('usePrimary, of a query and its relations', async () => {
    await inNewContext(async () => {
      expect(await entries().usePrimary().first()).toMatchObject({ place: 'primary' })
      const before = await entries().with({ lines: true }).usePrimary().firstOrFail()
      const after = await entries().usePrimary().options({}).with({ lines: true }).firstOrFail()
      for (const found of [before, after]) {
        expect(found).toMatchObject({ place: 'primary', lines: [{ place: 'primary' }] })
      }
      for await (const entry of entries().usePrimary().stream()) expect(entry.place).toBe('primary')
      expect(await placeOf()).toBe('replica')
    })
  })

  test('stickyMs: after a write everybody reads from the primary', async () => {
    const sticky = await withReplicas({ stickyMs: 60_000 })
    expect(await inNewContext(() => placeOf(sticky))).toBe('replica')
    await inNewContext(() => entries(sticky).where('id', 2).delete())
    expect(await inNewContext(() => placeOf(sticky))).toBe('primary')
    expect(await inNewContext(placeOf)).toBe('replica')
  })

  test('what a replica does not have yet is asked of the primary', async () => {
    class Fresh extends Model.table('fresh', { id: t.int().primary() }) {}
    await db.schema.create([Fresh])
    expect(await inNewContext(() => Fresh.using(db).query().count())).toBe(0)
    expect(warnings).toEqual([])
    await db.schema.drop([Fresh])
  })

  test('one that cannot be reached is left out, and comes back', async () => {
    const missing = traits.server
      ? Object.assign(new URL(copyUrl), { pathname: '/versa_no_such_database' }).href
      : `sqlite:${path.join(folder(), `${randomBytes(4).toString('hex')}.db`)}`
    const lame = await withReplicas({ replicas: [missing, copyUrl], replicaRetryMs: 60_000 })
    expect(warnings).toMatchObject([{ code: 'REPLICA_DOWN' }])
    expect(warnings[0]?.message).toContain('replica 0')
    const seen = await log.during(() =>
      inNewContext(async () => {
        for (let at = 0; at < 4; at += 1) expect(await placeOf(lame)).toBe('replica')
      })
    )
    expect(seen.map(({ replica }) => replica)).toEqual([1, 1, 1, 1])
    const none = await withReplicas({ replicas: [missing], replicaRetryMs: 0 })
    expect(await inNewContext(() => placeOf(none))).toBe('primary')
    if (!traits.server) {
      await fill(missing, 'back')
      await inNewContext(async () => {
        while ((await placeOf(none)) !== 'back') await turn()
      })
      expect(await inNewContext(() => placeOf(none))).toBe('back')
    }
  })

  test('closing closes all of them', async () => {
    const closing = await withReplicas()
    const query = entries(closing).where('id', 1)
    await closing.close()
    await expectFailure(() => inNewContext(() => query.all()), { code: 'CONNECTION_CLOSED' })
  })
})

describe('options of replicas', () => {
  test.each([
    [{ replicas: 'sqlite:a.db' }, /replicas/],
    [{ replicas: [7] }, /URL/],
    [{ replicas: ['oracle://a'] }, /scheme/],
    [{ replicas: { length: 1 } }, /replicas/],
    [{ stickyMs: -1 }, /stickyMs/],
    [{ replicaRetryMs: 'soon' }, /replicaRetryMs/]
  ])('%j', async (options, names) => {
    const run = () => connect('sqlite::memory:', fromOutside(options))
    await expectFailure(run, { code: 'INVALID_CONFIGURATION', names })
  })
})
