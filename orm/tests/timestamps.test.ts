import { setTimeout as sleep } from 'node:timers/promises'
import { belongsTo, type Database, hasMany, type Instance, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Author extends Model.table('authors', { id: t.id(), name: t.text() }, { timestamps: true }) {
  static articles = hasMany(() => Article, 'authorId')
}

class Article extends Model.table(
  'articles',
  {
    id: t.id(),
    authorId: t.int().nullable().references('authors', { onDelete: 'cascade' }),
    slug: t.text({ length: 80 }).unique(),
    views: t.int().default(0)
  },
  { timestamps: true, touches: ['author'] }
) {
  static author = belongsTo(() => Author, 'authorId')
}

class Remark extends Model.table(
  'remarks',
  {
    id: t.id(),
    articleId: t.int().references('articles', { onDelete: 'cascade' }),
    body: t.text()
  },
  { touches: ['article'] }
) {
  static article = belongsTo(() => Article, 'articleId')
}

/** Columns of other names, declared and not, and one that is left out. */
class Visit extends Model.table(
  'visits',
  { id: t.id(), path: t.text({ length: 80 }), seenAt: t.timestamp().column('seen') },
  { timestamps: { createdAt: 'firstSeenAt', updatedAt: 'seenAt' } }
) {}

class Event extends Model.table(
  'events',
  { id: t.id(), name: t.text() },
  { timestamps: { updatedAt: false } }
) {}

const long = new Date('2001-02-03T04:05:06.789Z')

describeEachDatabase('timestamps', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Author, Article, Remark, Visit, Event])
  })
  beforeEach(async () => {
    for (const model of [Remark, Article, Author, Visit, Event]) {
      await model.query().allRows().delete()
    }
  })

  /** An author whose row was made and changed long ago. */
  async function old(): Promise<Instance<typeof Author>> {
    return Author.create({ name: 'Ada', createdAt: long, updatedAt: long })
  }

  /** Expects an instant to be that of something that just ran. */
  async function now<T>(work: () => Promise<T>, instants: (result: T) => Date[]): Promise<T> {
    const before = Date.now()
    const result = await work()
    for (const instant of instants(result)) {
      expect(instant.getTime()).toBeGreaterThanOrEqual(before)
      expect(instant.getTime()).toBeLessThanOrEqual(Date.now())
    }
    return result
  }
  const both = ({ createdAt, updatedAt }: Author): Date[] => [createdAt, updatedAt]

  describe('of new rows', () => {
    test('create, and make and save', async () => {
      const ada = await now(() => Author.create({ name: 'Ada' }), both)
      expect(ada.createdAt).toEqual(ada.updatedAt)
      expect({ ...(await Author.findOrFail(ada.id)) }).toEqual({ ...ada })
      await now(() => Author.make({ name: 'Ben' }).save(), both)
    })

    test('createMany: all of one instant', async () => {
      const list = Array.from({ length: 300 }, (_, at) => ({ name: `n${at}` }))
      const made = await now(
        () => Author.createMany(list),
        all => all.flatMap(both)
      )
      expect(new Set(made.flatMap(both).map(Number)).size).toBe(1)
    })

    test('what is given is kept', async () => {
      const ada = await Author.create({ name: 'Ada', createdAt: long })
      expect(ada.createdAt).toEqual(long)
      expect(ada.updatedAt.getTime()).toBeGreaterThan(long.getTime())
      const [ben] = await Author.createMany([{ name: 'Ben', updatedAt: long }])
      expect(ben?.updatedAt).toEqual(long)
    })

    test('upsert: both of a new row, updatedAt of one that exists', async () => {
      const on = ['slug'] as const
      const first = await Article.upsert({ slug: 'a' }, { on })
      expect(first.createdAt).toEqual(first.updatedAt)
      await Article.unguarded().where('id', first.id).update({ updatedAt: long })
      await sleep(2)
      const again = await now(
        () => Article.upsert({ slug: 'a', views: 5 }, { on }),
        ({ updatedAt }) => [updatedAt]
      )
      expect(again).toMatchObject({ id: first.id, views: 5, createdAt: first.createdAt })
      await Article.where('id', first.id).update({ updatedAt: long })
      const third = await now(
        () => Article.upsert({ slug: 'a', views: 6 }, { on, update: ['views'] }),
        ({ updatedAt }) => [updatedAt]
      )
      expect(third.createdAt).toEqual(first.createdAt)
      await Article.where('id', first.id).update({ updatedAt: long })
      const same = await Article.upsert({ slug: 'a' }, { on, update: [] })
      expect(same.updatedAt).toEqual(long)
      const given = await Article.upsert({ slug: 'a', updatedAt: long }, { on, update: ['views'] })
      expect(given.updatedAt).toEqual(long)
    })

    test('rows that are not added through models get them of the database', async () => {
      await db.table('authors').insert({ name: 'raw' })
      const raw = await Author.where('name', 'raw').firstOrFail()
      expect(Math.abs(raw.createdAt.getTime() - Date.now())).toBeLessThan(60_000)
    })
  })

  describe('of changes', () => {
    test('save sets updatedAt and nothing else, where something changed', async () => {
      const author = await old()
      const [none, some] = [
        await log.sqlOf(() => author.save()),
        await log.sqlOf(() =>
          now(
            () => author.update({ name: 'x' }),
            a => [a.updatedAt]
          )
        )
      ]
      expect(none).toEqual([])
      expect(some.length).toBe(1)
      expect(some[0]).not.toMatch(/created_at/)
      expect(author.createdAt).toEqual(long)
      expect({ ...(await Author.findOrFail(author.id)) }).toEqual({ ...author })
      expect(author.isDirty()).toBe(false)
      expect(author.wasChanged('updatedAt')).toBe(true)
    })

    test('what is set by hand is kept', async () => {
      const author = await old()
      const other = new Date(5_000)
      await author.update({ name: 'x', updatedAt: other })
      expect((await Author.findOrFail(author.id)).updatedAt).toEqual(other)
    })

    test('a save that fails changes no timestamp', async () => {
      const author = await old()
      author.name = fromOutside(null)
      await expectFailure(() => author.save(), { code: 'NOT_NULL_VIOLATION' })
      expect(author.updatedAt).toEqual(long)
      expect(Object.keys(author.getDirty())).toEqual(['name'])
    })

    test('update of a query', async () => {
      const { id } = await old()
      await now(
        async () => {
          await Author.where('id', id).update({ name: 'x' })
          return Author.findOrFail(id)
        },
        ({ updatedAt }) => [updatedAt]
      )
      await Author.where('id', id).update({ name: sql`upper(name)`, updatedAt: long })
      expect(await Author.findOrFail(id)).toMatchObject({ createdAt: long, updatedAt: long })
    })

    test('reads change nothing', async () => {
      const { id } = await old()
      await Author.query().all()
      await (await Author.findOrFail(id)).load({ articles: true })
      await Author.where('id', id).delete()
      expect(await Author.find(id)).toBeNull()
    })

    test('a rollback takes them back', async () => {
      const author = await old()
      const undone = new Error('undone')
      const run = db.transaction(async () => {
        await author.update({ name: 'x' })
        throw undone
      })
      await expect(run).rejects.toBe(undone)
      expect(author.updatedAt).toEqual(long)
      expect(Object.keys(author.getDirty())).toEqual(['name'])
      await now(
        () => author.save(),
        a => [a.updatedAt]
      )
    })
  })

  describe('touch', () => {
    test('sets updatedAt and leaves the rest unsaved', async () => {
      const author = await old()
      author.name = 'unsaved'
      await now(
        () => author.touch(),
        a => [a.updatedAt]
      )
      expect(Object.keys(author.getDirty())).toEqual(['name'])
      const found = await Author.findOrFail(author.id)
      expect(found).toMatchObject({ name: 'Ada', createdAt: long, updatedAt: author.updatedAt })
    })

    test('needs a row, and an updatedAt', async () => {
      const refused = { code: 'INVALID_QUERY', names: /save\(\)/ } as const
      await expectFailure(() => Author.make({ name: 'x' }).touch(), refused)
      const event = await Event.create({ name: 'x' })
      await expectFailure(() => event.touch(), { code: 'INVALID_QUERY', names: /timestamps/ })
      const author = await old()
      await Author.where('id', author.id).delete()
      await expectFailure(() => author.touch(), { code: 'NOT_FOUND' })
    })
  })

  describe('withoutTimestamps', () => {
    test('leaves them alone in all that is awaited within, and in nothing else', async () => {
      const author = await old()
      const article = await Article.create({ slug: 'a', createdAt: long, updatedAt: long })
      const name = await Author.withoutTimestamps(async () => {
        await sleep(1)
        await author.update({ name: 'quiet' })
        await Author.where('id', author.id).update({ name: 'quieter' })
        await article.update({ views: 1 })
        return author.name
      })
      expect(name).toBe('quiet')
      expect((await Author.findOrFail(author.id)).updatedAt).toEqual(long)
      expect(article.updatedAt).not.toEqual(long)
      await author.update({ name: 'loud' })
      expect(author.updatedAt).not.toEqual(long)
    })

    test('a new row gets those of the database, or what is given', async () => {
      const made = await Author.withoutTimestamps(() => Author.create({ name: 'x' }))
      expect(Math.abs(made.createdAt.getTime() - Date.now())).toBeLessThan(60_000)
      const given = await Author.withoutTimestamps(() =>
        Author.createMany([{ name: 'y', createdAt: long, updatedAt: long }])
      )
      expect(given[0]).toMatchObject({ createdAt: long, updatedAt: long })
    })

    test('touch is asked for by name, and works', async () => {
      const author = await old()
      await Author.withoutTimestamps(() => author.touch())
      expect(author.updatedAt).not.toEqual(long)
    })
  })

  describe('of other names', () => {
    test('are properties and columns', async () => {
      const visit = await Visit.create({ path: '/' })
      expect(visit.firstSeenAt).toEqual(visit.seenAt)
      const [row] = await db.table('visits').select('first_seen_at', 'seen').rows()
      expect(row).toBeDefined()
      await Visit.where('id', visit.id).update({ seenAt: long })
      await (await Visit.findOrFail(visit.id)).update({ path: '/x' })
      expect((await Visit.findOrFail(visit.id)).seenAt).not.toEqual(long)
    })

    test('one alone', async () => {
      const event = await Event.create({ name: 'x' })
      expect(Object.keys(event)).toEqual(['id', 'name', 'createdAt'])
      await event.update({ name: 'y' })
      expect((await Event.findOrFail(event.id)).createdAt).toEqual(event.createdAt)
    })
  })

  describe('touches', () => {
    const touched = async (id: number): Promise<boolean> => {
      const { updatedAt } = await Author.findOrFail(id)
      await Author.where('id', id).update({ updatedAt: long })
      return updatedAt.getTime() !== long.getTime()
    }

    test('a child that is created, saved, touched or deleted touches its parent', async () => {
      const { id: authorId } = await old()
      const article = await Article.create({ authorId, slug: 'a' })
      expect(await touched(authorId)).toBe(true)
      await article.save()
      expect(await touched(authorId)).toBe(false)
      await article.update({ views: 1 })
      expect(await touched(authorId)).toBe(true)
      await article.touch()
      expect(await touched(authorId)).toBe(true)
      await Article.createMany([{ authorId, slug: 'b' }, { slug: 'c' }])
      expect(await touched(authorId)).toBe(true)
      await Article.upsert({ authorId, slug: 'b', views: 9 }, { on: ['slug'] })
      expect(await touched(authorId)).toBe(true)
      await Article.make({ authorId, slug: 'd' }).save()
      expect(await touched(authorId)).toBe(true)
      await article.delete()
      expect(await touched(authorId)).toBe(true)
      await Article.where('slug', 'b').update({ views: 1 })
      await Article.where('slug', 'b').delete()
      expect(await touched(authorId)).toBe(false)
    })

    test('a child that moves touches both', async () => {
      const [one, other] = [await old(), await old()]
      const article = await Article.create({ authorId: one.id, slug: 'a' })
      expect([await touched(one.id), await touched(other.id)]).toEqual([true, false])
      await article.update({ authorId: other.id })
      expect([await touched(one.id), await touched(other.id)]).toEqual([true, true])
      await article.update({ authorId: null })
      expect([await touched(one.id), await touched(other.id)]).toEqual([false, true])
    })

    test('through relations, too, and on from parent to parent', async () => {
      const author = await old()
      const article = await author.related('articles').create({ slug: 'a' })
      expect(await touched(author.id)).toBe(true)
      await Article.where('id', article.id).update({ updatedAt: long })
      await Remark.create({ articleId: article.id, body: 'x' })
      expect(await touched(author.id)).toBe(true)
      expect((await Article.findOrFail(article.id)).updatedAt).not.toEqual(long)
    })

    test('all or none: what the parent refuses takes the child back', async () => {
      const author = await old()
      const article = await Article.create({ authorId: author.id, slug: 'a' })
      await Author.where('id', author.id).update({ updatedAt: long })
      const undone = new Error('undone')
      const run = db.transaction(async () => {
        await article.update({ slug: 'b' })
        throw undone
      })
      await expect(run).rejects.toBe(undone)
      expect(await touched(author.id)).toBe(false)
      expect(article.isDirty('slug')).toBe(true)
    })

    test('an error leads to the line that ran the statement', async () => {
      await Article.create({ slug: 'a' })
      const error = await expectFailure(() => Article.create({ slug: 'a' }), {
        code: 'UNIQUE_VIOLATION'
      })
      expect(error.stack).toContain('timestamps.test.ts')
      const article = await Article.create({ slug: 'b' })
      const failed = await expectFailure(() => article.update({ slug: 'a' }), {
        code: 'UNIQUE_VIOLATION'
      })
      expect(failed.stack).toContain('timestamps.test.ts')
    })

    test('in a transaction that is used by hand', async () => {
      const author = await old()
      {
        await using tx = await db.begin()
        const article = await Article.using(tx).create({ authorId: author.id, slug: 'a' })
        await article.update({ views: 2 })
        await tx.commit()
      }
      expect(await touched(author.id)).toBe(true)
    })
  })
})

