import { type Database, Model, t } from 'versa-orm'
import { beforeEach, expect, test } from 'vitest'
import { expectFailure, failureOf } from '../../support/failures.js'
import type { Ending } from '../support/scratch-server.js'
import { describeEachServer } from '../support/servers.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const endings: readonly Ending[] = ['orderly', 'crash']

describeEachServer('a server that restarts', ({ speech, server, open, noConnections, running }) => {
  let db: Database
  const entries = () => Entry.using(db)
  const labels = async () => (await entries().query().all()).map(entry => entry.label)

  beforeEach(async () => {
    db = await open('direct')
    await db.schema.createIfMissing([Entry])
    await Entry.using(db).query().allRows().delete()
  })

  /** Has several connections rest in the pool. */
  async function rest(): Promise<void> {
    const sleeps = Array.from({ length: 5 }, () => db.transaction(tx => tx.sql`select 1`.rows()))
    await Promise.all(sleeps)
  }

  test.each(endings)('between reads (%s): nobody notices', async ending => {
    await entries().create({ label: 'kept' })
    await rest()
    await server().restart(ending)
    expect(await labels()).toEqual(['kept'])
    expect(await db.sql`select label from entries`.rows()).toEqual([{ label: 'kept' }])
    expect(await entries().query().count()).toBe(1)
  })

  test.each(endings)("between reads in the user's own SQL (%s): nobody notices", async ending => {
    await entries().create({ label: 'kept' })
    await rest()
    await server().restart(ending)
    // The first statement after it: of such a text it is not known that it may be run again.
    expect(await db.sql`select label from entries`.rows()).toEqual([{ label: 'kept' }])
  })

  test.each(endings)('between reads that come at once (%s)', async ending => {
    await entries().create({ label: 'kept' })
    await rest()
    await server().restart(ending)
    const counts = Array.from({ length: 20 }, () => entries().query().count())
    expect(await Promise.all(counts)).toEqual(Array.from({ length: 20 }, () => 1))
  })

  test.each(endings)('before a stream (%s)', async ending => {
    await entries().createMany([{ label: 'a' }, { label: 'b' }])
    await rest()
    await server().restart(ending)
    const streamed: string[] = []
    for await (const entry of entries().orderBy('label').stream()) streamed.push(entry.label)
    expect(streamed).toEqual(['a', 'b'])
  })

  test.each(endings)('before a transaction (%s): it begins on a new connection', async ending => {
    await rest()
    await server().restart(ending)
    await db.transaction(async () => {
      await entries().create({ label: 'in a transaction' })
    })
    expect(await labels()).toEqual(['in a transaction'])
  })

  test.each(endings)('before a write (%s): done once, or the error says it', async ending => {
    await rest()
    await server().restart(ending)
    const outcome = await entries()
      .create({ label: 'once' })
      .catch((error: unknown) => error)
    if (outcome instanceof Error) await expectUnknown(() => Promise.reject(outcome))
    expect(await entries().query().count()).toBe(outcome instanceof Error ? 0 : 1)
    await entries().create({ label: 'next' })
    expect(await entries().where('label', 'next').count()).toBe(1)
  })

  test.each(endings)('in the middle of a query (%s)', async ending => {
    const long = failureOf(() => db.sql`${speech.sleep(60)}`.rows())
    await running(/sleep/)
    await server().stop(ending)
    expect(['CONNECTION_LOST', 'CONNECTION_FAILED']).toContain((await long).code)
    await server().start()
    expect(await entries().query().count()).toBe(0)
  })

  test.each(endings)('in the middle of a stream (%s)', async ending => {
    for (let piece = 0; piece < 4; piece += 1) await entries().createMany(large)
    const received = failureOf(async () => {
      for await (const entry of entries().query().stream()) {
        if (server().isRunning) await server().stop(ending)
        expect(entry.label).toHaveLength(largeText.length)
      }
    })
    expect((await received).code).toBe('CONNECTION_LOST')
    await server().start()
    expect(await entries().query().count()).toBe(large.length * 4)
  })

  test.each(endings)('within a transaction (%s): it is undone', async ending => {
    await expectFailure(
      () =>
        db.transaction(async () => {
          await entries().create({ label: 'undone' })
          await server().restart(ending)
          await entries().create({ label: 'undone, too' })
        }),
      { code: 'CONNECTION_LOST' }
    )
    expect(await entries().query().count()).toBe(0)
    await db.transaction(() => entries().create({ label: 'done' }))
    expect(await entries().query().count()).toBe(1)
  })

  test.each(endings)('before a commit (%s): it is undone', async ending => {
    await expectUnknown(() =>
      db.transaction(async () => {
        await entries().create({ label: 'undone' })
        await server().restart(ending)
      })
    )
    expect(await entries().query().count()).toBe(0)
  })

  test.each(endings)('while it is away (%s): a failure at once, then all is well', async ending => {
    await rest()
    await server().stop(ending)
    const codes = ['CONNECTION_FAILED', 'CONNECTION_LOST']
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(codes).toContain((await failureOf(() => entries().query().count())).code)
      expect(codes).toContain((await failureOf(() => entries().create({ label: 'x' }))).code)
      expect(codes).toContain((await failureOf(() => db.transaction(async () => {}))).code)
    }
    await server().start()
    expect(await entries().query().count()).toBe(0)
    await db.close()
    await noConnections()
  })
})

/** Four times this is more than the sockets' buffers hold. */
const largeText = 'x'.repeat(10_000)
const large = Array.from({ length: 500 }, () => ({ label: largeText }))

/** A write whose answer was lost: whether it was done is not known, and the error says so. */
async function expectUnknown(action: () => unknown): Promise<void> {
  await expectFailure(action, { code: 'CONNECTION_LOST', names: /may or may not/ })
}
