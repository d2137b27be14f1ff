import { belongsTo, type Database, hasMany, hasOne, Model, morphMany, prepare, t } from 'versa-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, failureOf, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Author extends Model.table(
  'authors',
  { id: t.id(), name: t.text() },
  { softDelete: { cascade: ['books', 'profile', 'remarks'] } }
) {
  static books = hasMany(() => Book, 'authorId')
  static profile = hasOne(() => Profile, 'authorId')
  static remarks = morphMany(() => Remark, { type: 'onType', id: 'onId', value: 'author' })
}

class Book extends Model.table(
  'books',
  { id: t.id(), authorId: t.int().nullable().column('author_id'), title: t.text() },
  { softDelete: { column: 'removed_at', cascade: ['chapters'] } }
) {
  static author = belongsTo(() => Author, 'authorId')
  static chapters = hasMany(() => Chapter, 'bookId')
}

class Chapter extends Model.table(
  'chapters',
  { id: t.id(), bookId: t.int().column('book_id'), name: t.text() },
  { softDelete: true }
) {
  static book = belongsTo(() => Book, 'bookId')
}

class Profile extends Model.table(
  'profiles',
  { id: t.id(), authorId: t.int().column('author_id') },
  { softDelete: true }
) {}

class Remark extends Model.table(
  'remarks',
  { id: t.id(), onType: t.varchar(20).column('on_type'), onId: t.int().column('on_id') },
  { softDelete: true }
) {}

class Folder extends Model.table(
  'folders',
  { id: t.id(), parentId: t.int().nullable().column('parent_id') },
  { softDelete: { cascade: ['folders'] } }
) {
  static folders = hasMany(() => Folder, 'parentId')
}

/** With a version and an instant of its changes; it touches its album. */
class Track extends Model.table(
  'tracks',
  { id: t.id(), albumId: t.int().column('album_id'), name: t.text() },
  { softDelete: true, timestamps: true, version: true, touches: ['album'] }
) {
  static album = belongsTo(() => Album, 'albumId')
}

class Album extends Model.table(
  'albums',
  { id: t.id(), name: t.text() },
  { timestamps: true, softDelete: true }
) {}

class Plain extends Model.table('plains', { id: t.id(), name: t.text() }) {}

const models = [Author, Book, Chapter, Profile, Remark, Folder, Plain, Album, Track]

