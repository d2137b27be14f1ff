import { belongsTo, belongsToMany, type Database, hasMany, Model, morphTo, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Shelf extends Model.table('shelves', { id: t.id(), name: t.text() }) {
  static books = hasMany(() => Book, 'shelfId')
}

class Book extends Model.table(
  'books',
  {
    id: t.id(),
    shelfId: t.int().nullable().references('shelves', { onDelete: 'cascade' }),
    title: t.text(),
    isbn: t.text({ length: 20 }).unique().nullable(),
    code: t.uuid({ generate: 'v7' }).unique(),
    twice: t.int().generated(sql`pages * 2`),
    pages: t.int().default(1),
    meta: t.json<{ tags: string[] }>().nullable(),
    printed: t.timestamp().nullable(),
    cover: t.bytes().nullable()
  },
  { timestamps: true, version: true }
) {
  static shelf = belongsTo(() => Shelf, 'shelfId')
  static topics = belongsToMany(() => Topic, {
    through: 'book_topics',
    foreignKey: 'book_id',
    relatedKey: 'topic_id'
  })

  read = false
}

/** Its rows are marked as deleted. */
class Draft extends Model.table(
  'drafts',
  { id: t.id(), text: t.text() },
  { softDelete: true, timestamps: true }
) {}

class Topic extends Model.table('topics', { id: t.id(), label: t.text() }) {}

class BookTopic extends Model.table(
  'book_topics',
  { bookId: t.int().column('book_id'), topicId: t.int().column('topic_id') },
  { primaryKey: ['bookId', 'topicId'] }
) {}

class Mark extends Model.table('marks', { id: t.id(), kind: t.text(), subject: t.int() }) {
  static of = morphTo(() => ({ book: Book, shelf: Shelf }), { type: 'kind', id: 'subject' })
}

const full = {
  title: 'A',
  isbn: '1-2-3',
  pages: 7,
  meta: { tags: ['x'] },
  printed: new Date(86_400_000),
  cover: Uint8Array.of(1, 2)
}

describeEachDatabase('reading again', open => {
  let db: Database
  const log = new StatementLog()
  const undone = new Error('undone')

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Shelf, Book, Topic, BookTopic, Mark, Draft])
  })
  beforeEach(async () => {
    for (const model of [Mark, BookTopic, Topic, Book, Shelf]) {
      await model.query().allRows().delete()
    }
  })

  describe('refresh', () => {
    test('has what the database has, and forgets what was not saved', async () => {
      const book = await Book.create(full)
      await Book.where('id', book.id).update({ title: 'B', meta: { tags: [] }, pages: 9 })
      book.title = 'unsaved'
      book.cover?.fill(0)
      expect(await book.refresh()).toBe(book)
      expect({ ...book }).toEqual({ ...(await Book.findOrFail(book.id)) })
      expect(book).toMatchObject({ title: 'B', twice: 18, cover: Uint8Array.of(1, 2) })
      expect(book.isDirty()).toBe(false)
      expect(await log.sqlOf(() => book.save())).toEqual([])
    })

    test('reads the relations that are loaded, on every level, and no other', async () => {
      const shelf = await Shelf.create({ name: 'S' })
      const book = await shelf.related('books').create(full)
      await book.related('topics').create({ label: 'T' })
      const loaded = await Shelf.with({ books: { topics: true } }).findOrFail(shelf.id)
      await shelf.related('books').create({ title: 'B' })
      await Topic.query().allRows().update({ label: 'changed' })
      const statements = await log.sqlOf(() => loaded.refresh())
      expect(statements.length).toBe(3)
      expect(loaded.books.map(({ title }) => title).sort()).toEqual(['A', 'B'])
      const [again] = loaded.books.filter(({ id }) => id === book.id)
      expect(again?.topics.map(({ label }) => label)).toEqual(['changed'])
      expect(await log.sqlOf(() => shelf.refresh())).toHaveLength(1)
    })

    test('of a relation that is null, and of one to several models', async () => {
      const shelf = await Shelf.create({ name: 'S' })
      const book = await Book.create({ title: 'A' })
      const alone = await book.load({ shelf: true })
      await Book.where('id', book.id).update({ shelfId: shelf.id })
      await alone.refresh()
      expect(alone.shelf?.name).toBe('S')
      const mark = await Mark.create({ kind: 'book', subject: book.id })
      const marked = await mark.load({ of: { book: { shelf: true } } })
      await Shelf.query().allRows().update({ name: 'changed' })
      await marked.refresh()
      expect(marked.of).toMatchObject({ title: 'A', shelf: { name: 'changed' } })
    })

    test('of a key that was changed and not saved it reads the stored one', async () => {
      const topic = await Topic.create({ label: 'a' })
      const { id } = topic
      topic.id = id + 1000
      await topic.refresh()
      expect({ ...topic }).toEqual({ id, label: 'a' })
    })

    test('of a row that is marked as deleted, which is there', async () => {
      const draft = await Draft.create({ text: 'a' })
      await Draft.where('id', draft.id).delete()
      expect(await Draft.find(draft.id)).toBeNull()
      await draft.refresh()
      expect(draft.trashed()).toBe(true)
      expect((await draft.fresh())?.trashed()).toBe(true)
    })

    test('needs a row', async () => {
      const topic = await Topic.create({ label: 'a' })
      await Topic.where('id', topic.id).delete()
      topic.label = 'kept'
      const gone = { code: 'NOT_FOUND', table: 'topics', names: /fresh/ } as const
      await expectFailure(() => topic.refresh(), gone)
      expect(topic.label).toBe('kept')
      const made = Topic.make({ label: 'x' })
      await expectFailure(() => made.refresh(), { code: 'INVALID_QUERY', names: /save/ })
    })

    test('what it read in a transaction goes with it', async () => {
      const topic = await Topic.create({ label: 'a' })
      const run = db.transaction(async () => {
        await Topic.where('id', topic.id).update({ label: 'b' })
        await topic.refresh()
        expect(topic.label).toBe('b')
        throw undone
      })
      await expect(run).rejects.toBe(undone)
      expect({ ...topic }).toEqual({ id: topic.id, label: 'a' })
      expect(topic.isDirty()).toBe(false)
    })

    test('of an instance that a transaction by hand has, there', async () => {
      await using tx = await db.begin()
      const topic = await Topic.using(tx).create({ label: 'a' })
      await Topic.using(tx).where('id', topic.id).update({ label: 'b' })
      await topic.refresh()
      expect(topic.label).toBe('b')
      expect((await topic.fresh())?.label).toBe('b')
      const copy = topic.replicate()
      await copy.save()
      await tx.rollback()
      expect(await Topic.query().count()).toBe(0)
    })
  })

  describe('fresh', () => {
    test('is another instance, and leaves this one alone', async () => {
      const book = await Book.create(full)
      await Book.where('id', book.id).update({ title: 'B' })
      book.title = 'unsaved'
      const fresh = await book.fresh()
      expect(fresh).toBeInstanceOf(Book)
      expect(fresh?.title).toBe('B')
      expect(book.title).toBe('unsaved')
      await fresh?.update({ title: 'C' })
      expect((await Book.findOrFail(book.id)).title).toBe('C')
    })

    test('is null where the row is gone, and needs one', async () => {
      const topic = await Topic.create({ label: 'a' })
      await Topic.where('id', topic.id).delete()
      expect(await topic.fresh()).toBeNull()
      await expectFailure(() => Topic.make({ label: 'a' }).fresh(), { code: 'INVALID_QUERY' })
    })
  })

  describe('replicate', () => {
    test('copies what tells no rows apart', async () => {
      const book = await Book.create(full)
      const loaded = await book.load({ topics: true })
      const copy = loaded.replicate(['isbn'])
      expect(copy).toBeInstanceOf(Book)
      const { isbn: _, ...values } = full
      expect({ ...copy }).toEqual({ ...values, shelfId: null, read: false })
      expect(copy.isDirty()).toBe(true)
      await copy.save()
      expect(copy.id).not.toBe(book.id)
      expect(copy.code).not.toBe(book.code)
      expect(copy).toMatchObject({ version: 1, twice: 14, isbn: null })
      expect(await Book.query().count()).toBe(2)
    })

    test('shares nothing with what it was made of', async () => {
      const book = await Book.create(full)
      const copy = book.replicate()
      copy.meta?.tags.push('y')
      copy.printed?.setTime(0)
      copy.cover?.fill(0)
      expect(book.isDirty()).toBe(false)
      expect(book).toMatchObject({ meta: full.meta, printed: full.printed, cover: full.cover })
    })

    test('has unsaved values, and works on new instances', async () => {
      const book = await Book.create(full)
      book.title = 'unsaved'
      expect(book.replicate().title).toBe('unsaved')
      expect({ ...Topic.make({ label: 'x' }).replicate() }).toEqual({ label: 'x' })
    })

    test('a key of several columns is left out as a whole', async () => {
      const pair = await BookTopic.create({ bookId: 1, topicId: 2 })
      expect({ ...pair.replicate() }).toEqual({})
    })

    test('refuses what is no column', async () => {
      const topic = await Topic.create({ label: 'a' })
      const name = fromOutside<['label']>(['lable'])
      await expectFailure(() => topic.replicate(name), { code: 'UNKNOWN_COLUMN', names: /label/ })
      const text = fromOutside<['label']>('label')
      await expectFailure(() => topic.replicate(text), { code: 'INVALID_QUERY' })
    })
  })
})

test('members of instances are no names of columns', async () => {
  const names = [
    'isDirty',
    'isClean',
    'getDirty',
    'getOriginal',
    'wasChanged',
    'refresh',
    'fresh',
    'replicate',
    'touch',
    'fill',
    'forceFill',
    'makeHidden',
    'makeVisible',
    'toJSON'
  ]
  for (const name of names) {
    const define = () => Model.table('x', { id: t.id(), [name]: t.text() })
    await expectFailure(define, { code: 'INVALID_MODEL', names: new RegExp(`${name}.*column\\(`) })
  }
  for (const name of ['changes', 'version', 'original', 'hidden', 'createdAt', 'timestamps']) {
    expect(Model.table('x', { id: t.id(), [name]: t.text() })).toBeDefined()
  }
})
