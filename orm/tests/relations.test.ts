import type { Database } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  blogModels,
  Comment,
  Friendship,
  Post,
  PostTag,
  Profile,
  Tag,
  User
} from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { StatementLog } from './support/statements.js'

async function seed(): Promise<void> {
  await User.createMany([
    { email: 'ada@example.com', name: 'Ada' },
    { email: 'ben@example.com', name: 'Ben' },
    { email: 'eve@example.com', name: 'Eve' }
  ])
  await Profile.create({ userId: 1, bio: 'writes' })
  await Post.createMany([
    { userId: 1, title: 'First', published: true, meta: { likes: 3 } },
    { userId: 1, title: 'Second' },
    { userId: 2, title: 'Third', published: true },
    { userId: null, title: 'Orphan' }
  ])
  await Comment.createMany([
    { postId: 1, body: 'good' },
    { postId: 3, body: 'well' },
    { postId: 1, body: 'right' }
  ])
  await Tag.createMany([{ label: 'sql' }, { label: 'rust' }, { label: 'unused' }])
  await PostTag.createMany([
    { postId: 1, tagId: 2 },
    { postId: 1, tagId: 1 },
    { postId: 3, tagId: 1 }
  ])
  await Friendship.createMany([
    { userId: 1, friendId: 2 },
    { userId: 1, friendId: 3 },
    { userId: 2, friendId: 1 }
  ])
}