test('definitions that make no sense are refused', async () => {
  const columns = { id: t.id(), made: t.text() }
  const define = (options: object) => () =>
    Model.table('x', columns, fromOutside<{ comment: string }>(options))
  const refused = [
    { timestamps: 'yes' },
    { timestamps: { createdat: 'made' } },
    { timestamps: { createdAt: 'made' } },
    { timestamps: { createdAt: 5 } },
    { timestamps: { createdAt: '' } },
    { timestamps: { createdAt: 'at', updatedAt: 'at' } },
    { timestamps: { createdAt: 'save' } },
    { touches: 'post' }
  ]
  for (const options of refused) {
    await expectFailure(define(options), { code: 'INVALID_MODEL', names: /x/ })
  }
})

describeEachDatabase('touches that make no sense', open => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })

  test('are refused when they are used', async () => {
    class Parent extends Model.table('parents', { id: t.id() }) {
      static children = hasMany(() => Child, 'parentId')
    }
    class Child extends Model.table(
      'children',
      { id: t.id(), parentId: t.int() },
      { touches: ['parent'] }
    ) {
      static parent = belongsTo(() => Parent, 'parentId')
    }
    class Wrong extends Model.table('wrongs', { id: t.id() }, { touches: ['nobody'] }) {}
    await db.schema.create([Parent, Child, Wrong])
    await expectFailure(() => Child.create({ parentId: 1 }), {
      code: 'INVALID_MODEL',
      names: /timestamps/
    })
    await expectFailure(() => Wrong.create({}), { code: 'UNKNOWN_RELATION' })
    expect(await Child.query().count()).toBe(0)
    expect(await Wrong.query().count()).toBe(0)
  })

  test('rows that belong to each other in a circle are touched once', async () => {
    class Person extends Model.table(
      'people',
      { id: t.id(), friendId: t.int().nullable(), name: t.text() },
      { timestamps: true, touches: ['friend'] }
    ) {
      static friend = belongsTo(() => Person, 'friendId')
    }
    await db.schema.create([Person])
    const one = await Person.create({ name: 'a', updatedAt: long })
    const two = await Person.create({ name: 'b', friendId: one.id })
    await one.update({ friendId: two.id })
    await Person.query().allRows().update({ updatedAt: long })
    await one.update({ name: 'c' })
    const all = await Person.query().all()
    expect(all.every(({ updatedAt }) => updatedAt > long)).toBe(true)
  })
})
