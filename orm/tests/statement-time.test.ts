import { type Database, limited, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { createDigits, Digit, endlessly, timed, untilRunning } from './support/slow.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text({ length: 80 }) }) {}

const soon = 3_000

describeEachDatabase('the time of statements', (open, { traits }) => {
  let db: Database
  let observer: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 2, statementTimeoutMs: 150 })
    observer = traits.shared ? await open({ maxConnections: 1 }) : db
    await db.schema.create([Entry])
    await createDigits(db)
  })

  async function expectTimeout(work: () => Promise<unknown>, limitMs: number): Promise<void> {
    const expected = { code: 'TIMEOUT', names: new RegExp(`longer than ${limitMs} ms.*timeoutMs`) }
    const taken = await timed(() => expectFailure(work, expected as never))
    expect(taken).toBeGreaterThanOrEqual(limitMs - 5)
    expect(taken).toBeLessThan(soon)
    await untilRunning(observer, traits, 0)
    await Promise.all([Digit.count(), Digit.count()])
  }

  test('that of the connection holds for every statement', async () => {
    await expectTimeout(() => Digit.where(endlessly).all(), 150)
    await expectTimeout(() => Digit.where(endlessly).count(), 150)
    await expectTimeout(() => Digit.where(endlessly).update({ n: 1_000 }), 150)
    await expectTimeout(() => Digit.where(endlessly).delete(), 150)
    await expectTimeout(() => db.sql`select n from digits where ${endlessly}`.rows(), 150)
    await expectTimeout(() => Digit.where(endlessly).options({ worker: true }).all(), 150)
    await expectTimeout(async () => {
      for await (const _ of Digit.where(endlessly).stream());
    }, 150)
    expect(await Digit.count()).toBe(100)
  })

  test('that of a query goes before it, be it longer or shorter', async () => {
    await expectTimeout(() => Digit.where(endlessly).options({ timeoutMs: 40 }).all(), 40)
    await expectTimeout(() => Digit.where(endlessly).options({ timeoutMs: 300 }).all(), 300)
    await expectTimeout(() => limited({ timeoutMs: 60 }, () => Digit.where(endlessly).all()), 60)
  })

  test('a statement in time has nothing to do with it', async () => {
    const entry = await Entry.create({ label: 'a' })
    await entry.update({ label: 'b' }, { timeoutMs: 5_000 })
    await Entry.createMany([{ label: 'c' }, { label: 'd' }], { timeoutMs: 5_000 })
    expect(await Entry.orderBy('id').options({ timeoutMs: 0 }).pluck('label')).toEqual([
      'b',
      'c',
      'd'
    ])
    expect((await Entry.find(entry.id, { timeoutMs: 5_000 }))?.label).toBe('b')
    await entry.delete({ timeoutMs: 5_000 })
  })

  test('in a transaction, which is not repeated for it', async () => {
    let attempts = 0
    const run = () =>
      db.transaction(
        async () => {
          attempts += 1
          await Entry.create({ label: 'never' })
          await Digit.where(endlessly).count()
        },
        { retries: 5 }
      )
    await expectTimeout(run, 150)
    expect(attempts).toBe(1)
    expect(await Entry.where('label', 'never').count()).toBe(0)
  })

  test('who works on the rows of a stream takes time of their own', async () => {
    let rows = 0
    const query = Digit.query().crossJoin(Digit.as('b')).crossJoin(Digit.as('c'))
    const pausing = query.select('digits.n').options({ timeoutMs: 1_000 })
    for await (const _ of pausing.stream()) {
      rows += 1
      if (rows === 1) await new Promise(resolve => setTimeout(resolve, 1_500))
      if (rows === 50_000) break
    }
    expect(rows).toBe(50_000)
  })

  test('the wait for a connection counts, and says who has it', async () => {
    let end = () => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    const held = [db.transaction(() => ended), traits.server && db.transaction(() => ended)]
    await new Promise(resolve => setTimeout(resolve, 30))
    const write = () => Entry.create({ label: 'waits' }, { timeoutMs: 100 })
    await expectFailure(write, { code: 'TIMEOUT', names: /100 ms/ })
    end()
    await Promise.all(held)
    expect(await Entry.where('label', 'waits').count()).toBe(0)
  })

  test('the wait for a lock of another connection counts', async () => {
    if (!traits.shared) return expect(traits.server).toBe(false)
    const entry = await Entry.create({ label: 'locked' })
    const other = await open({ maxConnections: 1 })
    await other.transaction(async tx => {
      await Entry.using(tx).where('id', entry.id).update({ label: 'theirs' })
      const write = () => entry.update({ label: 'ours' }, { timeoutMs: 100 })
      expect(await timed(() => expectFailure(write, { code: 'TIMEOUT' }))).toBeLessThan(soon)
    })
    expect(await Entry.where('id', entry.id).value('label')).toBe('theirs')
    await other.close()
  })

  test('options that make no sense are refused', async () => {
    for (const statementTimeoutMs of [0, -1, 1.5, '1' as never]) {
      await expectFailure(() => open({ statementTimeoutMs }), {
        code: 'INVALID_CONFIGURATION',
        names: /statementTimeoutMs/
      })
    }
  })
})