describeEachDatabase('soft delete', (open, { traits }) => {
  let db: Database
  const log = new StatementLog()

  beforeEach(async () => {
    if (db !== undefined) await db.schema.drop(models)
    else db = await open({ log: log.record })
    await db.schema.create(models)
    await Author.createMany([{ name: 'Ada' }, { name: 'Grace' }])
    await Book.createMany([
      { authorId: 1, title: 'a' },
      { authorId: 1, title: 'b' },
      { authorId: 2, title: 'c' }
    ])
    await Chapter.createMany([1, 1, 2, 3].map((bookId, at) => ({ bookId, name: `${at}` })))
    await Profile.createMany([{ authorId: 1 }, { authorId: 2 }])
    await Remark.createMany([
      { onType: 'author', onId: 1 },
      { onType: 'other', onId: 1 }
    ])
  })

  const counts = () =>
    Promise.all([Author, Book, Chapter, Profile, Remark].map(model => model.count()))

  describe('of one instance', () => {
    test('marks the row, and takes it back', async () => {
      const chapter = await Chapter.findOrFail(1)
      expect(chapter.trashed()).toBe(false)
      const [statement] = await log.sqlOf(() => chapter.delete())
      expect(statement).toMatch(/^UPDATE/)
      expect(chapter.trashed()).toBe(true)
      expect(chapter.deletedAt).toBeInstanceOf(Date)
      expect(await Chapter.find(1)).toBeNull()
      expect(await db.table('chapters').count()).toBe(4)

      const trashed = await Chapter.withTrashed().findOrFail(1)
      expect(trashed.deletedAt).toEqual(chapter.deletedAt)
      expect(await Chapter.onlyTrashed().pluck('id')).toEqual([1])
      expect(await chapter.restore()).toBe(chapter)
      expect(chapter.deletedAt).toBeNull()
      expect((await Chapter.findOrFail(1)).deletedAt).toBeNull()
    })

    test('is still a row: it can be saved, and deleted again without effect', async () => {
      const chapter = await Chapter.findOrFail(1)
      await chapter.delete()
      const { deletedAt } = chapter
      expect(await log.sqlOf(() => chapter.save())).toEqual([])
      await chapter.update({ name: 'changed' })
      await chapter.delete()
      expect(chapter.deletedAt).toEqual(deletedAt)
      expect(await Chapter.withTrashed().find(1)).toMatchObject({ name: 'changed', deletedAt })
    })

    test('that another deleted or removed', async () => {
      const [one, other] = [await Chapter.findOrFail(1), await Chapter.findOrFail(1)]
      await other.delete()
      await one.delete()
      expect(one.deletedAt).toEqual(other.deletedAt)
      await other.forceDelete()
      expect(await db.table('chapters').count()).toBe(3)
      await one.delete()
      await expectFailure(() => one.restore(), { code: 'INVALID_QUERY', names: 'save()' })
      await one.save()
      expect(await db.table('chapters').count()).toBe(4)
    })

    test('that is gone cannot be restored, nor one without a row', async () => {
      const chapter = await Chapter.findOrFail(1)
      await Chapter.where('id', 1).forceDelete()
      await expectFailure(() => chapter.restore(), { code: 'NOT_FOUND', table: 'chapters' })
      await expectFailure(() => Chapter.make().delete(), { code: 'INVALID_QUERY' })
      await expectFailure(() => Chapter.make().restore(), { code: 'INVALID_QUERY' })
    })

    test('goes back with its transaction', async () => {
      const chapter = await Chapter.findOrFail(1)
      await db
        .transaction(async () => {
          await chapter.delete()
          expect(chapter.trashed()).toBe(true)
          throw new Error('no')
        })
        .catch(() => {})
      expect(chapter.trashed()).toBe(false)
      expect(await log.sqlOf(() => chapter.save())).toEqual([])
      expect(await Chapter.find(1)).not.toBeNull()
    })

    test('in a transaction by hand', async () => {
      await using tx = await db.begin()
      const author = await Author.using(tx).findOrFail(1)
      await author.delete()
      expect(await Book.using(tx).count()).toBe(1)
      await tx.rollback()
      expect(await Book.count()).toBe(3)
    })
  })

  describe('of a query', () => {
    test('marks the rows that are there, and says how many', async () => {
      expect(await Chapter.where('bookId', 1).delete()).toBe(2)
      expect(await Chapter.where('bookId', '<', 3).delete()).toBe(1)
      expect(await Chapter.withTrashed().where('id', '>', 0).delete()).toBe(1)
      expect(await Chapter.count()).toBe(0)
      const instants = await Chapter.onlyTrashed().distinct().pluck('deletedAt')
      expect(instants.every(instant => instant instanceof Date)).toBe(true)
      expect(await Chapter.where('id', 1).restore()).toBe(1)
      expect(await Chapter.where('id', 1).restore()).toBe(0)
      expect(await Chapter.onlyTrashed().restore()).toBe(3)
      expect(await Chapter.count()).toBe(4)
    })

    test('demands a filter', async () => {
      await expectFailure(() => Chapter.query().delete(), { code: 'INVALID_QUERY' })
      await expectFailure(() => Chapter.query().restore(), { code: 'INVALID_QUERY' })
      await expectFailure(() => Chapter.withTrashed().forceDelete(), { code: 'INVALID_QUERY' })
      await expectFailure(() => Chapter.where('id', 1).limit(1).delete(), {
        code: 'INVALID_QUERY',
        names: 'limit'
      })
      expect(await Chapter.query().allRows().delete()).toBe(4)
    })

    test('forceDelete removes what the query sees', async () => {
      await Chapter.where('id', 1).delete()
      expect(await Chapter.where('id', '<', 3).forceDelete()).toBe(1)
      expect(await Chapter.onlyTrashed().forceDelete()).toBe(1)
      expect(await db.table('chapters').orderBy('id').pluck('id')).toEqual([3, 4])
    })

    test('withTrashed and onlyTrashed go with every condition', async () => {
      await Chapter.where('id', 1).delete()
      expect(await Chapter.where('id', 1).orWhere('id', 2).withTrashed().count()).toBe(2)
      expect(await Chapter.where('id', 1).orWhere('id', 2).onlyTrashed().pluck('id')).toEqual([1])
      expect(await Chapter.onlyTrashed().withTrashed().count()).toBe(4)
      expect(await Chapter.withTrashed().withoutGlobalScope('softDelete').count()).toBe(4)
      expect(await Chapter.query().withoutGlobalScopes().count()).toBe(4)
    })

    test('of related rows', async () => {
      const book = await Book.findOrFail(1)
      expect(await book.related('chapters').delete()).toBe(2)
      expect(await book.related('chapters').count()).toBe(0)
      expect(await book.related('chapters').withTrashed().count()).toBe(2)
      expect(await book.related('chapters').restore()).toBe(2)
      expect(await book.related('chapters').where('id', 1).forceDelete()).toBe(1)
    })
  })

  describe('and relations', () => {
    beforeEach(async () => {
      await Author.where('id', 1).forceDelete()
      await Author.where('id', 2).delete()
      await Chapter.where('id', 1).delete()
    })

    test('a parent that is deleted is null, unless it is asked for', async () => {
      const [chapter] = await Chapter.withTrashed().where('id', 4).with({ book: true }).all()
      expect(chapter?.book).toBeNull()
      const [other] = await Chapter.withTrashed()
        .where('id', 4)
        .with({ book: q => q.withTrashed().with({ author: a => a.withTrashed() }) })
        .all()
      expect(other?.book?.title).toBe('c')
      expect(other?.book?.author?.name).toBe('Grace')
    })

    test('counts and conditions', async () => {
      const [book] = await Book.where('id', 1).withCount('chapters').all()
      expect(book?.chaptersCount).toBe(1)
      const [all] = await Book.where('id', 1)
        .withCount('chapters', { where: q => q.withTrashed() })
        .withCount('chapters', { as: 'gone', where: q => q.onlyTrashed() })
        .all()
      expect([all?.chaptersCount, all?.gone]).toEqual([2, 1])
      expect(await Book.whereHas('chapters', q => q.onlyTrashed()).pluck('id')).toEqual([1])
    })
  })

  describe('cascades', () => {
    test('a statement for each relation and level, in a transaction', async () => {
      const author = await Author.findOrFail(1)
      const statements = await log.sqlOf(() => author.delete())
      const updates = statements.filter(sql => sql.startsWith('UPDATE'))
      // Authors, books, chapters, profiles, remarks.
      expect(updates.length).toBe(5)
      expect(await counts()).toEqual([1, 1, 1, 1, 1])
      await author.restore()
      expect(await counts()).toEqual([2, 3, 4, 2, 2])
    })

    test('restores what was marked together, and nothing that was before', async () => {
      await Chapter.where('id', 1).delete()
      await Book.where('id', 2).delete()
      const author = await Author.findOrFail(1)
      await author.delete()
      expect(await counts()).toEqual([1, 1, 1, 1, 1])
      await author.restore()
      expect(await Book.orderBy('id').pluck('id')).toEqual([1, 3])
      expect(await Chapter.orderBy('id').pluck('id')).toEqual([2, 4])
      await Book.where('id', 2).restore()
      expect(await Chapter.orderBy('id').pluck('id')).toEqual([2, 3, 4])
    })

    test('of queries, each row with what was marked with it', async () => {
      await Author.where('id', 1).delete()
      await Author.where('id', 2).delete()
      expect(await counts()).toEqual([0, 0, 0, 0, 1])
      expect(await Author.onlyTrashed().restore()).toBe(2)
      expect(await counts()).toEqual([2, 3, 4, 2, 2])
      expect(await Author.where('id', '>', 0).delete()).toBe(2)
      expect(await counts()).toEqual([0, 0, 0, 0, 1])
      expect(await Author.where('id', 2).restore()).toBe(1)
      expect(await counts()).toEqual([1, 1, 1, 1, 1])
    })

    test('trees, and circles', async () => {
      const root = await Folder.create({})
      let parentId = root.id
      for (let depth = 0; depth < 5; depth++) parentId = (await Folder.create({ parentId })).id
      await root.delete()
      expect(await Folder.count()).toBe(0)
      await root.restore()
      expect(await Folder.count()).toBe(6)
      await root.update({ parentId })
      await root.delete()
      expect(await Folder.count()).toBe(0)
      await root.restore()
      expect(await Folder.count()).toBe(6)
    })

    test('all or nothing', async () => {
      const author = await Author.findOrFail(1)
      await db.schema.drop([Remark])
      const failure = await failureOf(() => author.delete())
      expect(failure.code).toBe('UNKNOWN_TABLE')
      expect(author.trashed()).toBe(false)
      expect(await Author.count()).toBe(2)
      expect(await Book.count()).toBe(3)
    })

    test('many deletions in one millisecond are told apart', async () => {
      for (let round = 0; round < 20; round++) {
        await Chapter.where('id', 1).delete()
        const book = await Book.findOrFail(1)
        await book.delete()
        await book.restore()
        expect(await Chapter.find(1)).toBeNull()
        expect(await Chapter.find(2)).not.toBeNull()
        await Chapter.where('id', 1).restore()
      }
    })
  })

  test('look-ups of one tick are one statement on servers, and find no deleted row', async () => {
    await Chapter.where('id', 2).delete()
    const byId = prepare((id: number) => Chapter.where('id', id))
    const asks: readonly ((id: number) => Promise<Chapter | null>)[] = [
      id => Chapter.find(id),
      id => Chapter.where('id', id).first(),
      id => byId.first(id)
    ]
    for (const ask of asks) {
      const entries = await log.during(async () => {
        const found = await Promise.all([1, 2, 3, 4].map(ask))
        expect(found.map(chapter => chapter?.id)).toEqual([1, undefined, 3, 4])
      })
      expect(entries.length).toBe(traits.server ? 1 : 4)
      expect(await ask(2)).toBeNull()
    }
    expect(await Chapter.withTrashed().where('id', 2).first()).not.toBeNull()
    const loads = await log.during(async () => {
      const books = await Promise.all(
        [1, 2, 3].map(id => Book.where('id', id).with({ chapters: true }).first())
      )
      expect(books.map(book => book?.chapters.map(({ id }) => id))).toEqual([[1], [3], [4]])
    })
    expect(loads.length).toBe(traits.server ? 2 : 6)
  })

  test('beside what instances can do', async () => {
    const long = new Date('2001-01-01T00:00:00Z')
    const album = await Album.create({ name: 'a' })
    const track = await Track.create({ albumId: album.id, name: 't' })
    await db.table('albums').allRows().update({ updated_at: long })
    await db.table('tracks').allRows().update({ updated_at: long })
    await track.refresh()
    const { version } = track
    await track.delete()
    expect((await Album.findOrFail(album.id)).updatedAt).not.toEqual(long)
    // A mark is a change like others.
    expect(track.updatedAt).not.toEqual(long)
    expect(track.version).toBe(version + 1)
    expect(track.isDirty()).toBe(false)
    const { updatedAt } = track
    await track.refresh()
    expect([track.trashed(), track.version, track.updatedAt]).toEqual([
      true,
      version + 1,
      updatedAt
    ])
    expect((await track.fresh())?.trashed()).toBe(true)
    expect(track.replicate().trashed()).toBe(false)
    await track.update({ name: 'changed' })
    const [stale] = await Track.withTrashed().all()
    await track.update({ name: 'again' })
    await expectFailure(() => stale?.update({ name: 'lost' }), { code: 'STALE' })
    await expectFailure(() => stale?.restore(), { code: 'STALE', table: 'tracks' })
    expect(stale?.trashed()).toBe(true)
    await track.restore()
    expect(track.version).toBe(version + 4)
    expect(await Track.pluck('name')).toEqual(['again'])
    await album.delete()
    const [living] = await Track.all()
    await track.update({ name: 'last' })
    await expectFailure(() => living?.delete(), { code: 'STALE', table: 'tracks' })
    expect(living?.trashed()).toBe(false)
    expect(await Track.count()).toBe(1)
    await track.delete()
    expect(await Track.count()).toBe(0)
    // Somebody else deleted it: it has that mark then, and the version of it.
    await Track.onlyTrashed().restore()
    await Track.where('id', track.id).delete()
    await track.delete()
    expect([track.trashed(), track.version]).toEqual([true, version + 8])
    await db
      .transaction(async () => {
        await track.restore()
        throw new Error('taken back')
      })
      .catch(() => {})
    expect([track.trashed(), track.version, track.isDirty()]).toEqual([true, version + 8, false])
  })

  test('what is not understood', async () => {
    await expectFailure(() => fromOutside<typeof Chapter>(Plain).withTrashed(), {
      code: 'INVALID_QUERY',
      table: 'plains',
      names: 'softDelete: true'
    })
    await expectFailure(() => fromOutside<typeof Chapter>(Plain).where('id', 1).restore(), {
      code: 'INVALID_QUERY'
    })
    await expectFailure(() => Chapter.where(q => q.withTrashed()).all(), {
      code: 'INVALID_QUERY',
      names: 'query itself'
    })
    const columns = { id: t.id() }
    for (const softDelete of [false, 'yes', { colunm: 'x' }, { uniques: 'some' }, { cascade: 1 }]) {
      const options = fromOutside<{ softDelete: true }>({ softDelete })
      await expectFailure(() => Model.table('x', columns, options), {
        code: 'INVALID_MODEL',
        names: 'softDelete'
      })
    }
    const declared = { id: t.id(), deletedAt: t.timestamp().nullable() }
    await expectFailure(() => Model.table('x', declared, { softDelete: true }), {
      code: 'INVALID_MODEL',
      names: 'deletedAt'
    })
    await expectFailure(() => Model.table('x', { trashed: t.boolean() }, { softDelete: true }), {
      code: 'INVALID_MODEL',
      names: 'trashed'
    })
    class Bad extends Model.table('bads', columns, { softDelete: { cascade: ['author'] } }) {
      static author = belongsTo(() => Author, 'id')
    }
    await expectFailure(() => Bad.where('id', 1).delete(), {
      code: 'INVALID_MODEL',
      names: 'author'
    })
  })
})