describeEachDatabase('relations', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create(blogModels)
    await seed()
  })

  describe('with', () => {
    test('hasMany: a list for each parent, empty where there is none', async () => {
      const users = await User.orderBy('id')
        .with({ posts: q => q.orderBy('id') })
        .all()
      expect(users.map(user => user.posts.map(post => post.title))).toEqual([
        ['First', 'Second'],
        ['Third'],
        []
      ])
      expect(users[0]).toBeInstanceOf(User)
      expect(users[0]?.posts[0]).toBeInstanceOf(Post)
    })

    test('hasOne: one or null', async () => {
      const users = await User.orderBy('id').with({ profile: true }).all()
      expect(users.map(user => user.profile?.bio ?? null)).toEqual(['writes', null, null])
      expect(users[0]?.profile).toBeInstanceOf(Profile)
      expect(users[1]?.profile).toBeNull()
    })

    test('belongsTo: one, or null where the foreign key is null', async () => {
      const posts = await Post.orderBy('id').with({ author: true }).all()
      expect(posts.map(post => post.author?.name ?? null)).toEqual(['Ada', 'Ada', 'Ben', null])
      expect(posts[3]?.author).toBeNull()
    })

    test('belongsToMany, through a model and through a table', async () => {
      const posts = await Post.orderBy('id')
        .with({ tags: q => q.orderBy('label') })
        .all()
      expect(posts.map(post => post.tags.map(tag => tag.label))).toEqual([
        ['rust', 'sql'],
        [],
        ['sql'],
        []
      ])
      const tags = await Tag.orderBy('id')
        .with({ posts: q => q.orderBy('id') })
        .all()
      expect(tags.map(tag => tag.posts.map(post => post.id))).toEqual([[1, 3], [1], []])
    })

    test('belongsToMany of a model to itself', async () => {
      const users = await User.orderBy('id')
        .with({ friends: q => q.orderBy('id') })
        .all()
      expect(users.map(user => user.friends.map(friend => friend.name))).toEqual([
        ['Ben', 'Eve'],
        ['Ada'],
        []
      ])
      const [ada] = await User.where('id', 1)
        .with({ friends: { friends: true } })
        .all()
      expect(ada?.friends.find(({ name }) => name === 'Ben')?.friends[0]?.name).toBe('Ada')
    })

    test('three levels', async () => {
      const [ada] = await User.where('id', 1)
        .with({ posts: { comments: true, tags: { posts: { author: true } } } })
        .all()
      const first = ada?.posts.find(post => post.title === 'First')
      expect(first?.comments.map(comment => comment.body).sort()).toEqual(['good', 'right'])
      const sql = first?.tags.find(tag => tag.label === 'sql')
      expect(sql?.posts.map(post => post.author?.name).sort()).toEqual(['Ada', 'Ben'])
    })

    test('constrained, and nested within the constraint', async () => {
      const users = await User.orderBy('id')
        .with({
          posts: q =>
            q
              .where('published', true)
              .orderBy('id', 'desc')
              .with({ tags: tags => tags.where('label', 'sql') })
        })
        .all()
      expect(users.map(user => user.posts.map(post => post.title))).toEqual([
        ['First'],
        ['Third'],
        []
      ])
      expect(users[0]?.posts[0]?.tags.map(tag => tag.label)).toEqual(['sql'])
    })

    test('a constraint with or stays within its parent', async () => {
      const users = await User.where('id', 2)
        .with({ posts: q => q.where('title', 'First').orWhere('title', 'Third') })
        .all()
      expect(users[0]?.posts.map(post => post.title)).toEqual(['Third'])
    })

    test('rows are plain objects all the way down', async () => {
      const [row] = await User.where('id', 1)
        .with({ posts: { author: true } })
        .rows()
      expect(Object.getPrototypeOf(row)).toBe(Object.prototype)
      expect(Object.getPrototypeOf(row?.posts[0])).toBe(Object.prototype)
      expect(row?.posts[0]?.author).toMatchObject({ name: 'Ada' })
    })

    test('first, find and stream take part', async () => {
      const first = await User.orderBy('id').with({ posts: true }).first()
      expect(first?.posts).toHaveLength(2)
      expect((await User.with({ posts: true }).find(2))?.posts).toHaveLength(1)
      const streamed: number[] = []
      for await (const user of User.orderBy('id').with({ posts: true }).stream()) {
        streamed.push(user.posts.length)
      }
      expect(streamed).toEqual([2, 1, 0])
    })

    test('a parent that is loaded is not written with its children', async () => {
      const [ada] = await User.where('id', 1).with({ posts: true }).all()
      if (ada === undefined) throw new Error('Ada is missing')
      expect(await log.sqlOf(() => ada.save())).toEqual([])
      ada.age = 36
      const [statement] = await log.sqlOf(() => ada.save())
      expect(statement).not.toMatch(/posts/)
    })

    test('a limit counts for each parent, in one statement', async () => {
      const titles = (users: { posts: { title: string }[] }[]) =>
        users.map(user => user.posts.map(post => post.title))
      const ordered = User.orderBy('id')
      const sql = await log.sqlOf(async () => {
        const users = await ordered.with({ posts: q => q.limit(1) }).all()
        expect(titles(users)).toEqual([['First'], ['Third'], []])
      })
      expect(sql).toHaveLength(2)
      const first = await ordered.with({ posts: { limit: 1 } }).all()
      expect(titles(first)).toEqual([['First'], ['Third'], []])
      const latest = ordered.with({ posts: q => q.orderBy('id', 'desc').limit(1) })
      expect(titles(await latest.all())).toEqual([['Second'], ['Third'], []])
      const second = ordered.with({ posts: q => q.orderBy('id').limit(5).offset(1) })
      expect(titles(await second.rows())).toEqual([['Second'], [], []])
      const [post] = await Post.where('id', 1)
        .with({ tags: q => q.orderBy('label').limit(1) })
        .all()
      expect(post?.tags.map(tag => tag.label)).toEqual(['rust'])
      const [user] = await ordered.with({ posts: { limit: 1, comments: true } }).all()
      expect(user?.posts[0]?.comments).toHaveLength(2)
    })

    test('a selection is refused: whole rows are loaded', async () => {
      await expectFailure(() => User.with({ posts: q => q.select('title') }), {
        code: 'INVALID_QUERY',
        names: /related/
      })
    })

    test('an unknown relation', async () => {
      const relations: object = { psots: true }
      await expectFailure(() => User.with(relations).all(), {
        code: 'UNKNOWN_RELATION',
        names: /posts/
      })
      const inherited: object = { toString: true }
      await expectFailure(() => User.with(inherited).all(), { code: 'UNKNOWN_RELATION' })
    })
  })

  describe('number of statements', () => {
    test('one, and one for each relation and level, however many rows', async () => {
      const one = await log.sqlOf(() => User.with({ posts: true }).all())
      expect(one).toHaveLength(2)
      const three = await log.sqlOf(() =>
        User.with({ profile: true, posts: { comments: true, tags: true } }).all()
      )
      expect(three).toHaveLength(5)
    })

    test('no statement for the children of no parents', async () => {
      const none = await log.sqlOf(() =>
        User.where('id', 99)
          .with({ posts: { tags: true } })
          .all()
      )
      expect(none).toHaveLength(1)
      const childless = await log.sqlOf(() =>
        User.where('id', 3)
          .with({ posts: { tags: true } })
          .all()
      )
      expect(childless).toHaveLength(2)
    })

    test('no statement for foreign keys that are all null', async () => {
      const statements = await log.sqlOf(() =>
        Post.where('title', 'Orphan').with({ author: true }).all()
      )
      expect(statements).toHaveLength(1)
    })
  })

  describe('of one instance', () => {
    test('load adds the relation to the same object', async () => {
      const ada = await User.findOrFail(1)
      const loaded = await ada.load({ posts: { tags: true } })
      expect(loaded).toBe(ada)
      expect(loaded.posts).toHaveLength(2)
      expect(Object.hasOwn(loaded, 'posts')).toBe(true)
    })

    test('load again sees what is new', async () => {
      const eve = await (await User.findOrFail(3)).load({ posts: true })
      expect(eve.posts).toEqual([])
      const post = await Post.create({ userId: 3, title: 'New' })
      expect((await eve.load({ posts: true })).posts).toHaveLength(1)
      await post.delete()
    })

    test('load takes a constraint', async () => {
      const ada = await User.findOrFail(1)
      const { posts } = await ada.load({ posts: q => q.where('published', false) })
      expect(posts.map(post => post.title)).toEqual(['Second'])
    })

    test('related is a query', async () => {
      const ada = await User.findOrFail(1)
      const titles = await ada.related('posts').where('published', true).all()
      expect(titles.map(post => post.title)).toEqual(['First'])
      expect(await ada.related('friends').count()).toBe(2)
      expect((await ada.related('profile').first())?.bio).toBe('writes')
      const orphan = await Post.findOrFail(4)
      expect(await orphan.related('author').first()).toBeNull()
    })

    test('related can be updated and deleted without touching the rest', async () => {
      const ben = await User.findOrFail(2)
      expect(await ben.related('posts').update({ published: false })).toBe(1)
      expect(await Post.where('published', true).count()).toBe(1)
      expect(await ben.related('posts').update({ published: true })).toBe(1)
    })
  })
})
