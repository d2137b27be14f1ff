import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, type DatabaseWarning, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, failureOf } from './support/failures.js'
import { runProgram } from './support/programs.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  label: t.text({ length: 80 }).unique()
}) {}

describeEachDatabase('the time of transactions', (open, { traits, url }) => {
  let db: Database
  const warnings: DatabaseWarning[] = []
  const tooLong = { code: 'TRANSACTION_TIMEOUT', names: /25 ms.*timeoutMs/ } as const

  beforeAll(async () => {
    // A connection that did not come back would be missed at once.
    db = await open({ maxConnections: 1, warn: warning => void warnings.push(warning) })
    await db.schema.create([Entry])
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
    warnings.length = 0
  })

  const labels = async () => (await Entry.orderBy('id').all()).map(({ label }) => label)

  test('one that takes too long is rolled back, though its function never ends', async () => {
    const told: string[] = []
    let entry: Entry | undefined
    const run = () =>
      db.transaction(
        async tx => {
          tx.afterRollback(() => void told.push('undone'))
          entry = await Entry.create({ label: 'a' })
          await new Promise(() => {})
        },
        { timeoutMs: 25 }
      )
    const error = await expectFailure(run, tooLong)
    expect(error.stack).toContain('transaction-time.test')
    expect(told).toEqual(['undone'])
    expect(await labels()).toEqual([])
    await entry?.save()
    expect(await labels()).toEqual(['a'])
  })

  test('what its function runs later is refused', async () => {
    const late: unknown[] = []
    let ended: Promise<void> | undefined
    const run = () =>
      db.transaction(
        () => {
          ended = (async () => {
            await Entry.create({ label: 'a' })
            await sleep(60)
            late.push(await failureOf(() => Entry.create({ label: 'b' })))
          })()
          return ended
        },
        { timeoutMs: 25 }
      )
    await expectFailure(run, tooLong)
    await ended
    expect(late).toMatchObject([{ code: 'TRANSACTION_TIMEOUT' }])
    expect(await labels()).toEqual([])
  })

  test('within a savepoint, with what was saved there', async () => {
    let entry: Entry | undefined
    const run = () =>
      db.transaction(
        () =>
          db.transaction(async () => {
            entry = await Entry.create({ label: 'inner' })
            await new Promise(() => {})
          }),
        { timeoutMs: 500 }
      )
    await expectFailure(run, { code: 'TRANSACTION_TIMEOUT', names: /500 ms/ })
    await entry?.save()
    expect(await labels()).toEqual(['inner'])
  })

  test('it is not repeated', async () => {
    let attempts = 0
    const run = () =>
      db.transaction(
        async () => {
          attempts += 1
          await new Promise(() => {})
        },
        { timeoutMs: 25, retries: 3 }
      )
    await expectFailure(run, tooLong)
    expect(attempts).toBe(1)
  })

  test('one that is quick enough is not touched, and its failure is its own', async () => {
    await db.transaction(async () => Entry.create({ label: 'a' }), { timeoutMs: 60_000 })
    const mine = new Error('mine')
    const failing = db.transaction(() => Promise.reject(mine), { timeoutMs: 60_000 })
    await expect(failing).rejects.toBe(mine)
    expect(await labels()).toEqual(['a'])
  })

  test('one by hand', async () => {
    const tx = await db.begin({ timeoutMs: 25 })
    const entry = await Entry.using(tx).create({ label: 'a' })
    await sleep(60)
    await expectFailure(() => tx.table('entries').rows(), tooLong)
    await expectFailure(() => tx.commit(), tooLong)
    await tx.rollback()
    expect(await labels()).toEqual([])
    await entry.save()
    expect(await labels()).toEqual(['a'])
    await using quick = await db.begin({ timeoutMs: 60_000 })
    await quick.commit()
  })

  if (traits.concurrentWriters) {
    test('a statement that waits for a lock is interrupted', async () => {
      const other = await open()
      const { id } = await Entry.create({ label: 'a' })
      const holder = await other.begin()
      await holder.table('entries').where('id', id).update({ label: 'held' })
      const wait = (entries: typeof Entry) => entries.where('id', id).update({ label: 'late' })
      await expectFailure(() => db.transaction(() => wait(Entry), { timeoutMs: 25 }), tooLong)
      const tx = await db.begin({ timeoutMs: 25 })
      await expectFailure(() => wait(Entry.using(tx)), tooLong)
      // The only connection is there again while the lock is still held.
      expect(await labels()).toEqual(['a'])
      await holder.commit()
      await db.transaction(() => wait(Entry), { timeoutMs: 60_000 })
      expect(await labels()).toEqual(['late'])
    })
  }

  test('a savepoint has no time of its own', async () => {
    const run = () => db.transaction(tx => tx.transaction(async () => {}, { timeoutMs: 5 }))
    await expectFailure(run, { code: 'INVALID_QUERY', names: /outermost/ })
  })

  test('one that is open for long is reported, with the place of its begin', async () => {
    const mine: DatabaseWarning[] = []
    const other = await open({ longTransactionMs: 10, warn: warning => void mine.push(warning) })
    await other.transaction(() => sleep(40))
    const tx = await other.begin({ readOnly: true })
    await sleep(40)
    await tx.rollback()
    expect(mine.map(({ code }) => code)).toEqual(['LONG_TRANSACTION', 'LONG_TRANSACTION'])
    for (const { openedAt } of mine) expect(openedAt).toContain('transaction-time.test')
    await other.transaction(async () => {})
    expect(mine).toHaveLength(2)
  })

  test('one that was lost is rolled back and reported', async () => {
    const { stdout, stderr, code } = await runProgram(
      `
      import { connect } from 'versa-orm'
      import { setTimeout as sleep } from 'node:timers/promises'
      const warnings = []
      const db = await connect(process.argv.at(-1), {
        maxConnections: 1,
        acquireTimeoutMs: 5000,
        warn: warning => warnings.push(warning)
      })
      await db.sql\`create table if not exists lost (id int)\`.execute()
      async function lose() {
        const tx = await db.begin()
        await tx.table('lost').insert({ id: 1 })
      }
      await lose()
      for (let turn = 0; turn < 200 && warnings.length === 0; turn += 1) {
        globalThis.gc()
        await sleep(5)
      }
      const rows = await db.table('lost').rows()
      console.log(JSON.stringify({ rows, warnings }))
      await db.close()
      `,
      [url()],
      ['--expose-gc']
    )
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    const { rows, warnings } = JSON.parse(stdout)
    expect(rows).toEqual([])
    expect(warnings).toMatchObject([{ code: 'TRANSACTION_LEFT_OPEN' }])
    expect(warnings[0].openedAt).toContain('lose')
  })

  test('without a listener the process is warned', async () => {
    const { stderr, code } = await runProgram(
      `
      import { connect } from 'versa-orm'
      const db = await connect(process.argv.at(-1))
      await db.begin()
      await db.close()
      `,
      [url()]
    )
    expect(code).toBe(0)
    expect(stderr).toMatch(/\[TRANSACTION_LEFT_OPEN\] VersaWarning: .*open when it was closed/)
  })
})
