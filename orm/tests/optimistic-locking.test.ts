import { belongsTo, type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Account extends Model.table(
  'accounts',
  { id: t.id(), owner: t.text({ length: 80 }).unique(), balance: t.int().default(0) },
  { version: true, timestamps: true }
) {}

/** A key of its own, and a version of another name that is declared. */
class Setting extends Model.table(
  'settings',
  { key: t.text({ length: 40 }).primary(), value: t.text(), edits: t.int().column('edit_count') },
  { version: 'edits' }
) {}

class Line extends Model.table(
  'account_lines',
  { id: t.id(), accountId: t.int().references('accounts', { onDelete: 'cascade' }) },
  { touches: ['account'], version: true }
) {
  static account = belongsTo(() => Account, 'accountId')
}

describeEachDatabase('optimistic locking', (open, { traits }) => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Account, Setting, Line])
  })
  beforeEach(async () => {
    for (const model of [Line, Account, Setting]) await model.query().allRows().delete()
  })

  const versionOf = async (id: number): Promise<number> => (await Account.findOrFail(id)).version

  test('a row begins with 1 and counts what changes it', async () => {
    const account = await Account.create({ owner: 'ada' })
    expect(account.version).toBe(1)
    await account.update({ balance: 5 })
    await account.update({ balance: 6 })
    expect(account.version).toBe(3)
    expect(await versionOf(account.id)).toBe(3)
    await account.save()
    expect(account.version).toBe(3)
    await Account.where('id', account.id).update({ balance: sql`balance + 1` })
    expect(await versionOf(account.id)).toBe(4)
    const made = await Account.createMany([{ owner: 'b' }, { owner: 'c' }])
    expect(made.map(({ version }) => version)).toEqual([1, 1])
    const new1 = await Account.make({ owner: 'd' }).save()
    expect(new1.version).toBe(1)
    expect(new1.isDirty()).toBe(false)
  })

  test('an upsert counts where it changes', async () => {
    const on = ['owner'] as const
    expect((await Account.upsert({ owner: 'ada', balance: 1 }, { on })).version).toBe(1)
    expect((await Account.upsert({ owner: 'ada', balance: 2 }, { on })).version).toBe(2)
    expect((await Account.upsert({ owner: 'ada' }, { on, update: [] })).version).toBe(2)
  })

  test('one statement, with the version among its conditions', async () => {
    const account = await Account.create({ owner: 'ada' })
    const [statement, ...more] = await log.sqlOf(() => account.update({ balance: 5 }))
    expect(more).toEqual([])
    expect(statement).toMatch(/where.*id.*and.*version/is)
  })

  describe('a stale instance', () => {
    async function two() {
      const { id } = await Account.create({ owner: canary })
      const [mine, theirs] = [await Account.findOrFail(id), await Account.findOrFail(id)]
      await theirs.update({ balance: 100 })
      return { mine, theirs }
    }
    const expected = { code: 'STALE', table: 'accounts', names: /Account.*refresh/s } as const

    test('is not saved: nothing is written, and it stays as it is', async () => {
      const { mine } = await two()
      mine.balance = 1
      const before = { ...mine }
      await expectFailure(() => mine.save(), expected)
      expect({ ...mine }).toEqual(before)
      expect(mine.getDirty()).toEqual({ balance: { from: 0, to: 1 } })
      expect(mine.wasChanged()).toBe(false)
      expect(await Account.findOrFail(mine.id)).toMatchObject({ balance: 100, version: 2 })
    })

    test('can be refreshed and saved', async () => {
      const { mine } = await two()
      await expectFailure(() => mine.update({ balance: 1 }), expected)
      await mine.refresh()
      expect(mine).toMatchObject({ balance: 100, version: 2 })
      await mine.update({ balance: mine.balance + 1 })
      expect(await Account.findOrFail(mine.id)).toMatchObject({ balance: 101, version: 3 })
    })

    test('is not touched and not deleted', async () => {
      const { mine, theirs } = await two()
      await expectFailure(() => mine.touch(), expected)
      await expectFailure(() => mine.delete(), expected)
      expect(await Account.query().count()).toBe(1)
      await theirs.delete()
      expect(await Account.query().count()).toBe(0)
    })

    test('of a query that changed the row, of an upsert, of a touched parent', async () => {
      const { mine, theirs } = await two()
      await Account.where('id', mine.id).update({ balance: 7 })
      await expectFailure(() => theirs.update({ balance: 8 }), expected)
      await theirs.refresh()
      await Account.upsert({ owner: canary, balance: 9 }, { on: ['owner'] })
      await expectFailure(() => theirs.update({ balance: 8 }), expected)
      await theirs.refresh()
      await Line.create({ accountId: mine.id })
      await expectFailure(() => theirs.update({ balance: 8 }), expected)
    })

    test('is not associated with another row', async () => {
      const { id } = await Account.create({ owner: 'a' })
      const other = await Account.create({ owner: 'b' })
      const line = await Line.create({ accountId: id })
      await Line.where('id', line.id).update({ accountId: id })
      const associate = () => line.related('account').associate(other)
      await expectFailure(associate, { code: 'STALE', table: 'account_lines' })
      expect(line.accountId).toBe(id)
      await line.refresh()
      await associate()
      expect(await Line.findOrFail(line.id)).toMatchObject({ accountId: other.id, version: 3 })
    })

    test('of a row that is gone is NOT_FOUND; deleting it does nothing', async () => {
      const { mine, theirs } = await two()
      await theirs.delete()
      await expectFailure(() => mine.update({ balance: 1 }), { code: 'NOT_FOUND' })
      await mine.delete()
    })
  })

  test('of many that save at once, one wins each round', async () => {
    const { id } = await Account.create({ owner: 'ada' })
    const deposit = async (): Promise<void> => {
      for (;;) {
        const account = await Account.findOrFail(id)
        account.balance += 1
        try {
          await account.save()
          return
        } catch (error) {
          expect(error).toMatchObject({ code: 'STALE' })
        }
      }
    }
    await Promise.all(Array.from({ length: 12 }, deposit))
    expect(await Account.findOrFail(id)).toMatchObject({ balance: 12, version: 13 })
  })

  describe('in transactions', () => {
    const undone = new Error('undone')

    test('each save counts, and a rollback takes the counting back', async () => {
      const account = await Account.create({ owner: 'ada' })
      const run = db.transaction(async () => {
        await account.update({ balance: 1 })
        await account.update({ balance: 2 })
        expect(account.version).toBe(3)
        expect(await versionOf(account.id)).toBe(3)
        throw undone
      })
      await expect(run).rejects.toBe(undone)
      expect(account.version).toBe(1)
      expect(await versionOf(account.id)).toBe(1)
      await account.save()
      expect(account).toMatchObject({ version: 2, balance: 2 })
      expect(await Account.findOrFail(account.id)).toMatchObject({ version: 2, balance: 2 })
    })

    test('a savepoint that is taken back, and one that is kept', async () => {
      const account = await Account.create({ owner: 'ada' })
      await db.transaction(async () => {
        await account.update({ balance: 1 })
        const inner = db.transaction(async () => {
          await account.update({ balance: 2 })
          throw undone
        })
        await expect(inner).rejects.toBe(undone)
        expect(account.version).toBe(2)
        await db.transaction(() => account.update({ balance: 3 }))
      })
      expect(account.version).toBe(3)
      expect(await versionOf(account.id)).toBe(3)
      await account.update({ balance: 4 })
      expect(await versionOf(account.id)).toBe(4)
    })

    test('what was refreshed in it is what the database has after the rollback', async () => {
      const account = await Account.create({ owner: 'ada' })
      const run = db.transaction(async () => {
        await Account.where('id', account.id).update({ balance: 5 })
        await account.refresh()
        expect(account.version).toBe(2)
        throw undone
      })
      await expect(run).rejects.toBe(undone)
      expect(account).toMatchObject({ version: 1, balance: 0 })
      expect(account.isDirty()).toBe(false)
      await account.update({ balance: 6 })
      expect(await versionOf(account.id)).toBe(2)
    })

    test('a delete that is taken back leaves the version', async () => {
      const account = await Account.create({ owner: 'ada' })
      await account.update({ balance: 1 })
      const run = db.transaction(async () => {
        await account.delete()
        throw undone
      })
      await expect(run).rejects.toBe(undone)
      expect(account.version).toBe(2)
      await account.update({ balance: 2 })
      expect(await versionOf(account.id)).toBe(3)
    })

    test.runIf(traits.concurrentWriters)('two that write the same row: one is stale', async () => {
      const { id } = await Account.create({ owner: 'ada' })
      const [one, other] = [await Account.findOrFail(id), await Account.findOrFail(id)]
      let second: Promise<unknown> | undefined
      await db.transaction(async () => {
        await one.update({ balance: 1 })
        second = db.outside(() => other.update({ balance: 2 }))
        second.catch(() => {})
        await new Promise(resolve => setTimeout(resolve, 100))
      })
      await expectFailure(() => second, { code: 'STALE' })
      expect(await Account.findOrFail(id)).toMatchObject({ balance: 1, version: 2 })
    })
  })

  test('a row that was deleted can be saved again, from 1 on', async () => {
    const account = await Account.create({ owner: 'ada' })
    await account.update({ balance: 1 })
    await account.delete()
    await account.save()
    expect(account.version).toBe(1)
    await account.update({ balance: 3 })
    expect(await versionOf(account.id)).toBe(2)
  })

  test('a column of its own, with a key that is no number and changes', async () => {
    const setting = await Setting.create({ key: 'theme', value: 'dark' })
    expect(setting.edits).toBe(1)
    const other = await Setting.findOrFail('theme')
    await setting.update({ key: 'colours', value: 'light' })
    expect(await Setting.findOrFail('colours')).toMatchObject({ edits: 2 })
    await expectFailure(() => other.update({ value: 'x' }), { code: 'NOT_FOUND' })
    const [row] = await db.table('settings').select('edit_count').rows()
    expect(Number(row?.['edit_count'])).toBe(2)
  })

  test('nobody else writes it', async () => {
    const account = await Account.create({ owner: 'ada' })
    const refused = { code: 'INVALID_QUERY', column: 'version', names: /counts/ } as const
    const values = fromOutside<{ balance: number }>({ version: 9 })
    await expectFailure(() => Account.where('id', account.id).update(values), refused)
    await expectFailure(() => account.update(values), refused)
    account.version = 1
    await expectFailure(() => Account.create(fromOutside({ owner: 'b', version: 2 })), refused)
    const options = { on: ['owner'], update: ['version'] } as const
    await expectFailure(() => Account.upsert({ owner: 'ada' }, options), refused)
    expect(await versionOf(account.id)).toBe(1)
  })
})

test('versions that make no sense are refused', async () => {
  const define = (version: unknown) => () =>
    Model.table(
      'x',
      { id: t.id(), label: t.text(), rank: t.int().nullable(), sum: t.int().generated(sql`1`) },
      { version: fromOutside<string>(version) }
    )
  for (const version of ['label', 'rank', 'sum', '', 5, 'refresh']) {
    await expectFailure(define(version), { code: 'INVALID_MODEL' })
  }
})
