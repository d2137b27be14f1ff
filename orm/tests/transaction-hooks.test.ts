import { setImmediate as turn } from 'node:timers/promises'
import { type Database, type DatabaseWarning, Model, type Transaction, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  label: t.text({ length: 80 }).unique()
}) {}

describeEachDatabase('hooks of transactions', open => {
  let db: Database
  const undone = new Error('undone')
  const warnings: DatabaseWarning[] = []
  const events: string[] = []
  const note = (event: string) => () => void events.push(event)

  beforeAll(async () => {
    db = await open({ warn: warning => void warnings.push(warning) })
    await db.schema.create([Entry])
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
    warnings.length = 0
    events.length = 0
  })

  /** A transaction that is rolled back. */
  const failing = (work: (tx: Transaction) => Promise<unknown>) =>
    expect(
      db.transaction(async tx => {
        await work(tx)
        throw undone
      })
    ).rejects.toBe(undone)

  test('after a commit, in their order, and awaited', async () => {
    await db.transaction(async tx => {
      tx.afterCommit(async () => {
        await turn()
        // The row is there for everybody, and the hook is outside of the transaction.
        events.push(`first sees ${await Entry.query().count()}`)
      })
      tx.afterCommit(note('second'))
      tx.afterRollback(note('never'))
      await Entry.create({ label: 'a' })
      events.push('body')
    })
    expect(events).toEqual(['body', 'first sees 1', 'second'])
  })

  test('after a rollback', async () => {
    await failing(async tx => {
      tx.afterCommit(note('never'))
      tx.afterRollback(async () => void events.push(`sees ${await Entry.query().count()}`))
      await Entry.create({ label: 'a' })
    })
    expect(events).toEqual(['sees 0'])
  })

  test('a hook can write, and begin another transaction', async () => {
    await db.transaction(async tx => {
      tx.afterCommit(() => db.transaction(async () => Entry.create({ label: 'hook' })))
    })
    expect(await Entry.query().count()).toBe(1)
  })

  test('of a savepoint that is rolled back never run', async () => {
    await db.transaction(async tx => {
      const inner = tx.transaction(async nested => {
        nested.afterCommit(note('never'))
        await db.afterCommit(note('never either'))
        nested.afterRollback(note('inner undone'))
        throw undone
      })
      await expect(inner).rejects.toBe(undone)
      expect(events).toEqual(['inner undone'])
      tx.afterCommit(note('outer'))
    })
    expect(events).toEqual(['inner undone', 'outer'])
  })

  test('of a savepoint run with the outermost transaction', async () => {
    await db.transaction(async tx => {
      await tx.transaction(async nested => nested.afterCommit(note('inner')))
      expect(events).toEqual([])
      tx.afterCommit(note('outer'))
    })
    expect(events).toEqual(['inner', 'outer'])
    events.length = 0
    await failing(async tx => {
      await tx.transaction(async nested => {
        nested.afterCommit(note('never'))
        nested.afterRollback(note('undone'))
      })
    })
    expect(events).toEqual(['undone'])
  })

  test('db.afterCommit knows the transaction, and outside runs at once', async () => {
    const service = () => db.afterCommit(note('told'))
    await db.transaction(async () => {
      await service()
      events.push('body')
    })
    expect(events).toEqual(['body', 'told'])
    const outside = db.afterCommit(note('at once'))
    expect(events.at(-1)).toBe('at once')
    await outside
  })

  test('an error of a hook is reported, undoes nothing, and the others run', async () => {
    const mine = new RangeError('mine')
    const result = await db.transaction(async tx => {
      tx.afterCommit(() => {
        throw mine
      })
      tx.afterCommit(() => Promise.reject(mine))
      tx.afterCommit(note('third'))
      return Entry.create({ label: 'a' })
    })
    expect(result.label).toBe('a')
    expect(events).toEqual(['third'])
    expect(warnings.map(({ code, error }) => [code, error])).toEqual([
      ['HOOK_FAILED', mine],
      ['HOOK_FAILED', mine]
    ])
    expect(await Entry.query().count()).toBe(1)
    await db.afterCommit(() => Promise.reject(mine))
    expect(warnings).toHaveLength(3)
  })

  test('instances are undone before the hooks of a rollback run', async () => {
    await failing(async tx => {
      const entry = await Entry.create({ label: 'a' })
      tx.afterRollback(() => void events.push(JSON.stringify(entry)))
    })
    expect(events).toEqual(['{"label":"a"}'])
  })

  test('what is no function, and a transaction that is over', async () => {
    const tx = await db.transaction(async inner => inner)
    await expectFailure(() => tx.afterCommit(() => {}), { code: 'TRANSACTION_CLOSED' })
    await expectFailure(() => tx.afterRollback(() => {}), { code: 'TRANSACTION_CLOSED' })
    const given = fromOutside<() => void>('soon')
    await expectFailure(() => db.afterCommit(given), { code: 'INVALID_QUERY', names: /string/ })
  })
})
