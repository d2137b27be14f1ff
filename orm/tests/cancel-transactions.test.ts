import { getEventListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, Model, t, VersaError } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, failureOf } from './support/failures.js'
import { createDigits, Digit, endlessly, untilRunning } from './support/slow.js'

class Entry extends Model.table('entries', { id: t.id(), label: t.text({ length: 80 }) }) {}

const expected = { code: 'CANCELLED', names: /signal/ } as const

describeEachDatabase('signals of transactions', (open, { traits }) => {
  let db: Database
  let observer: Database

  beforeAll(async () => {
    // A connection that did not come back would be missed at once.
    db = await open({ maxConnections: 1 })
    observer = traits.shared ? await open({ maxConnections: 1 }) : db
    await db.schema.create([Entry])
    await createDigits(db)
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
  })

  test('one that is aborted is rolled back, though its function never ends', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const told: string[] = []
    const run = () =>
      db.transaction(
        async tx => {
          tx.afterRollback(() => void told.push('undone'))
          await Entry.create({ label: 'a' })
          setTimeout(() => controller.abort('enough'), 10)
          await new Promise(() => {})
        },
        { signal, retries: 5 }
      )
    const error = await expectFailure(run, expected)
    expect(error.cause).toBe('enough')
    expect(error.stack).toContain('cancel-transactions.test')
    expect(told).toEqual(['undone'])
    expect(await Entry.count()).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('a statement in it is stopped', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const late: unknown[] = []
    const run = () =>
      db.transaction(
        async () => {
          await Entry.create({ label: 'a' })
          late.push(await failureOf(() => Digit.where(endlessly).count()))
          late.push(await failureOf(() => Entry.create({ label: 'b' })))
        },
        { signal }
      )
    const outcome = expectFailure(run, expected)
    await untilRunning(observer, traits, 1)
    controller.abort('enough')
    await outcome
    await untilRunning(observer, traits, 0)
    await sleep(10)
    expect(late).toMatchObject([
      { code: 'CANCELLED', cause: 'enough' },
      { code: 'CANCELLED', cause: 'enough' }
    ])
    expect(await Entry.count()).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('one begun by hand', async () => {
    const controller = new AbortController()
    const tx = await db.begin({ signal: controller.signal })
    await Entry.using(tx).create({ label: 'a' })
    controller.abort()
    await expectFailure(() => Entry.using(tx).create({ label: 'b' }), expected)
    await expectFailure(() => tx.commit(), expected)
    await tx.rollback()
    expect(await Entry.count()).toBe(0)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  test('one that was committed before is not changed', async () => {
    const controller = new AbortController()
    await db.transaction(() => Entry.create({ label: 'a' }), { signal: controller.signal })
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    controller.abort()
    expect(await Entry.count()).toBe(1)
  })

  test('a statement with a signal of its own, in a savepoint', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const outcome = db.transaction(async () => {
      await Entry.create({ label: 'a' })
      await db
        .transaction(async () => {
          await Entry.create({ label: 'b' })
          await Digit.where(endlessly).options({ signal }).count()
        })
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'CANCELLED' }))
      await Entry.create({ label: 'c' })
    })
    await untilRunning(observer, traits, 1)
    controller.abort()
    await outcome
    expect(await Entry.orderBy('id').pluck('label')).toEqual(['a', 'c'])
  })

  test('a write that was stopped never lets the next one slip out of the transaction', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const outcome = db.transaction(async () => {
      await Entry.create({ label: 'a' })
      await expectFailure(() => Entry.where(endlessly).options({ signal }).update({ label: 'x' }), {
        code: 'CANCELLED'
      })
      await Entry.create({ label: 'b' }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'TRANSACTION_CLOSED' })
      })
      throw new Error('rolled back')
    })
    await untilRunning(observer, traits, 1)
    controller.abort()
    await expect(outcome).rejects.toThrow('rolled back')
    expect(await Entry.count()).toBe(0)
  })

  test('it is not repeated, and its pause ends', async () => {
    const controller = new AbortController()
    let attempts = 0
    const run = () =>
      db.transaction(
        async () => {
          attempts += 1
          if (attempts === 3) controller.abort()
          throw new VersaError('DEADLOCK', 'as a database would')
        },
        { signal: controller.signal, retries: 1_000 }
      )
    await expectFailure(run, { code: 'CANCELLED' })
    expect(attempts).toBe(3)
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
  })

  test('a savepoint has no signal of its own', async () => {
    const { signal } = new AbortController()
    const nested = () => db.transaction(() => db.transaction(async () => {}, { signal }))
    await expectFailure(nested, { code: 'INVALID_QUERY', names: /signal.*outermost/ })
    const options = { signal: {} } as never
    await expectFailure(() => db.transaction(async () => {}, options), {
      code: 'INVALID_QUERY',
      names: /AbortController/
    })
  })
})
