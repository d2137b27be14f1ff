import { type Database, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  label: t.text({ length: 80 }).unique(),
  amount: t.int().default(0)
}) {}

/** Ends when it is told to: puts events of concurrent work into an order. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open: () => open() }
}

describeEachDatabase('transactions', (open, { traits }) => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record, acquireTimeoutMs: 5_000 })
    await db.schema.create([Entry])
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
  })

  const labels = async () => (await Entry.orderBy('id').all()).map(entry => entry.label)

  test('commits, and returns what the callback returns', async () => {
    const value = await db.transaction(async () => {
      await Entry.create({ label: 'a' })
      await Entry.create({ label: 'b' })
      return { kept: true }
    })
    expect(value).toEqual({ kept: true })
    expect(await labels()).toEqual(['a', 'b'])
  })

  test('rolls back on throw, with the very error that was thrown', async () => {
    const mine = new RangeError('mine')
    const run = db.transaction(async () => {
      await Entry.create({ label: 'a' })
      throw mine
    })
    await expect(run).rejects.toBe(mine)
    expect(await labels()).toEqual([])
  })

  test('a callback that throws before its first statement', async () => {
    const mine = new Error('mine')
    const run = db.transaction(() => {
      throw mine
    })
    await expect(run).rejects.toBe(mine)
    await Entry.create({ label: 'afterwards' })
    expect(await labels()).toEqual(['afterwards'])
  })

  test('models, tables and sql of the callback take part', async () => {
    const undone = new Error('undone')
    const run = db.transaction(async tx => {
      await Entry.create({ label: 'model' })
      await tx.table('entries').insert({ label: 'tx table', amount: 1 })
      await db.table('entries').insert({ label: 'db table', amount: 1 })
      await tx.sql`insert into entries (label, amount) values (${'tx sql'}, 1)`.execute()
      await db.sql`insert into entries (label, amount) values (${'db sql'}, 1)`.execute()
      expect(await Entry.query().count()).toBe(5)
      throw undone
    })
    await expect(run).rejects.toBe(undone)
    expect(await labels()).toEqual([])
  })

  test('functions called from the callback take part without being told', async () => {
    const inner = async () => Entry.create({ label: 'deep' })
    const middle = async () => Promise.all([inner(), Promise.resolve()])
    await expect(
      db.transaction(async () => {
        await middle()
        throw new Error('undone')
      })
    ).rejects.toThrow('undone')
    expect(await labels()).toEqual([])
  })

  test('the log says which statements were in a transaction', async () => {
    const entries = await log.during(async () => {
      await Entry.query().count()
      await db.transaction(() => Entry.query().count())
    })
    const counts = entries.filter(entry => /count/i.test(entry.sql))
    expect(counts.map(entry => entry.transaction)).toEqual([false, true])
  })

  describe('nested', () => {
    test('an inner rollback keeps the outer work', async () => {
      await db.transaction(async () => {
        await Entry.create({ label: 'before' })
        const inner = db.transaction(async () => {
          await Entry.create({ label: 'inner' })
          throw new Error('inner')
        })
        await expect(inner).rejects.toThrow('inner')
        await Entry.create({ label: 'after' })
      })
      expect(await labels()).toEqual(['before', 'after'])
    })

    test('an outer rollback takes the inner work with it', async () => {
      const run = db.transaction(async tx => {
        await tx.transaction(async () => Entry.create({ label: 'inner' }))
        expect(await Entry.query().count()).toBe(1)
        throw new Error('outer')
      })
      await expect(run).rejects.toThrow('outer')
      expect(await labels()).toEqual([])
    })

    test('three levels, the middle one undone', async () => {
      await db.transaction(async () => {
        await Entry.create({ label: '1' })
        await db
          .transaction(async () => {
            await Entry.create({ label: '2' })
            await db.transaction(async () => Entry.create({ label: '3' }))
            throw new Error('middle')
          })
          .catch(() => {})
        await db.transaction(async () => Entry.create({ label: '4' }))
      })
      expect(await labels()).toEqual(['1', '4'])
    })

    test('a failed statement inside is undone with its savepoint', async () => {
      await db.transaction(async () => {
        await Entry.create({ label: 'a' })
        const inner = () => db.transaction(async () => Entry.create({ label: 'a' }))
        await expectFailure(inner, { code: 'UNIQUE_VIOLATION' })
        await Entry.create({ label: 'b' })
      })
      expect(await labels()).toEqual(['a', 'b'])
    })

    test('a savepoint has no isolation level of its own', async () => {
      const run = () =>
        db.transaction(tx => tx.transaction(async () => {}, { isolation: 'serializable' }))
      await expectFailure(run, { code: 'INVALID_QUERY', names: /savepoint|nested/ })
    })
  })

  describe('options', () => {
    test.each(['read-uncommitted', 'read-committed', 'repeatable-read', 'serializable'] as const)(
      'isolation %s',
      async isolation => {
        await db.transaction(async () => Entry.create({ label: isolation }), { isolation })
        expect(await labels()).toEqual([isolation])
      }
    )

    test('an unknown isolation level', async () => {
      const isolation = 'chaos' as 'serializable'
      const run = () => db.transaction(async () => Entry.create({ label: 'x' }), { isolation })
      await expectFailure(run, { code: 'INVALID_QUERY', names: /serializable/ })
      expect(await labels()).toEqual([])
    })

    test('read only refuses to write, and the next one writes', async () => {
      const write = () =>
        db.transaction(async () => Entry.create({ label: 'x' }), { readOnly: true })
      await expectFailure(write, { code: 'READ_ONLY' })
      const read = await db.transaction(async () => Entry.query().count(), { readOnly: true })
      expect(read).toBe(0)
      await db.transaction(async () => Entry.create({ label: 'y' }))
      expect(await labels()).toEqual(['y'])
    })
  })

  describe('several at the same time', () => {
    test('each keeps to itself, and one rollback undoes one', async () => {
      const runs = Array.from({ length: 12 }, (_, index) =>
        db.transaction(async () => {
          await Entry.create({ label: `first of ${index}` })
          await new Promise(resolve => setTimeout(resolve, 2))
          await Entry.create({ label: `second of ${index}` })
          if (index % 3 === 0) throw new Error('undone')
        })
      )
      const outcomes = await Promise.allSettled(runs)
      expect(outcomes.filter(outcome => outcome.status === 'rejected')).toHaveLength(4)
      expect(await labels()).toHaveLength(16)
      expect(await Entry.where('label', 'like', '% of 3').count()).toBe(0)
    })

    test("another request's read neither joins a transaction nor waits for ever", async () => {
      const inserted = gate()
      const read = gate()
      const request = inserted.opened.then(async () => {
        const count = await Entry.query().count()
        read.open()
        return count
      })
      await db.transaction(async () => {
        await Entry.create({ label: 'unseen' })
        inserted.open()
        // A database in memory has one connection: there the request waits until this is over.
        if (traits.shared) await read.opened
      })
      expect(await request).toBe(traits.shared ? 0 : 1)
    })

    test("another request's write is not undone by a rollback", async () => {
      const inserted = gate()
      const request = inserted.opened.then(() => Entry.create({ label: 'other' }))
      const run = db.transaction(async () => {
        await Entry.create({ label: 'mine' })
        inserted.open()
        if (traits.concurrentWriters) await request
        else await new Promise(resolve => setTimeout(resolve, 20))
        throw new Error('undone')
      })
      await expect(run).rejects.toThrow('undone')
      await request
      expect(await labels()).toEqual(['other'])
    })
  })

  describe('afterwards', () => {
    test('a handle used too late is refused', async () => {
      const tx = await db.transaction(async inner => inner)
      const late = { code: 'TRANSACTION_CLOSED' } as const
      await expectFailure(() => tx.table('entries').insert({ label: 'x', amount: 1 }), late)
      await expectFailure(() => tx.sql`select 1`.rows(), late)
      await expectFailure(() => tx.transaction(async () => {}), late)
      expect(await labels()).toEqual([])
    })

    test('work that was not awaited does not slip out of the transaction', async () => {
      const forgotten: Promise<unknown>[] = []
      await db.transaction(async () => {
        await Entry.create({ label: 'awaited' })
        const late = new Promise(resolve => setTimeout(resolve, 20)).then(() =>
          Entry.create({ label: 'late' })
        )
        forgotten.push(late)
        late.catch(() => {})
      })
      await expectFailure(() => forgotten[0], { code: 'TRANSACTION_CLOSED' })
      expect(await labels()).toEqual(['awaited'])
    })

    test('a statement that failed inside leaves the database usable', async () => {
      const run = () =>
        db.transaction(async () => {
          await Entry.create({ label: 'a' })
          await Entry.create({ label: 'a' })
        })
      await expectFailure(run, { code: 'UNIQUE_VIOLATION' })
      await Entry.create({ label: 'b' })
      expect(await labels()).toEqual(['b'])
    })

    test('twenty in turn do not use up the connections', async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await db
          .transaction(async () => {
            throw new Error('undone')
          })
          .catch(() => {})
      }
      await db.transaction(async () => Entry.create({ label: 'still works' }))
      expect(await labels()).toEqual(['still works'])
    })
  })
})
