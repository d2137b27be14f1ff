import { type Database, Model, sql, t } from 'versa-orm'
import { beforeEach, expect, test } from 'vitest'
import { expectFailure, failureOf } from '../../support/failures.js'
import { eventually } from '../support/eventually.js'
import { Gate } from '../support/gate.js'
import { describeEachServer } from '../support/servers.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

/** PostgreSQL runs this at the commit, and it takes long: time enough to be killed in. */
const slowCommit = [
  sql`
    create or replace function slow_commit() returns trigger language plpgsql as
    'begin perform pg_sleep(60); return null; end'`,
  sql`
    create constraint trigger slow_commit after insert on slow deferrable initially deferred
    for each row execute function slow_commit()`
]

class Slow extends Model.table('slow', { id: t.id(), label: t.text() }) {}

describeEachServer('a connection that the administrator ends', faulty => {
  const { speech, open, kill, running, connections, noConnections } = faulty
  let db: Database
  const entries = () => Entry.using(db)

  beforeEach(async () => {
    db = await open('direct')
    await db.schema.createIfMissing([Entry])
    await entries().query().allRows().delete()
  })

  test('at rest: reads go on', async () => {
    await entries().create({ label: 'kept' })
    for (const { id } of await connections()) await kill(id)
    expect(await entries().query().count()).toBe(1)
    for (const { id } of await connections()) await kill(id)
    await db.transaction(() => entries().create({ label: 'more' }))
    expect(await entries().query().count()).toBe(2)
  })

  test('at rest: a write is done once, or the error says that it is not known', async () => {
    for (const { id } of await connections()) await kill(id)
    const outcome = await entries()
      .create({ label: 'once' })
      .catch((error: unknown) => error)
    if (outcome instanceof Error) {
      await expectFailure(() => Promise.reject(outcome), {
        code: 'CONNECTION_LOST',
        names: /may or may not/
      })
    }
    expect(await entries().query().count()).toBe(outcome instanceof Error ? 0 : 1)
  })

  test('in a query', async () => {
    const long = failureOf(() => db.sql`${speech.sleep(60)}`.rows())
    await kill((await running(/sleep/)).id)
    expect((await long).code).toBe('CONNECTION_LOST')
    expect(await entries().query().count()).toBe(0)
  })

  test('in a write', async () => {
    const long = expectFailure(
      () => db.sql`insert into entries (label) ${speech.sleep(60)}`.execute(),
      { code: 'CONNECTION_LOST', names: /may or may not/ }
    )
    await kill((await running(/insert into entries/)).id)
    await long
    expect(await entries().query().count()).toBe(0)
  })

  test('in a transaction: it is undone, and its lock is gone', async () => {
    const { id } = await entries().create({ label: 'before' })
    await expectFailure(
      () =>
        db.transaction(async tx => {
          await entries().where('id', id).update({ label: 'undone' })
          await kill(Number((await tx.sql`${speech.ownId}`.first())?.['id']))
          await entries().where('id', id).update({ label: 'undone, too' })
        }),
      { code: 'CONNECTION_LOST' }
    )
    expect(await entries().where('id', id).update({ label: 'after' })).toBe(1)
    expect((await entries().findOrFail(id)).label).toBe('after')
  })

  test('in a transaction that goes on after the failure: it can only end', async () => {
    const codes: string[] = []
    const run = db.transaction(async tx => {
      await entries().create({ label: 'undone' })
      await kill(Number((await tx.sql`${speech.ownId}`.first())?.['id']))
      codes.push((await failureOf(() => entries().query().count())).code)
      codes.push((await failureOf(() => entries().create({ label: 'x' }))).code)
    })
    // Failures that were swallowed must not make a commit of nothing look like one.
    expect((await failureOf(() => run)).code).toBe('CONNECTION_LOST')
    expect(codes).toEqual(['CONNECTION_LOST', 'CONNECTION_LOST'])
    expect(await entries().query().count()).toBe(0)
  })

  test('while it commits', async () => {
    await db.schema.createIfMissing([Slow])
    // MariaDB's commit waits for whoever has this lock.
    const holder = await open('direct', { maxConnections: 1 })
    if (speech.kind === 'postgres') {
      for (const statement of slowCommit) await db.sql`${statement}`.execute()
    }
    const inserted = new Gate()
    const locked = new Gate()
    const committed = expectFailure(
      () =>
        db.transaction(async () => {
          await Slow.using(db).create({ label: 'undone' })
          inserted.open()
          await locked.opened
        }),
      { code: 'CONNECTION_LOST', names: /may or may not/ }
    )
    await inserted.opened
    await holder.transaction(async tx => {
      if (speech.kind === 'mariadb') {
        await tx.sql`backup stage start`.execute()
        await tx.sql`backup stage block_commit`.execute()
      }
      locked.open()
      const { id } = await running(/^commit/i)
      await kill(id)
      await committed
      // It hangs up before it gives up the commit.
      await eventually(async () => {
        const isThere = (await connections()).some(side => side.id === id)
        return isThere ? undefined : true
      })
      if (speech.kind === 'mariadb') await tx.sql`backup stage end`.execute()
    })
    expect(await Slow.using(db).query().count()).toBe(0)
    await holder.close()
    await db.close()
    await noConnections()
  })
})
