import { Model, t } from 'versa-orm'
import { expect, test } from 'vitest'
import { expectFailure } from '../../support/failures.js'
import { eventually } from '../support/eventually.js'
import { Gate } from '../support/gate.js'
import { describeEachServer } from '../support/servers.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

describeEachServer('a pool', ({ speech, open, connections, running, kill, proxy }) => {
  test('that is used up says so, and recovers', async () => {
    const db = await open('direct', { maxConnections: 2, acquireTimeoutMs: 1_000 })
    await db.schema.createIfMissing([Entry])
    const release = new Gate()
    const holders = [1, 2].map(() => db.transaction(() => release.opened))
    const refused = Array.from({ length: 10 }, () =>
      expectFailure(() => db.transaction(async () => {}), {
        code: 'TIMEOUT',
        names: /maxConnections/
      })
    )
    await Promise.all(refused)
    release.open()
    await Promise.all(holders)
    const after = Array.from({ length: 10 }, () =>
      db.transaction(() => Entry.using(db).query().count())
    )
    expect(new Set(await Promise.all(after)).size).toBe(1)
    expect((await connections()).length).toBeLessThanOrEqual(2)
  })

  test('whose holders are killed gives their places to others', async () => {
    const db = await open('direct', { maxConnections: 2, acquireTimeoutMs: 10_000 })
    const holders = [1, 2].map(seconds =>
      db.transaction(tx => tx.sql`${speech.sleep(60 + seconds)}`.rows()).catch(() => 'killed')
    )
    await eventually(async () => {
      const active = (await connections()).filter(({ isActive }) => isActive)
      return active.length === 2 ? true : undefined
    })
    const waiting = db.transaction(async () => 'served')
    await kill((await running(/sleep/)).id)
    expect(await waiting).toBe('served')
    await kill((await running(/sleep/)).id)
    expect(await Promise.all(holders)).toEqual(['killed', 'killed'])
  })

  test('does not lose places by failures', async () => {
    const db = await open('proxy', { maxConnections: 3, acquireTimeoutMs: 5_000 })
    await db.schema.createIfMissing([Entry])
    for (let round = 0; round < 20; round += 1) {
      const work = Array.from({ length: 6 }, () =>
        db.transaction(tx => tx.sql`${speech.sleep(0.01)}`.rows()).catch(() => undefined)
      )
      proxy().reset()
      await Promise.all(work)
    }
    const release = new Gate()
    let begun = 0
    const all = [1, 2, 3].map(() =>
      db.transaction(async () => {
        begun += 1
        await release.opened
      })
    )
    await eventually(async () => (begun === 3 ? true : undefined))
    release.open()
    await Promise.all(all)
    expect((await connections()).length).toBeLessThanOrEqual(3)
  })

  test('more connections than the server has: what it says, and recovery', async () => {
    const databases = await Promise.all(
      Array.from({ length: 3 }, () => open('direct', { maxConnections: 50 }))
    )
    const release = new Gate()
    const codes: string[] = []
    const work = databases.flatMap(db =>
      Array.from({ length: 50 }, () =>
        db
          .transaction(() => release.opened)
          .catch((error: { code: string }) => {
            codes.push(error.code)
          })
      )
    )
    await eventually(async () => (codes.length >= 30 ? true : undefined))
    release.open()
    await Promise.all(work)
    expect(new Set(codes)).toEqual(new Set(['CONNECTION_FAILED']))
    for (const db of databases) await db.transaction(async tx => tx.sql`select 1`.rows())
  })
})
