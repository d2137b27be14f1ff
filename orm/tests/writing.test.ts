import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { StatementLog } from './support/statements.js'

let made = 0

class Task extends Model.table('tasks', {
  id: t.id(),
  title: t.text(),
  done: t.boolean().default(false),
  priority: t.int().default(() => {
    made += 1
    return made
  }),
  note: t.text().nullable().default('none'),
  meta: t.json<{ likes: number; tags?: string[] }>().nullable(),
  payload: t.bytes().nullable(),
  dueAt: t.timestamp().nullable().column('due_at'),
  createdAt: t.timestamp().defaultNow().column('created_at'),
  createdOn: t.date().defaultNow().column('created_on')
}) {
  get label(): string {
    return `${this.id} ${this.title}`
  }
}

/** A key that the database does not generate. */
class Country extends Model.table('countries', {
  code: t.text({ length: 2 }).primary(),
  name: t.text()
}) {}

describeEachDatabase('writing', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Task, Country])
  })
  beforeEach(async () => {
    await Task.query().allRows().delete()
    await Country.query().allRows().delete()
  })

  describe('create', () => {
    test('fills in defaults of every kind and returns them', async () => {
      made = 41
      const before = Date.now()
      const task = await Task.create({ title: 'Read' })
      expect(task).toBeInstanceOf(Task)
      expect(task.label).toBe(`${task.id} Read`)
      expect(task).toMatchObject({
        title: 'Read',
        done: false,
        priority: 42,
        note: 'none',
        meta: null,
        payload: null,
        dueAt: null
      })
      expect(Math.abs(task.createdAt.getTime() - before)).toBeLessThan(60_000)
      expect(task.createdOn).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(await Task.findOrFail(task.id)).toEqual(task)
    })

    test('takes given values before defaults, null too', async () => {
      const createdAt = new Date('2001-02-03T04:05:06.789Z')
      const values = { title: 'x', done: true, priority: 7, note: null, createdAt }
      const task = await Task.create({ ...values, createdOn: '1999-12-31' })
      expect(await Task.findOrFail(task.id)).toMatchObject({ ...values, createdOn: '1999-12-31' })
    })

    test('a key of its own', async () => {
      expect(await Country.create({ code: 'FR', name: 'France' })).toMatchObject({ code: 'FR' })
      expect((await Country.findOrFail('FR')).name).toBe('France')
    })

    test('an id that is given is used, and ids go on', async () => {
      const { id } = await Task.create({ title: 'x' })
      const given = await Task.create({ id: id + 1_000, title: 'y' })
      expect(given.id).toBe(id + 1_000)
    })

    test('one statement, or one more where the database cannot return rows', async () => {
      const statements = await log.sqlOf(() => Task.create({ title: 'x' }))
      expect(statements.length).toBeLessThanOrEqual(2)
      expect(statements[0]).toMatch(/^insert/i)
    })
  })

  describe('createMany', () => {
    test('of none runs nothing', async () => {
      const statements = await log.sqlOf(async () => expect(await Task.createMany([])).toEqual([]))
      expect(statements).toEqual([])
    })

    test.each([1, 2, 1_000])('%i rows come back in their order, with ids', async size => {
      const titles = Array.from({ length: size }, (_, index) => `task ${(index * 7919) % size}`)
      const created = await Task.createMany(titles.map(title => ({ title })))
      expect(created.map(task => task.title)).toEqual(titles)
      expect(new Set(created.map(task => task.id)).size).toBe(size)
      for (const task of created.slice(0, 20)) {
        expect(await Task.findOrFail(task.id)).toEqual(task)
      }
      expect(await Task.query().count()).toBe(size)
    })

    test('rows with different keys each get their own defaults', async () => {
      const created = await Task.createMany([
        { title: 'a', done: true },
        { title: 'b', note: null },
        { title: 'c', priority: 9, meta: { likes: 1 } }
      ])
      expect(created).toMatchObject([
        { title: 'a', done: true, note: 'none', meta: null },
        { title: 'b', done: false, note: null, meta: null },
        { title: 'c', done: false, note: 'none', priority: 9, meta: { likes: 1 } }
      ])
    })

    test('is all or nothing', async () => {
      await Country.create({ code: 'DE', name: 'Germany' })
      const list = [
        { code: 'AT', name: 'Austria' },
        { code: 'DE', name: 'again' }
      ]
      await expectFailure(() => Country.createMany(list), { code: 'UNIQUE_VIOLATION' })
      expect(await Country.query().count()).toBe(1)
    })

    test('keys that the caller gives come back in order too', async () => {
      const list = ['ZW', 'AA', 'MM'].map(code => ({ code, name: `name of ${code}` }))
      const created = await Country.createMany(list)
      expect(created.map(country => country.code)).toEqual(['ZW', 'AA', 'MM'])
    })
  })

  describe('save', () => {
    test('a new instance inserts, once', async () => {
      const task = Task.make({ title: 'new' })
      await task.save()
      expect(task.id).toBeGreaterThan(0)
      expect(task).toMatchObject({ done: false, note: 'none' })
      task.title = 'changed'
      await task.save()
      expect((await Task.query().all()).map(({ title }) => title)).toEqual(['changed'])
    })

    test('an instance of new and assignments inserts as well', async () => {
      const task = new Task()
      task.title = 'assigned'
      await task.save()
      expect(await Task.findOrFail(task.id)).toMatchObject({ title: 'assigned', done: false })
    })

    test('writes the changed columns and no other', async () => {
      const { id } = await Task.create({ title: 'before' })
      const task = await Task.findOrFail(id)
      await Task.where('id', id).update({ note: 'written by another' })
      task.title = 'after'
      task.dueAt = new Date(0)
      const [statement, ...more] = await log.sqlOf(() => task.save())
      expect(more).toEqual([])
      expect(statement).toMatch(/^update/i)
      expect(statement).toMatch(/title/)
      expect(statement).toMatch(/due_at/)
      expect(statement).not.toMatch(/note|done|priority/)
      expect(await Task.findOrFail(id)).toMatchObject({
        title: 'after',
        note: 'written by another',
        dueAt: new Date(0)
      })
    })

    test('runs no statement where nothing changed', async () => {
      const created = await Task.create({ title: 'x', meta: { likes: 1 }, dueAt: new Date(5) })
      const found = await Task.findOrFail(created.id)
      const statements = await log.sqlOf(async () => {
        await created.save()
        await found.save()
        found.title = 'x'
        found.meta = { likes: 1 }
        found.dueAt = new Date(5)
        await found.save()
      })
      expect(statements).toEqual([])
    })

    test('saves a JSON document, a Date and bytes that changed in place', async () => {
      const { id } = await Task.create({
        title: 'x',
        meta: { likes: 1, tags: [] },
        dueAt: new Date(1_000),
        payload: Uint8Array.of(1, 2)
      })
      const task = await Task.findOrFail(id)
      task.meta?.tags?.push('new')
      task.dueAt?.setTime(2_000)
      task.payload?.set([9], 0)
      await task.save()
      expect(await Task.findOrFail(id)).toMatchObject({
        meta: { likes: 1, tags: ['new'] },
        dueAt: new Date(2_000),
        payload: Uint8Array.of(9, 2)
      })
      expect(await log.sqlOf(() => task.save())).toEqual([])
    })

    test('what was created can be changed in place too', async () => {
      const task = await Task.create({ title: 'x', meta: { likes: 1 } })
      if (task.meta !== null) task.meta.likes = 2
      await task.save()
      expect((await Task.findOrFail(task.id)).meta).toEqual({ likes: 2 })
    })

    test('a failed save can be repeated', async () => {
      const country = await Country.create({ code: 'XX', name: 'x' })
      const name: unknown = null
      Object.assign(country, { name })
      await expectFailure(() => country.save(), { code: 'NOT_NULL_VIOLATION', column: 'name' })
      country.name = 'y'
      await country.save()
      expect((await Country.findOrFail('XX')).name).toBe('y')
    })

    test('a row that is gone is reported', async () => {
      const task = await Task.create({ title: 'x' })
      await Task.where('id', task.id).delete()
      task.title = 'y'
      await expectFailure(() => task.save(), { code: 'NOT_FOUND', table: 'tasks' })
    })
  })

  describe('update', () => {
    test('of an instance sets and saves', async () => {
      const task = await Task.create({ title: 'x' })
      await task.update({ title: 'y', done: true })
      expect(task).toMatchObject({ title: 'y', done: true })
      expect(await Task.findOrFail(task.id)).toEqual(task)
    })

    test('of a query tells how many rows it met, changed or not', async () => {
      await Task.createMany([{ title: 'a' }, { title: 'a' }, { title: 'b' }])
      expect(await Task.where('title', 'a').update({ done: true })).toBe(2)
      expect(await Task.where('title', 'a').update({ done: true })).toBe(2)
      expect(await Task.where('title', 'none').update({ done: true })).toBe(0)
      expect(await Task.where('done', true).count()).toBe(2)
    })

    test('takes a fragment as a value', async () => {
      const { id } = await Task.create({ title: 'x', priority: 5 })
      await Task.where('id', id).update({ priority: sql`priority + ${3}` })
      expect((await Task.findOrFail(id)).priority).toBe(8)
    })

    test('without a filter is refused unless all rows are meant', async () => {
      await Task.createMany([{ title: 'a' }, { title: 'b' }])
      const update = () => Task.query().update({ done: true })
      await expectFailure(update, { code: 'INVALID_QUERY', names: /allRows/ })
      expect(await Task.where('done', true).count()).toBe(0)
      expect(await Task.query().allRows().update({ done: true })).toBe(2)
    })

    test('of nothing is refused', async () => {
      await expectFailure(() => Task.where('id', 1).update({}), { code: 'INVALID_QUERY' })
    })
  })

  describe('delete', () => {
    test('of an instance', async () => {
      const [kept, gone] = await Task.createMany([{ title: 'kept' }, { title: 'gone' }])
      await gone?.delete()
      expect((await Task.query().all()).map(task => task.id)).toEqual([kept?.id])
    })

    test('of a query tells how many', async () => {
      await Task.createMany([{ title: 'a' }, { title: 'a' }, { title: 'b' }])
      expect(await Task.where('title', 'a').delete()).toBe(2)
      expect(await Task.query().count()).toBe(1)
    })

    test('without a filter is refused unless all rows are meant', async () => {
      await Task.create({ title: 'a' })
      const remove = () => Task.query().delete()
      await expectFailure(remove, { code: 'INVALID_QUERY', names: /allRows/ })
      expect(await Task.query().count()).toBe(1)
      expect(await Task.query().allRows().delete()).toBe(1)
    })

    test('of a query with a limit or an order is refused', async () => {
      await Task.create({ title: 'a' })
      const refused = { code: 'INVALID_QUERY', names: /whereIn/ } as const
      await expectFailure(() => Task.where('title', 'a').limit(1).delete(), refused)
      await expectFailure(() => Task.where('title', 'a').offset(1).delete(), refused)
      await expectFailure(
        () => Task.where('title', 'a').orderBy('id').update({ done: true }),
        refused
      )
      const oldest = Task.orderBy('id').limit(1).select('id')
      const ids = (await oldest.rows()).map(row => row.id)
      expect(await Task.whereIn('id', ids).delete()).toBe(1)
    })

    test('an empty nested condition is no filter', async () => {
      await Task.create({ title: 'a' })
      await expectFailure(() => Task.where(q => q).delete(), { code: 'INVALID_QUERY' })
      await expectFailure(() => Task.where({}).delete(), { code: 'INVALID_QUERY' })
      expect(await Task.query().count()).toBe(1)
    })
  })
})
