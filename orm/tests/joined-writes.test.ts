import { type Database, Model, ref, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Author extends Model.table('authors', {
  id: t.id(),
  name: t.varchar(50),
  bossId: t.int().nullable().column('boss_id'),
  active: t.boolean().default(true)
}) {}

class Book extends Model.table('books', {
  id: t.id(),
  authorId: t.int().column('author_id'),
  title: t.varchar(50),
  sold: t.int().default(0),
  byline: t.varchar(50).nullable()
}) {}

describeEachDatabase('writes with joins', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Author, Book])
  })
  beforeEach(async () => {
    await Author.query().allRows().delete()
    await Book.query().allRows().delete()
    await Author.createMany([
      { id: 1, name: 'Ada', bossId: null },
      { id: 2, name: 'Ben', bossId: 1, active: false },
      { id: 3, name: 'Cas', bossId: 1 }
    ])
    await Book.createMany([
      { id: 1, authorId: 1, title: 'a', sold: 10 },
      { id: 2, authorId: 1, title: 'b', sold: 20 },
      { id: 3, authorId: 2, title: 'c' },
      { id: 4, authorId: 9, title: 'd' }
    ])
  })

  const withBooks = () => Author.query().join(Book, 'authors.id', 'books.authorId')
  const withAuthor = () => Book.query().join(Author, 'books.authorId', 'authors.id')

  describe('update', () => {
    test('to values, of rows that have a partner', async () => {
      const statements = await log.sqlOf(async () => {
        const met = await withAuthor().where('authors.active', true).update({ sold: 5, title: 'x' })
        expect(met).toBe(2)
      })
      expect(statements).toHaveLength(1)
      expect(await Book.orderBy('id').pluck('sold')).toEqual([5, 5, 0, 0])
      expect(await Book.orderBy('id').pluck('title')).toEqual(['x', 'x', 'c', 'd'])
    })

    test('a row with two partners counts once, changed or not', async () => {
      const update = () => withBooks().where('books.sold', '>', 0).update({ name: 'Writer' })
      expect(await update()).toBe(1)
      expect(await update()).toBe(1)
      expect(await withBooks().where('books.sold', '>', 90).update({ name: 'x' })).toBe(0)
      expect(await Author.orderBy('id').pluck('name')).toEqual(['Writer', 'Ben', 'Cas'])
    })

    test('to columns of the joined table, and to SQL', async () => {
      expect(
        await withAuthor()
          .allRows()
          .update({ byline: ref('authors.name') })
      ).toBe(3)
      expect(await Book.orderBy('id').pluck('byline')).toEqual(['Ada', 'Ada', 'Ben', null])
      const boss = sql`${sql.id('authors', 'boss_id')} + ${100}`
      await withAuthor().whereNotNull('authors.bossId').update({ sold: boss })
      expect(await Book.orderBy('id').pluck('sold')).toEqual([10, 20, 101, 0])
    })

    test('to another column of the same row', async () => {
      expect(await Book.where('id', 1).update({ byline: ref('title'), sold: 1 })).toBe(1)
      expect(await Book.where('id', 1).value('byline')).toBe('a')
      const table = db.table('books')
      expect(await table.where('id', 2).update({ byline: ref('title') })).toBe(1)
      expect(await Book.where('id', 2).value('byline')).toBe('b')
    })

    test('by a join with itself, with a query, with conditions and of several tables', async () => {
      const led = Author.query().join(Author.as('boss'), 'authors.bossId', 'boss.id')
      expect(await led.where('boss.name', 'Ada').update({ name: ref('boss.name') })).toBe(2)
      expect(await Author.orderBy('id').pluck('name')).toEqual(['Ada', 'Ada', 'Ada'])

      const best = Book.query().where('sold', '>', 15).select('authorId', { most: 'sold' })
      const sold = Book.query().joinSub(best, 'best', 'books.authorId', 'best.authorId')
      expect(await sold.update({ sold: ref('best.most') })).toBe(2)
      expect(await Book.orderBy('id').pluck('sold')).toEqual([20, 20, 0, 0])

      const inactive = Book.query().join(Author, on =>
        on.whereColumn('books.authorId', 'authors.id').where('authors.active', false)
      )
      expect(
        await inactive.join(Author.as('boss'), 'authors.bossId', 'boss.id').update({
          byline: ref('boss.name'),
          sold: 7
        })
      ).toBe(1)
      expect(await Book.where('sold', 7).pluck('byline')).toEqual(['Ada'])
    })

    test('of a table without a model', async () => {
      const books = db.table('books').join('authors', 'books.author_id', 'authors.id')
      expect(await books.where('authors.active', false).update({ sold: 3 })).toBe(1)
      expect(await books.allRows().update({ byline: ref('authors.name') })).toBe(3)
      expect(await Book.orderBy('id').pluck('byline')).toEqual(['Ada', 'Ada', 'Ben', null])
    })

    test('increments', async () => {
      expect(
        await db
          .table('books')
          .join('authors', 'books.author_id', 'authors.id')
          .where('authors.active', true)
          .increment('sold', 5)
      ).toBe(2)
      expect(await Book.orderBy('id').pluck('sold')).toEqual([15, 25, 0, 0])
    })
  })

  describe('delete', () => {
    test('of rows that have a partner, each once', async () => {
      const statements = await log.sqlOf(async () => {
        expect(await withBooks().where('books.sold', '>', 0).delete()).toBe(1)
      })
      expect(statements).toHaveLength(1)
      expect(await Author.orderBy('id').pluck('name')).toEqual(['Ben', 'Cas'])
      expect(await Book.query().count()).toBe(4)
    })

    test('a pair of any rows is no filter', async () => {
      await expectFailure(() => Book.query().crossJoin(Author).delete(), { code: 'INVALID_QUERY' })
      expect(await withAuthor().allRows().delete()).toBe(3)
      expect(await Book.query().crossJoin(Author).where('authors.name', 'Zoe').delete()).toBe(0)
      expect(await Book.query().crossJoin(Author).where('authors.name', 'Ada').delete()).toBe(1)
    })

    test('by a join with itself, and of a table without a model', async () => {
      const led = Author.query().join(Author.as('boss'), 'authors.bossId', 'boss.id')
      expect(await led.where('boss.name', 'Ada').delete()).toBe(2)
      const books = db.table('books').join('authors', 'books.author_id', 'authors.id')
      expect(await books.allRows().delete()).toBe(2)
      expect(await Book.orderBy('id').pluck('title')).toEqual(['c', 'd'])
    })
  })

  test('without a condition are refused, as without a join', async () => {
    const refused = { code: 'INVALID_QUERY', table: 'books', names: /allRows/ } as const
    const table = db.table('books').join('authors', 'books.author_id', 'authors.id')
    const equal = Book.query().join(Author, on => on.whereColumn('books.authorId', 'authors.id'))
    const all = Book.query().select('id', 'sold')
    for (const [name, write] of Object.entries({
      update: () => withAuthor().update({ sold: 1 }),
      delete: () => withAuthor().delete(),
      increment: () => table.increment('sold'),
      table: () => table.update({ sold: 1 }),
      equal: () => equal.delete(),
      group: () =>
        Book.query()
          .join(Author, on => on.where(both => both.whereColumn('books.authorId', 'authors.id')))
          .delete(),
      query: () => Book.query().joinSub(all, 'all_of_them', 'books.id', 'all_of_them.id').delete()
    })) {
      await expectFailure(write, refused).catch(cause => {
        throw new Error(name, { cause })
      })
    }
    expect(await Book.orderBy('id').pluck('sold')).toEqual([10, 20, 0, 0])
    const some = Book.query().join(Author, on =>
      on.whereColumn('books.authorId', 'authors.id').where('authors.name', 'Ada')
    )
    expect(await some.delete()).toBe(2)
  })

  test('outer joins, limits and other names are refused', async () => {
    const outer = Author.query().leftJoin(Book, 'authors.id', 'books.authorId')
    const refused = { code: 'INVALID_QUERY', table: 'authors' } as const
    await expectFailure(() => outer.whereNull('books.id').delete(), refused)
    await expectFailure(() => outer.update({ name: 'x' }), refused)
    await expectFailure(() => withBooks().limit(1).delete(), refused)
    await expectFailure(() => withBooks().select('authors.name').update({ name: 'x' }), refused)
    const other = Author.as('other').query()
    await expectFailure(() => other.where('name', 'Ada').delete(), refused)
    await expectFailure(
      () =>
        withBooks()
          .allRows()
          .update({ name: ref('nobody.name') as never }),
      {
        code: 'UNKNOWN_COLUMN'
      }
    )
    await expectFailure(() => ref('' as 'x'), { code: 'INVALID_QUERY' })
    expect(await Author.query().count()).toBe(3)
  })
})
