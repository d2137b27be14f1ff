import { belongsTo, type Database, type DatabaseWarning, hasMany, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  label: t.text({ length: 80 }).unique(),
  amount: t.int().default(0)
}) {
  static lines = hasMany(() => Line, 'entryId')
}

class Line extends Model.table('lines', {
  id: t.id(),
  entryId: t.int().references('entries', { onDelete: 'cascade' }).column('entry_id'),
  text: t.text()
}) {
  static entry = belongsTo(() => Entry, 'entryId')
}

describeEachDatabase('transactions by hand', (open, { traits }) => {
  let db: Database
  const warnings: DatabaseWarning[] = []
  const log = new StatementLog()

  beforeAll(async () => {
    const warn = (warning: DatabaseWarning) => void warnings.push(warning)
    db = await open({ warn, log: log.record, acquireTimeoutMs: 5_000 })
    await db.schema.create([Entry, Line])
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
    warnings.length = 0
  })

  const labels = async () => (await Entry.orderBy('id').all()).map(({ label }) => label)

  test('commit keeps, rollback takes back', async () => {
    const kept = await db.begin()
    await kept.table('entries').insert({ label: 'a', amount: 1 })
    await kept.sql`insert into entries (label, amount) values (${'b'}, 2)`.execute()
    await Entry.using(kept).create({ label: 'c' })
    expect(await Entry.using(kept).query().count()).toBe(3)
    await kept.commit()
    const undone = await db.begin()
    await Entry.using(undone).where('label', 'a').delete()
    await undone.rollback()
    expect(await labels()).toEqual(['a', 'b', 'c'])
  })

  test('await using rolls back what was not committed', async () => {
    {
      await using tx = await db.begin()
      await Entry.using(tx).create({ label: 'a' })
    }
    {
      await using tx = await db.begin()
      await Entry.using(tx).create({ label: 'b' })
      await tx.commit()
    }
    expect(await labels()).toEqual(['b'])
  })

  if (traits.shared) {
    test('what is not run through it stays outside', async () => {
      await Entry.create({ label: 'before' })
      await using tx = await db.begin()
      await Entry.using(tx).create({ label: 'inside' })
      expect(await labels()).toEqual(['before'])
      expect(await Entry.using(tx).query().count()).toBe(2)
      await tx.rollback()
    })
  }

  test('instances know their transaction, and afterwards the database', async () => {
    const tx = await db.begin()
    const entry = await Entry.using(tx).create({ label: 'a' })
    const made = Entry.using(tx).make({ label: 'made' })
    await made.save()
    const entries = await log.during(async () => {
      await entry.update({ amount: 1 })
      await Line.using(tx).create({ entryId: entry.id, text: 'one' })
      const found = await Entry.using(tx).with({ lines: true }).findOrFail(entry.id)
      await found.update({ amount: 2 })
      await found.lines[0]?.update({ text: 'two' })
      expect(await found.related('lines').count()).toBe(1)
      await found.load({ lines: true })
      for await (const each of Entry.using(tx).where('id', entry.id).stream()) {
        await each.update({ amount: each.amount + 1 })
      }
    })
    expect(entries.filter(({ transaction }) => !transaction)).toEqual([])
    await tx.commit()
    await entry.update({ label: 'later' })
    await made.update({ label: 'made later' })
    expect(await Entry.orderBy('id').rows()).toMatchObject([
      { label: 'later', amount: 3 },
      { label: 'made later' }
    ])
  })

  test('instances of one that was rolled back are new', async () => {
    const tx = await db.begin()
    const entry = await Entry.using(tx).create({ label: 'a' })
    await tx.rollback()
    await entry.save()
    expect(await labels()).toEqual(['a'])
  })

  test('queries of a model bound to it are compiled once', async () => {
    const shapes = new Set<string>()
    for (const label of ['a', 'b', 'c']) {
      await using tx = await db.begin()
      const bound = Entry.using(tx)
      await bound.create({ label })
      expect(bound.name).toBe('Entry')
      shapes.add(bound.where('label', label).toSQL().sql)
      await tx.commit()
    }
    expect(shapes.size).toBe(1)
  })

  test('over is over', async () => {
    const tx = await db.begin()
    const bound = Entry.using(tx)
    await tx.commit()
    const closed = { code: 'TRANSACTION_CLOSED' } as const
    await expectFailure(() => tx.commit(), closed)
    await expectFailure(() => tx.rollback(), closed)
    await expectFailure(() => tx.table('entries').rows(), closed)
    await expectFailure(() => tx.savepoint(), closed)
    await expectFailure(() => tx.transaction(async () => {}), closed)
    await expectFailure(() => bound.create({ label: 'late' }), closed)
    const second = await db.begin()
    await second.rollback()
    await second.rollback()
    expect(await labels()).toEqual([])
  })

  describe('savepoints', () => {
    test('by a function: models take part by themselves', async () => {
      const tx = await db.begin()
      await Entry.using(tx).create({ label: 'outer' })
      const kept = await tx.transaction(async () => Entry.create({ label: 'inner' }))
      const inner = tx.transaction(async () => {
        await Entry.create({ label: 'undone' })
        await kept.update({ amount: 9 })
        throw new Error('undone')
      })
      await expect(inner).rejects.toThrow('undone')
      await kept.update({ amount: 5 })
      await tx.commit()
      expect(await labels()).toEqual(['outer', 'inner'])
      expect(await Entry.find(kept.id)).toMatchObject({ amount: 5 })
    })

    test('by name', async () => {
      const told: string[] = []
      await using tx = await db.begin()
      const entries = Entry.using(tx)
      await entries.create({ label: '1' })
      expect(await tx.savepoint("it's; drop")).toBe("it's; drop")
      const undone = await entries.create({ label: '2' })
      tx.afterCommit(() => void told.push('never'))
      tx.afterRollback(() => void told.push('undone'))
      const second = await tx.savepoint()
      await entries.create({ label: '3' })
      await tx.rollbackTo(second)
      await entries.create({ label: '4' })
      await tx.rollbackTo("it's; drop")
      expect(told).toEqual(['undone'])
      await expectFailure(() => tx.rollbackTo(second), { code: 'INVALID_QUERY' })
      await entries.create({ label: '5' })
      await tx.rollbackTo("it's; drop")
      await undone.save()
      await tx.release("it's; drop")
      await expectFailure(() => tx.rollbackTo("it's; drop"), { code: 'INVALID_QUERY' })
      await tx.commit()
      expect(await labels()).toEqual(['1', '2'])
      expect(told).toEqual(['undone'])
    })

    test('a failed statement is taken back', async () => {
      await using tx = await db.begin()
      await Entry.using(tx).create({ label: 'a' })
      const before = await tx.savepoint()
      await expectFailure(() => Entry.using(tx).create({ label: 'a' }), {
        code: 'UNIQUE_VIOLATION'
      })
      await tx.rollbackTo(before)
      await Entry.using(tx).create({ label: 'b' })
      await tx.commit()
      expect(await labels()).toEqual(['a', 'b'])
    })

    test('in a function, and with a nested one around', async () => {
      await db.transaction(async tx => {
        await tx.savepoint('outer')
        await Entry.create({ label: 'a' })
        await tx.transaction(async nested => {
          await nested.savepoint('inner')
          await Entry.create({ label: 'b' })
          await nested.rollbackTo('inner')
          await expectFailure(() => tx.savepoint(), { code: 'INVALID_QUERY', names: /nested/ })
          await Entry.create({ label: 'c' })
        })
        await expectFailure(() => tx.savepoint('outer'), { code: 'INVALID_QUERY' })
      })
      expect(await labels()).toEqual(['a', 'c'])
    })
  })

  describe('without propagation', () => {
    if (traits.shared) {
      test('only what is run through the argument takes part', async () => {
        const run = db.transaction(
          async tx => {
            expect(await Entry.query().count()).toBe(0)
            const [first] = await Entry.using(tx).createMany([
              { label: 'a' },
              { label: 'b', amount: 1 }
            ])
            await first?.update({ amount: 2 })
            await tx.table('entries').insert({ label: 'c', amount: 3 })
            expect(await Entry.using(tx).sum('amount')).toBe(6)
            expect(await Entry.query().count()).toBe(0)
            throw new Error('undone')
          },
          { propagate: false }
        )
        await expect(run).rejects.toThrow('undone')
        expect(await labels()).toEqual([])
      })
    }

    test('a savepoint cannot be without', async () => {
      const run = () => db.transaction(tx => tx.transaction(async () => {}, { propagate: false }))
      await expectFailure(run, { code: 'INVALID_QUERY', names: /db\.outside/ })
    })
  })

  if (traits.shared) {
    test('db.outside reads outside the transaction', async () => {
      const seen = await db.transaction(async () => {
        await Entry.create({ label: 'inside' })
        const outside = await db.outside(async () => [await labels(), await labels()])
        return { outside, inside: await labels() }
      })
      expect(seen).toEqual({ outside: [[], []], inside: ['inside'] })
    })
  }

  if (traits.concurrentWriters) {
    test('db.outside writes what a rollback keeps', async () => {
      const run = db.transaction(async () => {
        // A label that was never there: InnoDB locks the place of a deleted one.
        await Entry.create({ label: 'taken back' })
        await db.outside(() => Entry.create({ label: 'outside' }))
        await db.outside(() => db.transaction(async () => Entry.create({ label: 'second' })))
        throw new Error('undone')
      })
      await expect(run).rejects.toThrow('undone')
      expect(await labels()).toEqual(['outside', 'second'])
    })
  }

  if (!traits.shared) {
    test('db.outside has no other connection to a database in memory', async () => {
      const memory = await open({ acquireTimeoutMs: 20 })
      const outside = () =>
        memory.transaction(() => memory.outside(() => memory.sql`select 1`.rows()))
      await expectFailure(outside, { code: 'TIMEOUT' })
      expect(await memory.sql`select 1 as one`.rows()).toEqual([{ one: 1 }])
    })
  }

  describe('read only', () => {
    test.each(['begin', 'transaction'] as const)('%s refuses every kind of write', async how => {
      const { id } = await Entry.create({ label: 'a' })
      const writes: ((on: typeof Entry) => Promise<unknown>)[] = [
        on => on.create({ label: 'b' }),
        on => on.createMany([{ label: 'c' }, { label: 'd' }]),
        on => on.upsert({ label: 'a', amount: 2 }, { on: ['label'] }),
        on => on.where('id', id).update({ amount: 3 }),
        on => on.where('id', id).delete()
      ]
      for (const write of writes) {
        const readOnly = { code: 'READ_ONLY' } as const
        if (how === 'transaction') {
          const run = () => db.transaction(async () => write(Entry), { readOnly: true })
          await expectFailure(run, readOnly)
        } else {
          await using tx = await db.begin({ readOnly: true })
          await expectFailure(() => write(Entry.using(tx)), readOnly)
        }
      }
      await expectFailure(
        () =>
          db.transaction(async tx => tx.sql`update entries set amount = ${4}`.execute(), {
            readOnly: true
          }),
        { code: 'READ_ONLY' }
      )
      class Other extends Model.table('others', { id: t.id() }) {}
      const create = () => db.transaction(() => db.schema.create([Other]), { readOnly: true })
      await expectFailure(create, { code: 'READ_ONLY' })
      const raw = () =>
        db.transaction(async tx => tx.sql`create table others (id int)`.execute(), {
          readOnly: true
        })
      await expectFailure(raw, { code: 'READ_ONLY' })
      await Promise.all([1, 2, 3, 4].map(at => Entry.create({ label: `writable ${at}` })))
      await Entry.where('label', 'like', 'writable%').delete()
      expect(await Entry.rows()).toMatchObject([{ label: 'a', amount: 0 }])
    })
  })

  test('options that make no sense', async () => {
    const refused: readonly [unknown, RegExp][] = [
      [{ isolation: 'chaos' }, /serializable/],
      [{ readOnly: 'yes' }, /readOnly/],
      [{ timeoutMs: 0 }, /timeoutMs/],
      [{ timeoutMs: 2 ** 31 }, /timeoutMs/],
      [{ retries: 1 }, /retries/],
      [{ isolaton: 'serializable' }, /isolation/],
      [null, /null/]
    ]
    for (const [options, names] of refused) {
      await expectFailure(() => db.begin(fromOutside(options)), { code: 'INVALID_QUERY', names })
    }
    const negative = { retries: -1 }
    await expectFailure(() => db.transaction(async () => {}, negative), {
      code: 'INVALID_QUERY',
      names: /retries/
    })
    await expectFailure(() => Entry.using(fromOutside({})), { code: 'INVALID_MODEL' })
  })

  test('one that is open when the database is closed is rolled back and reported', async () => {
    const mine: DatabaseWarning[] = []
    const other = await open({ warn: warning => void mine.push(warning) })
    const tx = await other.begin()
    if (traits.shared) await tx.table('entries').insert({ label: 'lost', amount: 1 })
    await other.close()
    expect(mine).toHaveLength(1)
    expect(mine[0]).toMatchObject({ code: 'TRANSACTION_LEFT_OPEN' })
    expect(mine[0]?.openedAt).toContain('manual-transactions.test')
    await expectFailure(() => tx.commit(), { code: 'TRANSACTION_CLOSED', names: /await using/ })
    expect(await labels()).toEqual([])
  })
})
