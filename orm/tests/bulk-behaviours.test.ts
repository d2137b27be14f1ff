import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { must } from './support/must.js'

const old = new Date('2001-02-03T04:05:06.789Z')

class Note extends Model.table(
  'notes',
  {
    id: t.id(),
    slug: t.varchar(30).unique(),
    text: t.text().nullable(),
    views: t.int().default(0)
  },
  { timestamps: true, version: true }
) {}

class File extends Model.table(
  'files',
  { id: t.id(), path: t.varchar(30).unique(), size: t.int().default(0) },
  { softDelete: true }
) {}

class Account extends Model.table(
  'accounts',
  {
    id: t.id(),
    email: t.varchar(30).unique(),
    name: t.text().nullable(),
    admin: t.boolean().default(false)
  },
  { fillable: ['email', 'name'] }
) {}

class Tenant extends Model.table(
  'tenants',
  { id: t.id(), tenant: t.int(), label: t.varchar(30), n: t.int().default(0) },
  { globalScopes: { own: query => query.where('tenant', 1) } }
) {}

class Label extends Model.table('labels', { id: t.id(), label: t.varchar(30) }) {}

class LongNote extends Model.view(
  'long_notes',
  { id: t.int(), slug: t.varchar(30) },
  { as: sql`select id, slug from notes`, primaryKey: 'id' }
) {}

