import { count, type Database } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { blogModels, Post, Tag, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

describeEachDatabase('joins', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create(blogModels)
    await User.createMany([
      { email: 'ada@example.com', name: 'Ada' },
      { email: 'ben@example.com', name: 'Ben' },
      { email: 'eve@example.com', name: 'Eve' }
    ])
    await Post.createMany([
      { userId: 1, title: 'First', published: true },
      { userId: 1, title: 'Second' },
      { userId: 2, title: 'Third' },
      { userId: null, title: 'Orphan' }
    ])
  })

  test('inner join leaves out what has no partner', async () => {
    const found = await User.query()
      .join(Post, 'users.id', 'posts.userId')
      .select('name', 'posts.title')
      .orderBy('posts.id')
      .rows()
    expect(found).toEqual([
      { name: 'Ada', title: 'First' },
      { name: 'Ada', title: 'Second' },
      { name: 'Ben', title: 'Third' }
    ])
  })

  test('left join keeps the left rows', async () => {
    const found = await User.query()
      .leftJoin(Post, 'users.id', 'posts.userId')
      .select('users.name', 'posts.title')
      .orderBy('users.id')
      .orderBy('posts.id')
      .rows()
    expect(found).toEqual([
      { name: 'Ada', title: 'First' },
      { name: 'Ada', title: 'Second' },
      { name: 'Ben', title: 'Third' },
      { name: 'Eve', title: null }
    ])
  })

  test('right join keeps the right rows', async () => {
    const found = await User.query()
      .rightJoin(Post, 'users.id', 'posts.userId')
      .select('users.name', 'posts.title')
      .orderBy('posts.id')
      .rows()
    expect(found).toEqual([
      { name: 'Ada', title: 'First' },
      { name: 'Ada', title: 'Second' },
      { name: 'Ben', title: 'Third' },
      { name: null, title: 'Orphan' }
    ])
  })

  test('full join keeps both, or says that the database has none', async () => {
    const query = User.query()
      .fullJoin(Post, 'users.id', 'posts.userId')
      .select('users.name', 'posts.title')
      .orderBy('users.id')
      .orderBy('posts.id')
    if (traits.fullJoin) {
      expect(await query.rows()).toEqual([
        { name: null, title: 'Orphan' },
        { name: 'Ada', title: 'First' },
        { name: 'Ada', title: 'Second' },
        { name: 'Ben', title: 'Third' },
        { name: 'Eve', title: null }
      ])
    } else {
      await expectFailure(() => query.rows(), { code: 'UNSUPPORTED', names: /full/i })
    }
  })

  test('cross join pairs each with each', async () => {
    await Tag.createMany([{ label: 'x' }, { label: 'y' }])
    const found = await User.query()
      .crossJoin(Tag)
      .select('users.name', 'tags.label')
      .orderBy('users.name')
      .orderBy('tags.label')
      .rows()
    expect(found).toHaveLength(6)
    expect(found.slice(0, 2)).toEqual([
      { name: 'Ada', label: 'x' },
      { name: 'Ada', label: 'y' }
    ])
  })

  test('values keep their types through a join', async () => {
    const [row] = await User.query()
      .join(Post, 'users.id', 'posts.userId')
      .where('posts.title', 'First')
      .select('users.createdAt', 'posts.published', { post: 'posts.id' })
      .rows()
    expect(row?.createdAt).toBeInstanceOf(Date)
    expect(row).toMatchObject({ published: true, post: 1 })
  })

  test('filters, groups and aggregates across a join', async () => {
    const found = await User.query()
      .join(Post, 'users.id', 'posts.userId')
      .where('posts.title', '!=', 'Third')
      .select('users.name', { posts: count('posts.id') })
      .groupBy('users.name')
      .having(count('posts.id'), '>', 1)
      .rows()
    expect(found).toEqual([{ name: 'Ada', posts: 2 }])
  })

  test('a correlated subquery', async () => {
    const posts = Post.query().whereColumn('posts.userId', '=', 'users.id')
    const found = await User.whereExists(posts).orderBy('id').all()
    expect(found.map(user => user.name)).toEqual(['Ada', 'Ben'])
    const without = await User.whereNotExists(posts).all()
    expect(without.map(user => user.name)).toEqual(['Eve'])
  })

  test('a table without a model can be joined', async () => {
    const found = await db
      .table('users')
      .join('posts', 'users.id', 'posts.user_id')
      .where('posts.title', 'Third')
      .select('users.name')
      .rows()
    expect(found).toEqual([{ name: 'Ben' }])
  })
})
