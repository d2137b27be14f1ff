import { connect, type Database, Model, t } from 'versa-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { expectFailure, failureOf } from '../../support/failures.js'
import { eventually } from '../support/eventually.js'
import type { Cut } from '../support/fault-proxy.js'
import { describeEachServer } from '../support/servers.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}

const text = 'x'.repeat(10_000)
const many = Array.from({ length: 1_000 }, () => ({ label: text }))

describeEachServer('a network', faulty => {
  const { open, proxy, noConnections } = faulty
  let sure: Database
  let db: Database
  const entries = () => Entry.using(db)
  const stored = () => Entry.using(sure).query().count()

  beforeEach(async () => {
    sure = await open('direct')
    await sure.schema.createIfMissing([Entry])
    await Entry.using(sure).query().allRows().delete()
    db = await open('proxy')
  })

  const lost: readonly Cut[] = [
    { direction: 'to-client', afterBytes: 200_000, by: 'reset' },
    { direction: 'to-client', afterBytes: 0, by: 'reset' },
    { direction: 'to-server', afterBytes: 0, by: 'reset' }
  ]

  test.each(lost)('cut in a result: $direction, $afterBytes', async cut => {
    await Entry.using(sure).createMany(many)
    // A session that has answered: what breaks now did not break at rest.
    expect(await entries().query().count()).toBe(many.length)
    proxy().cut(cut)
    const outcome = await entries()
      .query()
      .all()
      .catch((error: unknown) => error)
    expect(proxy().isArmed).toBe(false)
    if (Array.isArray(outcome)) expect(outcome).toHaveLength(many.length)
    else await expectFailure(() => Promise.reject(outcome), { code: 'CONNECTION_LOST' })
    expect(await entries().query().all()).toHaveLength(many.length)
  })

  test('cut in a stream: rows were handed out, so it is not begun anew', async () => {
    await Entry.using(sure).createMany(many)
    proxy().cut({ direction: 'to-client', afterBytes: 3_000_000, by: 'reset' })
    let received = 0
    await expectFailure(
      async () => {
        for await (const entry of entries().query().stream()) {
          expect(entry.label).toBe(text)
          received += 1
        }
      },
      { code: 'CONNECTION_LOST' }
    )
    expect(received).toBeGreaterThan(0)
    expect(received).toBeLessThan(many.length)
  })

  test.each([
    { direction: 'to-server', afterBytes: 3_000_000, by: 'reset' },
    { direction: 'to-server', afterBytes: 100, by: 'reset' },
    { direction: 'to-server', atText: /commit/i, by: 'lose-answer' },
    { direction: 'to-client', afterBytes: 0, by: 'reset' }
  ] satisfies Cut[])('cut in a bulk insert: all or nothing ($direction, $by)', async cut => {
    // More than one statement on each database.
    const rows = Array.from({ length: 70_000 }, (_, at) => ({ label: `${at}-${'y'.repeat(60)}` }))
    proxy().cut(cut)
    const outcome = await entries()
      .createMany(rows)
      .catch((error: unknown) => error)
    const count = await eventually(async () => {
      await noStatements()
      return stored()
    })
    if (outcome instanceof Error) {
      await expectFailure(() => Promise.reject(outcome), { code: 'CONNECTION_LOST' })
      expect([0, rows.length]).toContain(count)
    } else {
      expect(count).toBe(rows.length)
    }
  })

  test('an answer to a write is lost: it was done once, and the error says it may be', async () => {
    await entries().create({ label: 'first' })
    proxy().cut({ direction: 'to-server', atText: /the one in doubt/, by: 'lose-answer' })
    await expectFailure(() => entries().create({ label: 'the one in doubt' }), {
      code: 'CONNECTION_LOST',
      names: /may or may not/
    })
    expect(await entries().where('label', 'the one in doubt').count()).toBe(1)
    expect(await stored()).toBe(2)
  })

  test('an answer to the first write of a fresh connection is lost', async () => {
    proxy().cut({ direction: 'to-server', atText: /the one in doubt/, by: 'lose-answer' })
    await expectFailure(() => entries().create({ label: 'the one in doubt' }), {
      code: 'CONNECTION_LOST',
      names: /may or may not/
    })
    expect(await stored()).toBe(1)
  })

  test('an answer to a commit is lost', async () => {
    proxy().cut({ direction: 'to-server', atText: /commit/i, by: 'lose-answer' })
    await expectFailure(() => db.transaction(() => entries().create({ label: 'in doubt' })), {
      code: 'CONNECTION_LOST',
      names: /may or may not/
    })
    expect(await stored()).toBe(1)
  })

  test.each(['a limit of time', 'a signal'])('silent in a write: %s ends it', async by => {
    const { id } = await Entry.using(sure).create({ label: 'before' })
    expect(await entries().query().count()).toBe(1)
    proxy().silence()
    const controller = new AbortController()
    const limits = by === 'a signal' ? { signal: controller.signal } : { timeoutMs: 200 }
    const begun = performance.now()
    const timer = setTimeout(() => controller.abort(), 200)
    await expectFailure(() => entries().where('id', id).options(limits).update({ label: 'x' }), {
      code: by === 'a signal' ? 'CANCELLED' : 'TIMEOUT',
      names: by === 'a signal' ? /./ : /200 ms/
    })
    clearTimeout(timer)
    expect(performance.now() - begun).toBeLessThan(5_000)
    proxy().speak()
    expect(await entries().query().count()).toBe(1)
    await db.close({ timeoutMs: 2_000 })
  })

  test('silent: closing the database does not wait for ever', async () => {
    expect(await entries().query().count()).toBe(0)
    proxy().silence()
    const told = expectFailure(() => entries().query().count(), { code: 'CANCELLED' })
    const begun = performance.now()
    await db.close({ timeoutMs: 200 })
    await told
    expect(performance.now() - begun).toBeLessThan(15_000)
  })

  test('a transaction that loses its connection is undone, and its locks go', async () => {
    const { id } = await Entry.using(sure).create({ label: 'before' })
    await expectFailure(
      () =>
        db.transaction(async () => {
          await entries().where('id', id).update({ label: 'undone' })
          proxy().reset()
          await entries().query().count()
        }),
      { code: 'CONNECTION_LOST' }
    )
    await Entry.using(sure).where('id', id).update({ label: 'after' })
    expect((await entries().findOrFail(id)).label).toBe('after')
  })

  describe('while one connects', () => {
    const connecting = (cut: Cut) => async () => {
      proxy().cut(cut)
      await expectFailure(() => open('proxy', { connectTimeoutMs: 5_000 }), {
        code: 'CONNECTION_FAILED',
        names: /127\.0\.0\.1/
      })
      await db.close()
      await sure.close()
      await noConnections()
    }

    test(
      'cut before the first byte',
      connecting({ direction: 'to-client', afterBytes: 0, by: 'reset' })
    )
    test(
      'cut within the first packet',
      connecting({ direction: 'to-client', afterBytes: 5, by: 'reset' })
    )
    test('cut in the login', connecting({ direction: 'to-client', afterBytes: 120, by: 'reset' }))

    test.each([0, 5, 120])('silent after %i bytes: the limit of connect', async afterBytes => {
      proxy().cut({ direction: 'to-client', afterBytes, by: 'silence' })
      await expectFailure(() => open('proxy', { connectTimeoutMs: 300 }), {
        code: 'CONNECTION_FAILED',
        names: /300 ms/
      })
      await db.close()
      await sure.close()
      await noConnections()
    })

    test('refused, then back', async () => {
      proxy().refuse()
      proxy().reset()
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const { code } = await failureOf(() => entries().query().count())
        expect(['CONNECTION_FAILED', 'CONNECTION_LOST']).toContain(code)
      }
      await proxy().accept()
      expect(await entries().query().count()).toBe(0)
    })

    test('a name that is not known', async () => {
      const url = new URL(faulty.server().url())
      url.hostname = 'no-such-host.invalid'
      await expectFailure(() => connect(url.href, { connectTimeoutMs: 10_000 }), {
        code: 'CONNECTION_FAILED',
        names: /no-such-host\.invalid/
      })
    })
  })

  test('slow and in pieces: all arrives', async () => {
    await Entry.using(sure).createMany(many.slice(0, 50))
    proxy().latencyMs = 5
    proxy().bytesPerMs = 5_000
    expect((await entries().query().all()).map(({ label }) => label)).toEqual(
      Array.from({ length: 50 }, () => text)
    )
    await db.transaction(() => entries().create({ label: 'slow' }))
    expect(await stored()).toBe(51)
  })

  /** Waits until the server runs nothing for anybody. */
  async function noStatements(): Promise<void> {
    await eventually(async () => {
      const sides = await faulty.connections()
      return sides.some(side => side.isActive) ? undefined : true
    })
  }
})