describeEachDatabase('bulk writes and what models say', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Note, File, Account, Tenant, Label, LongNote])
  })
  beforeEach(async () => {
    for (const model of [Note, Account, Label]) await model.query().allRows().delete()
    await File.withTrashed().allRows().forceDelete()
    await Tenant.query().withoutGlobalScopes().allRows().delete()
  })

  describe('timestamps and versions', () => {
    const notes = () =>
      Note.createMany([1, 2].map(at => ({ slug: `${at}`, createdAt: old, updatedAt: old })))
    const recent = (date: Date): boolean => Date.now() - date.getTime() < 60_000

    test('updateMany and increments set them', async () => {
      const [one, two] = await notes()
      expect(await Note.updateMany([{ id: must(one).id, text: 'x' }])).toBe(1)
      expect(await Note.where('slug', '2').increment('views', 3, { text: 'y' })).toBe(1)
      for (const note of await Note.orderBy('id').all()) {
        expect(note).toMatchObject({ createdAt: old, version: 2 })
        expect(recent(note.updatedAt)).toBe(true)
      }
      const given = { id: must(two).id, updatedAt: old }
      expect(await Note.updateMany([given])).toBe(1)
      expect(await Note.findOrFail(must(two).id)).toMatchObject({ updatedAt: old, version: 3 })
    })

    test('an instance that is incremented has them, and a stale one is refused', async () => {
      const note = must((await notes())[0])
      await note.increment('views', 2)
      expect(note).toMatchObject({ views: 2, version: 2 })
      expect(recent(note.updatedAt)).toBe(true)
      expect(note.isDirty()).toBe(false)
      expect(note.wasChanged('views')).toBe(true)
      await Note.where('id', note.id).update({ text: 'other' })
      await expectFailure(() => note.increment('views'), { code: 'STALE' })
      expect(await Note.where('id', note.id).value('views')).toBe(2)
    })

    test('upsertMany sets them of rows that exist, and of new ones', async () => {
      await notes()
      const list = [1, 3].map(at => ({ slug: `${at}`, text: 'new' }))
      const [one, three] = await Note.upsertMany(list, { on: ['slug'] })
      expect(one).toMatchObject({ createdAt: old, version: 2 })
      expect(recent(must(one).updatedAt)).toBe(true)
      expect(three).toMatchObject({ version: 1, text: 'new' })
      expect(await Note.insertMany([{ slug: '4' }])).toBe(1)
      expect(must(await Note.where('slug', '4').first()).version).toBe(1)
      expect(await Note.createOrUpdate({ slug: '4' }, { text: 'z' })).toMatchObject({ version: 2 })
    })
  })

  test('rows that are marked as deleted', async () => {
    const files = await File.createMany([1, 2, 3].map(at => ({ path: `${at}` })))
    const ids = files.map(({ id }) => id)
    expect(await File.deleteMany(ids.slice(0, 2))).toBe(2)
    expect(await File.deleteMany(ids)).toBe(1)
    expect(await File.withTrashed().count()).toBe(3)
    expect(await File.updateMany([{ id: must(ids[0]), size: 5 }])).toBe(0)
    expect(await File.withTrashed().updateMany([{ id: must(ids[0]), size: 5 }])).toBe(1)
    await expectFailure(() => File.firstOrCreate({ path: '1' }), { code: 'UNIQUE_VIOLATION' })
    expect(await File.replaceInto({ path: '1' })).toMatchObject({ path: '1', size: 0 })
    expect(await File.withTrashed().count()).toBe(3)
    const one = must(await File.where('path', '1').first())
    await one.delete()
    expect(await one.increment('size', 4)).toMatchObject({ size: 4 })
  })

  test('columns that values must not set', async () => {
    const refused = { code: 'MASS_ASSIGNMENT', column: 'admin' } as const
    const body: object = { email: 'a', admin: true }
    const given = body as { email: string }
    await expectFailure(() => Account.insertMany([given]), refused)
    await expectFailure(() => Account.insertOrIgnore(given), refused)
    await expectFailure(() => Account.upsertMany([given], { on: ['email'] }), refused)
    await expectFailure(() => Account.insertOrUpdate(given, { on: ['email'] }), refused)
    await expectFailure(() => Account.replaceInto(given), refused)
    await expectFailure(() => Account.firstOrCreate({ email: 'a' }, given as object), refused)
    const { id } = await Account.create({ email: 'a' })
    const change: object = { id, admin: true }
    await expectFailure(() => Account.updateMany([change]), refused)
    expect(await Account.updateMany([{ id, name: 'n' } as object])).toBe(1)
    expect(await Account.unguarded().updateMany([change])).toBe(1)
    expect(await Account.unguarded().insertMany([{ email: 'b', admin: true }])).toBe(1)
    expect(await Account.where('admin', true).count()).toBe(2)
  })

  test('global scopes', async () => {
    const rows = [1, 1, 2].map((tenant, at) => ({ tenant, label: `${at}` }))
    const made = await Tenant.createMany(rows)
    const changes = made.map(({ id }) => ({ id, n: 5 }))
    expect(await Tenant.updateMany(changes)).toBe(2)
    expect(await Tenant.query().allRows().increment('n')).toBe(2)
    expect(await Label.insertFrom(Tenant.where('n', 6).select('label'))).toBe(2)
    const labels = Label.query().join(Tenant, 'labels.label', 'tenants.label')
    await expectFailure(() => labels.delete(), { code: 'INVALID_QUERY', table: 'labels' })
    expect(await labels.allRows().delete()).toBe(2)
    expect(await Tenant.deleteMany(made.map(({ id }) => id))).toBe(2)
    expect(await Tenant.query().withoutGlobalScopes().pluck('n')).toEqual([0])
  })

  test('views are only read', async () => {
    const view = LongNote as unknown as typeof Label
    const refused = { code: 'READ_ONLY', table: 'long_notes' } as const
    const given = { label: 'x' }
    await expectFailure(() => view.insertMany([given]), refused)
    await expectFailure(() => view.upsertMany([given], { on: ['label'] }), refused)
    await expectFailure(() => view.replaceInto(given), refused)
    await expectFailure(() => view.firstOrCreate(given), refused)
    await expectFailure(() => view.updateMany([{ id: 1, label: 'x' }]), refused)
    await expectFailure(() => view.deleteMany([1]), refused)
    await expectFailure(() => view.where('id', 1).increment('id'), refused)
    await Note.create({ slug: 'a' })
    expect(await Label.insertFrom(LongNote.query().select('slug'), ['label'])).toBe(1)
    const row = must(await LongNote.first()) as unknown as Label
    await expectFailure(() => row.increment('id'), refused)
  })
})
