import { setTimeout as sleep } from 'node:timers/promises'
import type { ConnectOptions, Database, LogEntry, VersaError } from 'versa-orm'
import { beforeEach, expect, test } from 'vitest'
import { blogModels, Post, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'

describeEachDatabase('look-ups of one tick', (open, database) => {
  const { server } = database.traits
  let db: Database | undefined
  let entries: LogEntry[] = []
  const lookups = () => entries.filter(({ sql }) => /^select/i.test(sql))

  async function begin(options: ConnectOptions = {}): Promise<void> {
    await db?.close()
    db = await open({ ...options, log: entry => entries.push(entry) })
    await db.schema.drop([...blogModels])
    await db.schema.create([...blogModels])
    const people = Array.from({ length: 40 }, (_, at) => ({
      email: `p${at}@example.com`,
      name: `p${at}`
    }))
    const users = await User.createMany(people)
    await Post.createMany(users.map(({ id, name }) => ({ userId: id, title: `by ${name}` })))
    entries = []
  }

  beforeEach(() => begin())

  test('are one statement, and each caller gets its own row', async () => {
    const ids = Array.from({ length: 45 }, (_, at) => at + 1)
    const found = await Promise.all(ids.map(id => User.find(id)))
    expect(found.map(user => user?.name ?? null)).toEqual(
      ids.map(id => (id <= 40 ? `p${id - 1}` : null))
    )
    expect(lookups().map(({ merged }) => merged)).toEqual(server ? [45] : ids.map(() => undefined))
  })

  test('one alone is a statement like any other', async () => {
    expect((await User.find(3))?.name).toBe('p2')
    expect(lookups()).toMatchObject([{ rows: 1 }])
    expect(lookups()[0]?.merged).toBeUndefined()
  })

  test('two callers who ask for one row get two objects', async () => {
    const [one, two, three] = await Promise.all([User.find(1), User.find(1), User.find(2)])
    expect(one).toEqual(two)
    expect(one).not.toBe(two)
    expect(three?.name).toBe('p1')
  })

  test('meet behind what their functions awaited before', async () => {
    const look = async (id: number) => {
      await null
      const user = await User.findOrFail(id)
      await null
      return (await User.findOrFail(user.id + 1)).name
    }
    expect(await Promise.all([1, 2, 3].map(look))).toEqual(['p1', 'p2', 'p3'])
    if (server) expect(lookups().map(({ merged }) => merged)).toEqual([3, 3])
  })

  test('by another unique column, with relations', async () => {
    const emails = ['p5@example.com', 'nobody@example.com', 'p7@example.com']
    const found = await Promise.all(
      emails.map(email => User.where('email', email).with({ posts: true }).first())
    )
    expect(found.map(user => user?.posts.map(({ title }) => title))).toEqual([
      ['by p5'],
      undefined,
      ['by p7']
    ])
    // A text that was not found may be equal in the database's eyes: it is asked for alone.
    if (server) expect(lookups()[0]?.merged).toBe(3)
  })

  test('by a value that the database takes for equal', async () => {
    const upper = User.where('email', 'P5@EXAMPLE.COM').first()
    const [together, same] = await Promise.all([
      upper,
      User.where('email', 'p6@example.com').first()
    ])
    const alone = await User.where('email', 'P5@EXAMPLE.COM').first()
    expect(together).toEqual(alone)
    expect(same?.name).toBe('p6')
  })

  test('what is not found or not valid is the failure of its caller alone', async () => {
    const results = await Promise.allSettled([
      User.findOrFail(1),
      User.findOrFail(99),
      User.findOrFail('x' as unknown as number),
      User.findOrFail(98),
      User.findOrFail(2)
    ])
    expect(
      results.map(result =>
        result.status === 'fulfilled' ? result.value.name : (result.reason as VersaError).code
      )
    ).toEqual(['p0', 'NOT_FOUND', 'INVALID_VALUE', 'NOT_FOUND', 'p1'])
  })

  test('a failure of the statement reaches each caller, with a place of its own', async () => {
    await db?.schema.drop([...blogModels])
    const results = await Promise.allSettled([User.find(1), User.find(2)])
    const [one, two] = results.map(result => (result.status === 'rejected' ? result.reason : null))
    expect([one?.code, two?.code]).toEqual(['UNKNOWN_TABLE', 'UNKNOWN_TABLE'])
    expect(one).not.toBe(two)
    expect(one?.stack).toContain('merged-lookups.test.ts')
  })

  test('a transaction merges its own, and keeps the order of its statements', async () => {
    const done = await db?.transaction(async () => {
      const before = User.find(1)
      const change = User.where('id', 1).update({ name: 'changed' })
      const [first, , second] = await Promise.all([before, change, User.find(1), User.find(2)])
      expect([first?.name, second?.name]).toEqual(['p0', 'changed'])
      return true
    })
    expect(done).toBe(true)
    expect(lookups().every(({ transaction }) => transaction)).toBe(true)
    if (server) expect(lookups().at(-1)?.merged).toBe(2)
  })

  test('what was not awaited does not slip out of its transaction', async () => {
    let late: Promise<unknown> | undefined
    await db?.transaction(async () => {
      await User.count()
      late = User.find(1)
      late.catch(() => {})
    })
    await expect(late).resolves.toMatchObject({ name: 'p0' })
    expect(lookups().every(({ transaction }) => transaction)).toBe(true)
  })

  test('other queries are no look-ups', async () => {
    await Promise.all([
      User.where('name', 'p1').first(),
      User.where('name', 'p2').first(),
      User.where('id', '>', 3).first(),
      User.where('id', 1).where('name', 'p0').first(),
      User.where('id', 1).count()
    ])
    expect(lookups()).toHaveLength(5)
    expect(lookups().every(({ merged }) => merged === undefined)).toBe(true)
  })

  test('many are divided among statements', async () => {
    const ids = Array.from({ length: 2_500 }, (_, at) => at + 1)
    const found = await Promise.all(ids.map(id => User.find(id)))
    expect(found.filter(user => user !== null)).toHaveLength(40)
    if (server) {
      const sizes = lookups().map(({ merged }) => merged ?? 0)
      expect(sizes.sort((a, b) => b - a)).toEqual([1000, 1000, 500])
    }
  })

  test('relations of single rows are loaded together', async () => {
    const users = await User.orderBy('id').limit(20).all()
    entries = []
    const loaded = await Promise.all(users.map(user => user.load({ posts: true })))
    expect(loaded.map(({ posts }) => posts.map(({ title }) => title))).toEqual(
      users.map(({ name }) => [`by ${name}`])
    )
    expect(lookups().map(({ merged }) => merged)).toEqual(
      server ? [20] : users.map(() => undefined)
    )
  })

  test('a loaded row and its relations take two statements, however many ask', async () => {
    const found = await Promise.all(
      [1, 2, 3, 99].map(id => User.where('id', id).with({ posts: true }).first())
    )
    expect(found.map(user => user?.posts.length)).toEqual([1, 1, 1, undefined])
    if (server) expect(lookups().map(({ merged }) => merged)).toEqual([4, 3])
  })

  test('relations are loaded together where their conditions are the same', async () => {
    await Post.where('userId', '<=', 2).update({ published: true })
    const users = await User.whereIn('id', [1, 2, 3]).orderBy('id').all()
    entries = []
    const loaded = await Promise.all(
      users.map((user, at) =>
        user.load({ posts: posts => posts.where('published', at < 2).orderBy('id') })
      )
    )
    expect(loaded.map(({ posts }) => posts.length)).toEqual([1, 1, 1])
    if (server) expect(lookups().map(({ merged }) => merged)).toEqual([2, undefined])
  })

  test('callers share no object, whatever refers to the same row', async () => {
    const posts = await Promise.all([Post.find(1), Post.find(1), Post.find(2)])
    const loaded = await Promise.all(posts.map(post => post?.load({ author: true })))
    const [one, two, other] = loaded.map(post => post?.author)
    expect([one?.name, two?.name, other?.name]).toEqual(['p0', 'p0', 'p1'])
    expect(one).not.toBe(two)
    const nested = await Promise.all(
      [1, 1].map(id =>
        Post.where('id', id)
          .with({ author: { posts: true } })
          .first()
      )
    )
    expect(nested[0]?.author?.posts).toEqual(nested[1]?.author?.posts)
    expect(nested[0]?.author?.posts[0]).not.toBe(nested[1]?.author?.posts[0])
  })

  test('what a load fails of reaches each caller', async () => {
    const users = await User.whereIn('id', [1, 2]).all()
    await db?.schema.drop([...blogModels].slice(2))
    const results = await Promise.allSettled(users.map(user => user.load({ posts: true })))
    expect(
      results.map(result => (result.status === 'rejected' ? result.reason.code : undefined))
    ).toEqual(['UNKNOWN_TABLE', 'UNKNOWN_TABLE'])
  })

  test('can be turned off', async () => {
    await begin({ mergeLookups: false })
    await Promise.all([User.find(1), User.find(2)])
    await sleep(0)
    expect(lookups().map(({ merged }) => merged)).toEqual([undefined, undefined])
  })
})
