import { type Database, Model, sql, t } from 'versa-orm'
import { beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, failureOf } from './support/failures.js'

/** Unique among the rows that are not deleted. */
class Account extends Model.table(
  'accounts',
  {
    id: t.id(),
    email: t.varchar(80).unique(),
    team: t.varchar(20).default('a'),
    number: t.int().default(0),
    code: t.varchar(20).nullable().index({ unique: true }),
    visits: t.int().default(0)
  },
  { softDelete: { uniques: 'living' }, uniques: [{ columns: ['team', 'number'], name: 'seats' }] }
) {}

/** Unique among all rows. */
class Member extends Model.table(
  'members',
  { id: t.id(), email: t.varchar(80).unique(), visits: t.int().default(0) },
  { softDelete: true }
) {}

class Partial extends Model.table(
  'partials',
  { id: t.id(), email: t.varchar(80), open: t.int() },
  {
    softDelete: { uniques: 'living' },
    indexes: [{ columns: ['email'], unique: true, where: sql`open = 1` }]
  }
) {}

describeEachDatabase('unique values of deleted rows', (open, { traits }) => {
  let db: Database

  beforeEach(async () => {
    if (db === undefined) db = await open()
    else await db.schema.drop([Account, Member])
    await db.schema.create([Account, Member])
    await db.schema.createIfMissing([Account, Member])
  })

  test('can be used again where only the living count', async () => {
    const first = await Account.create({ email: 'ada@example.com', code: 'x' })
    await expectFailure(() => Account.create({ email: 'ada@example.com', number: 1 }), {
      code: 'UNIQUE_VIOLATION'
    })
    await first.delete()
    const second = await Account.create({ email: 'ada@example.com', code: 'x' })
    await second.delete()
    const third = await Account.create({ email: 'ada@example.com', code: 'x' })
    expect(new Set([first.id, second.id, third.id]).size).toBe(3)
    expect(await Account.withTrashed().where('email', 'ada@example.com').count()).toBe(3)
    await expectFailure(() => Account.create({ email: 'b@example.com', code: 'x', number: 1 }), {
      code: 'UNIQUE_VIOLATION'
    })
    await expectFailure(() => Account.create({ email: 'b@example.com' }), {
      code: 'UNIQUE_VIOLATION'
    })
  })

  test('a row is not restored into values that another has', async () => {
    const first = await Account.create({ email: 'ada@example.com' })
    await first.delete()
    const second = await Account.create({ email: 'ada@example.com' })
    const { deletedAt } = first
    await expectFailure(() => first.restore(), { code: 'UNIQUE_VIOLATION' })
    expect(first.trashed()).toBe(true)
    expect(first.deletedAt).toEqual(deletedAt)
    await expectFailure(() => Account.onlyTrashed().restore(), { code: 'UNIQUE_VIOLATION' })
    expect(await Account.pluck('id')).toEqual([second.id])
    await second.delete()
    await first.restore()
    expect(await Account.pluck('id')).toEqual([first.id])
  })

  test('the failure names the table', async () => {
    await Account.create({ email: 'ada@example.com' })
    const failure = await failureOf(() => Account.create({ email: 'ada@example.com', number: 1 }))
    expect(failure.code).toBe('UNIQUE_VIOLATION')
    if (traits.namesUniqueColumn) expect(failure.table).toBe('accounts')
  })

  test('an upsert meets living rows, and adds one beside deleted ones', async () => {
    const values = { email: 'ada@example.com', visits: 1 }
    const on = ['email'] as const
    const first = await Account.upsert(values, { on })
    const same = await Account.upsert({ ...values, visits: 2 }, { on })
    expect([same.id, same.visits]).toEqual([first.id, 2])
    await same.delete()
    const other = await Account.upsert({ ...values, visits: 3 }, { on })
    expect(other.id).not.toBe(first.id)
    expect(other.deletedAt).toBeNull()
    const unchanged = await Account.upsert({ ...values, visits: 9 }, { on, update: [] })
    expect([unchanged.id, unchanged.visits]).toEqual([other.id, 3])
    const trashed = await Account.withTrashed().findOrFail(first.id)
    expect(trashed.visits).toBe(2)
  })

  test('an upsert by the key meets every row', async () => {
    const first = await Account.create({ email: 'ada@example.com' })
    await first.delete()
    const met = await Account.upsert(
      { id: first.id, email: 'ada@example.com', visits: 7 },
      { on: ['id'], update: ['visits'] }
    )
    expect([met.id, met.visits, met.trashed()]).toEqual([first.id, 7, true])
  })

  test('where all rows count, an upsert changes the deleted row, which stays deleted', async () => {
    const values = { email: 'ada@example.com', visits: 1 }
    const first = await Member.create(values)
    await first.delete()
    await expectFailure(() => Member.create(values), { code: 'UNIQUE_VIOLATION' })
    const met = await Member.upsert({ ...values, visits: 2 }, { on: ['email'] })
    expect([met.id, met.visits, met.trashed()]).toEqual([first.id, 2, true])
    const left = await Member.upsert(values, { on: ['email'], update: [] })
    expect([left.id, left.trashed()]).toEqual([first.id, true])
    const back = await Member.upsert({ ...values, deletedAt: null }, { on: ['email'] })
    expect([back.id, back.trashed()]).toEqual([first.id, false])
  })

  test('an index of some rows is one of some living rows', async () => {
    if (!traits.partialIndexes) {
      await expectFailure(() => db.schema.create([Partial]), { code: 'UNSUPPORTED' })
      return
    }
    await db.schema.create([Partial])
    const values = { email: 'ada@example.com', open: 1 }
    const first = await Partial.create(values)
    await Partial.create({ ...values, open: 0 })
    await expectFailure(() => Partial.create(values), { code: 'UNIQUE_VIOLATION' })
    await first.delete()
    await Partial.create(values)
    await db.schema.drop([Partial])
  })
})
