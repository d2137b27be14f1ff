import type { Database, Query } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { blogModels, Comment, Post, PostTag, Tag, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

/** How many posts each user has: of them the first half are published. */
const postsOf = [3, 0, 1, 5] as const

const posts = postsOf.flatMap((count, user) =>
  Array.from({ length: count }, (_, at) => ({ userId: user + 1, at, published: at % 2 === 0 }))
)

describeEachDatabase('conditions on related rows', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create(blogModels)
    await User.createMany(
      postsOf.map((_, at) => ({ email: `u${at}@example.com`, name: `User ${at}`, age: at * 10 }))
    )
    await Post.createMany(
      posts.map(({ userId, at, published }) => ({ userId, title: `Post ${at}`, published }))
    )
    await Comment.createMany([
      { postId: 1, body: 'one' },
      { postId: 1, body: 'two' },
      { postId: 4, body: 'three' }
    ])
    await Tag.createMany([{ label: 'a' }, { label: 'b' }])
    await PostTag.createMany([
      { postId: 1, tagId: 1 },
      { postId: 1, tagId: 2 },
      { postId: 5, tagId: 2 }
    ])
  })

  const idsOf = (query: Query<typeof User>) => query.orderBy('id').pluck('id')
  const idsWhere = (holds: (id: number) => boolean) => [1, 2, 3, 4].filter(holds)
  const countOf = (id: number) => posts.filter(post => post.userId === id).length

  describe('whereHas', () => {
    test('one at least, none, so many', async () => {
      expect(await idsOf(User.has('posts'))).toEqual(idsWhere(id => countOf(id) > 0))
      expect(await idsOf(User.doesntHave('posts'))).toEqual(idsWhere(id => countOf(id) === 0))
      for (const count of [0, 1, 3, 5, 6]) {
        expect(await idsOf(User.has('posts', '>=', count))).toEqual(
          idsWhere(id => countOf(id) >= count)
        )
        expect(await idsOf(User.has('posts', '<', count))).toEqual(
          idsWhere(id => countOf(id) < count)
        )
        expect(await idsOf(User.has('posts', '=', count))).toEqual(
          idsWhere(id => countOf(id) === count)
        )
        expect(await idsOf(User.has('posts', '!=', count))).toEqual(
          idsWhere(id => countOf(id) !== count)
        )
      }
    })

    test('with conditions, on several levels, joined by and and or', async () => {
      const published = (id: number) =>
        posts.filter(post => post.userId === id && post.published).length
      const query = User.whereHas('posts', q => q.where('published', true), '>=', 2)
      expect(await idsOf(query)).toEqual(idsWhere(id => published(id) >= 2))
      const nested = User.whereHas('posts', q =>
        q.whereHas('comments', c => c.where('body', 'two'))
      )
      expect(await idsOf(nested)).toEqual([1])
      const tagged = User.whereHas('posts', q => q.whereHas('tags', t => t.where('label', 'b')))
      expect(await idsOf(tagged)).toEqual([1, 4])
      const either = User.where('age', 10).orWhereHas('posts', q => q.where('title', 'Post 4'))
      expect(await idsOf(either)).toEqual([2, 4])
      const without = User.where('age', '>', 5).whereDoesntHave('posts', q =>
        q.where('title', 'Post 1')
      )
      expect(await idsOf(without)).toEqual([2, 3])
      const orWithout = User.where('id', 1).orDoesntHave('posts')
      expect(await idsOf(orWithout)).toEqual([1, 2])
      expect(await idsOf(User.query().orHas('posts', '>', 4))).toEqual([4])
    })

    test('through belongsTo, and in a count, an update and a delete', async () => {
      const grown = Post.whereHas('author', q => q.where('age', '>=', 30))
      expect(await grown.count()).toBe(5)
      expect(await grown.exists()).toBe(true)
      const undone = new Error('undone')
      const written = db.transaction(async () => {
        expect(await grown.update({ title: 'changed' })).toBe(5)
        expect(await Post.where('title', 'changed').count()).toBe(5)
        expect(await Tag.whereHas('posts', q => q.where('id', 1)).count()).toBe(2)
        expect(await PostTag.query().allRows().delete()).toBe(3)
        expect(await User.doesntHave('posts').delete()).toBe(1)
        throw undone
      })
      await expect(written).rejects.toBe(undone)
    })

    test('what makes no sense', async () => {
      await expectFailure(() => User.has(fromOutside('psots')), {
        code: 'UNKNOWN_RELATION',
        names: /posts/
      })
      const invalid = { code: 'INVALID_QUERY' } as const
      await expectFailure(() => User.has('posts', fromOutside('like'), 1), invalid)
      await expectFailure(() => User.has('posts', '>', -1), { ...invalid, names: /negative/ })
      await expectFailure(() => User.has('posts', '>', fromOutside('1')), invalid)
      await expectFailure(() => User.whereHas('posts', fromOutside({ title: 1 })), invalid)
      await expectFailure(() => User.whereHas('posts', () => Tag.query()), invalid)
    })
  })

  describe('values of related rows', () => {
    test('counts, sums and others, in one statement', async () => {
      const query = User.orderBy('id')
        .withCount('posts')
        .withExists('posts')
        .withSum('posts', 'id')
        .withMin('posts', 'title')
        .withMax('posts', 'id')
        .withAvg('posts', 'id')
      const sql = await log.sqlOf(async () => {
        const users = await query.all()
        const ids = (id: number) =>
          posts.flatMap((post, at) => (post.userId === id ? [at + 1] : []))
        for (const user of users) {
          const own = ids(user.id)
          const sum = own.reduce((total, id) => total + id, 0)
          expect(user).toBeInstanceOf(User)
          expect(user.postsCount).toBe(own.length)
          expect(user.postsExists).toBe(own.length > 0)
          expect(user.postsSumId).toBe(own.length === 0 ? null : sum)
          expect(user.postsMaxId).toBe(own.at(-1) ?? null)
          expect(user.postsMinTitle).toBe(own.length === 0 ? null : 'Post 0')
          expect(user.postsAvgId).toBe(own.length === 0 ? null : sum / own.length)
        }
      })
      expect(sql).toHaveLength(1)
    })

    test('at the beginning of a query', async () => {
      const sums = await User.withSum('posts', 'id').orderBy('id').all()
      const same = await User.query().withSum('posts', 'id').orderBy('id').all()
      expect(sums).toEqual(same)
      const named = {
        as: 'value',
        where: (q: Query<typeof Post>) => q.where('id', '>', 1)
      } as const
      for (const query of [
        User.withAvg('posts', 'id', named),
        User.withMin('posts', 'id', named),
        User.withMax('posts', 'id', named)
      ]) {
        const users = await query.orderBy('id').all()
        expect(users.some(user => Number(user.value) > 1)).toBe(true)
      }
    })

    test('named, with conditions, ordered by, with relations, as plain rows', async () => {
      const query = User.withCount('posts', {
        as: 'drafts',
        where: q => q.where('published', false)
      })
        .orderBy('drafts', 'desc')
        .orderBy('id')
        .with({ posts: { limit: 1 } })
      const users = await query.all()
      expect(users.map(user => [user.id, user.drafts, user.posts.length])).toEqual([
        [4, 2, 1],
        [1, 1, 1],
        [2, 0, 0],
        [3, 0, 1]
      ])
      const [row] = await query.rows()
      expect(row).toMatchObject({ id: 4, drafts: 2 })
      const first = await query.firstOrFail()
      first.name = 'Renamed'
      const [statement] = await log.sqlOf(() => first.save())
      expect(statement).not.toMatch(/drafts/)
    })

    test('through a pivot table', async () => {
      const found = await Post.withCount('tags').where('id', '<', 6).orderBy('id').all()
      expect(found.map(post => post.tagsCount)).toEqual([2, 0, 0, 0, 1])
    })

    test('names that are taken', async () => {
      const taken = { code: 'INVALID_QUERY', names: /as/ } as const
      await expectFailure(() => User.withCount('posts', { as: 'name' }), taken)
      await expectFailure(() => User.withCount('posts').withCount('posts'), taken)
      await expectFailure(() => User.withCount('posts', { as: 'save' }), taken)
      await expectFailure(() => User.withCount('posts', { as: '__proto__' }), taken)
      await expectFailure(() => User.query().withSum('posts', fromOutside<'id'>('nope')), {
        code: 'UNKNOWN_COLUMN'
      })
      await expectFailure(() => User.query().withSum('posts', 'title'), { code: 'INVALID_QUERY' })
      await expectFailure(() => User.withCount('posts').select('id'), { code: 'INVALID_QUERY' })
    })
  })
})
