import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, Model, t, VersaError } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { canRetry, pauseMs } from '../src/transaction/retries.js'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Account extends Model.table('accounts', {
  id: t.int().primary(),
  balance: t.int()
}) {}

/** Opens when so many have come. */
function meeting(expected: number): () => Promise<void> {
  let come = 0
  let open = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return async () => {
    come += 1
    if (come === expected) open()
    await opened
  }
}

const deadlock = () => new VersaError('DEADLOCK', 'as if', {})

describeEachDatabase('repeated transactions', (open, { traits }) => {
  let db: Database
  beforeAll(async () => {
    db = await open({ busyTimeoutMs: 1 })
    await db.schema.create([Account])
  })
  beforeEach(async () => {
    await Account.query().allRows().delete()
    await Account.createMany([
      { id: 1, balance: 100 },
      { id: 2, balance: 100 }
    ])
  })

  const balances = async () => (await Account.orderBy('id').all()).map(({ balance }) => balance)

  if (traits.concurrentWriters) {
    test('two that wait for each other: both end well', async () => {
      const meet = meeting(2)
      let attempts = 0
      const move = (from: number, to: number) =>
        db.transaction(
          async () => {
            attempts += 1
            const balance = async (id: number) => Account.where('id', id).forUpdate().sole()
            const first = await balance(from)
            await first.update({ balance: first.balance - 10 })
            await meet()
            const second = await balance(to)
            await second.update({ balance: second.balance + 10 })
          },
          { retries: 5 }
        )
      await Promise.all([move(1, 2), move(2, 1)])
      expect(attempts).toBeGreaterThan(2)
      expect(await balances()).toEqual([100, 100])
    })

    test('without repetition one of them fails', async () => {
      const meet = meeting(2)
      const move = (from: number, to: number) =>
        db.transaction(async () => {
          await Account.where('id', from).update({ balance: 1 })
          await meet()
          await Account.where('id', to).update({ balance: 2 })
        })
      const outcomes = await Promise.allSettled([move(1, 2), move(2, 1)])
      const failed = outcomes.filter(outcome => outcome.status === 'rejected')
      expect(failed.map(({ reason }) => reason.code)).toEqual(['DEADLOCK'])
    })

    test('serializable ones that contradict each other: both end well', async () => {
      const meet = meeting(2)
      let attempts = 0
      // Each may take what both have together: only one may, or the sum would be negative.
      const take = (id: number) =>
        db.transaction(
          async () => {
            attempts += 1
            const sum = (await Account.query().sum('balance')) ?? 0
            await meet()
            if (Number(sum) < 200) return false
            await Account.where('id', id).update({ balance: -100 })
            return true
          },
          { isolation: 'serializable', retries: 5 }
        )
      const taken = await Promise.all([take(1), take(2)])
      expect(taken.filter(Boolean)).toHaveLength(1)
      expect(attempts).toBeGreaterThan(2)
      expect((await balances()).sort((a, b) => a - b)).toEqual([-100, 100])
    })
  }

  if (traits.shared && !traits.concurrentWriters) {
    test('a lock of another connection', async () => {
      const other = await open()
      const writer = await other.begin()
      await writer.table('accounts').where('id', 1).update({ balance: 1 })
      const once = () => db.transaction(async () => Account.where('id', 2).update({ balance: 2 }))
      await expectFailure(once, { code: 'LOCK_TIMEOUT' })
      const run = db.transaction(async () => Account.where('id', 2).update({ balance: 2 }), {
        retries: 20
      })
      await sleep(30)
      await writer.commit()
      await run
      expect(await balances()).toEqual([1, 2])
    })
  }

  test('each attempt begins anew, and only the last one is kept', async () => {
    const told: string[] = []
    const account = Account.make({ id: 3, balance: 5 })
    let attempts = 0
    const result = await db.transaction(
      async tx => {
        attempts += 1
        tx.afterCommit(() => void told.push(`committed ${attempts}`))
        tx.afterRollback(() => void told.push(`undone ${attempts}`))
        await account.save()
        await Account.where('id', 1).update({ balance: attempts })
        if (attempts < 3) throw deadlock()
        return attempts
      },
      { retries: 3 }
    )
    expect(result).toBe(3)
    expect(told).toEqual(['undone 1', 'undone 2', 'committed 3'])
    expect(await balances()).toEqual([3, 100, 5])
    await account.update({ balance: 6 })
    expect(await balances()).toEqual([3, 100, 6])
  })

  /** How often a function runs that fails each time. */
  async function attemptsOf(failure: Error, retries: number | undefined): Promise<number> {
    let attempts = 0
    const run = db.transaction(
      async () => {
        attempts += 1
        await Account.where('id', 1).update({ balance: 0 })
        throw failure
      },
      retries === undefined ? {} : { retries }
    )
    await expect(run).rejects.toBe(failure)
    expect(await balances()).toEqual([100, 100])
    return attempts
  }

  test('as often as it says, and then the failure', async () => {
    expect(await attemptsOf(deadlock(), 2)).toBe(3)
    expect(await attemptsOf(deadlock(), undefined)).toBe(1)
  })

  test('a failure that the user wrapped', async () => {
    expect(await attemptsOf(new Error('no luck', { cause: deadlock() }), 1)).toBe(2)
  })

  test('other failures are not repeated', async () => {
    expect(await attemptsOf(new Error('mine'), 3)).toBe(1)
    expect(await attemptsOf(new VersaError('UNIQUE_VIOLATION', 'as if', {}), 3)).toBe(1)
  })

  test('a savepoint is not repeated: the outermost transaction is', async () => {
    const events: string[] = []
    await db.transaction(
      async () => {
        events.push('outer')
        await db.transaction(
          async () => {
            events.push('inner')
            if (events.length < 4) throw deadlock()
          },
          { retries: 3 }
        )
      },
      { retries: 1 }
    )
    expect(events).toEqual(['outer', 'inner', 'outer', 'inner'])
  })
})

describe('the pause before a repetition', () => {
  test('doubles up to a second, and chance takes at most half', () => {
    expect([1, 2, 3, 6, 7, 50].map(at => pauseMs(at, 0))).toEqual([20, 40, 80, 640, 1000, 1000])
    expect([1, 2, 7].map(at => pauseMs(at, 1))).toEqual([10, 20, 500])
  })

  test('a failure that is its own cause ends the search', () => {
    const error = new Error('round')
    error.cause = error
    expect(canRetry(error)).toBe(false)
  })
})
