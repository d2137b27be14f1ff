import {
  count,
  type Database,
  type LogEntry,
  type PreparedQuery,
  prepare,
  type Query,
  sql
} from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { blogModels, Post, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, fromOutside } from './support/failures.js'

describeEachDatabase('a prepared query', open => {
  let db: Database
  let entries: LogEntry[] = []

  beforeAll(async () => {
    db = await open({ log: entry => entries.push(entry) })
    await db.schema.create([...blogModels])
    const people = Array.from({ length: 12 }, (_, at) => ({
      email: `p${at}@example.com`,
      name: `p${at}`,
      age: at % 4 === 3 ? null : 20 + at,
      role: at % 2 === 0 ? ('admin' as const) : ('member' as const)
    }))
    const users = await User.createMany(people)
    await Post.createMany(
      users.flatMap(({ id, name }) =>
        [true, false].map(published => ({ userId: id, title: `${name} ${published}`, published }))
      )
    )
  })

  beforeEach(() => {
    entries = []
  })

  test('brings what the same query brings, by each terminal', async () => {
    const plain = (role: 'admin' | 'member', age: number, most: number) =>
      User.where('role', role).where('age', '>=', age).orderBy('id').limit(most)
    const prepared = prepare(plain)
    for (const [role, age, most] of [
      ['admin', 20, 3],
      ['member', 25, 100],
      ['admin', 20, 0],
      ['admin', 99, 5]
    ] as const) {
      const query = plain(role, age, most)
      expect(await prepared.all(role, age, most)).toEqual(await query.all())
      expect(await prepared.rows(role, age, most)).toEqual(await query.rows())
      expect(await prepared.first(role, age, most)).toEqual(await query.first())
      expect(await prepared.count(role, age, most)).toBe(await query.count())
      expect(await prepared.exists(role, age, most)).toBe(await query.exists())
      expect(prepared.toSQL(role, age, most)).toEqual(query.toSQL())
      const streamed: unknown[] = []
      for await (const user of prepared.stream(role, age, most)) streamed.push(user)
      expect(streamed).toEqual(await query.all())
      const rows: unknown[] = []
      for await (const row of prepared.streamRows(role, age, most)) rows.push(row)
      expect(rows).toEqual(await query.rows())
    }
    expect((await prepared.firstOrFail('admin', 20, 1)).initials).toBe('p')
    await expectFailure(() => prepared.firstOrFail('admin', 99, 1), { code: 'NOT_FOUND' })
  })

  test('takes parameters wherever a query takes values', async () => {
    const queries = {
      in: prepare((ids: number[]) => User.whereIn('id', ids).orderBy('id')),
      item: prepare((id: number) => User.whereIn('id', [1, id]).orderBy('id')),
      between: prepare((low: number, high: number) => User.whereBetween('age', low, high)),
      like: prepare((pattern: string) => User.where('name', 'like', pattern).orderBy('id')),
      group: prepare((id: number, name: string) =>
        User.where(q => q.where('id', id).orWhere('name', name)).orderBy('id')
      ),
      object: prepare((name: string) => User.where({ name })),
      subquery: prepare((published: boolean, title: string) =>
        User.whereIn(
          'id',
          Post.where('published', published).where('title', title).select('userId')
        )
      ),
      exists: prepare((title: string) =>
        User.whereExists(Post.where('title', title).whereColumn('userId', '=', 'users.id'))
      ),
      fragment: prepare((length: number) => User.where(sql`length(name) > ${length}`)),
      list: prepare((ids: number[]) => User.where(sql.in(sql.id('id'), ids))),
      window: prepare((limit: number, offset: number) =>
        User.orderBy('id').limit(limit).offset(offset)
      ),
      option: prepare((filter: { id: number; page: { size: number } }) =>
        User.where('id', '>', filter.id).orderBy('id').limit(filter.page.size)
      )
    }
    const names = async (found: Promise<User[]>) => (await found).map(({ name }) => name)
    expect(await names(queries.in.all([3, 1]))).toEqual(['p0', 'p2'])
    expect(await names(queries.in.all([]))).toEqual([])
    expect(await names(queries.item.all(4))).toEqual(['p0', 'p3'])
    expect(await names(queries.between.all(21, 22))).toEqual(['p1', 'p2'])
    expect(await names(queries.like.all('p1%'))).toEqual(['p1', 'p10', 'p11'])
    expect(await names(queries.group.all(2, 'p7'))).toEqual(['p1', 'p7'])
    expect(await names(queries.object.all('p5'))).toEqual(['p5'])
    expect(await names(queries.subquery.all(true, 'p2 true'))).toEqual(['p2'])
    expect(await names(queries.subquery.all(false, 'p2 true'))).toEqual([])
    expect(await names(queries.exists.all('p3 false'))).toEqual(['p3'])
    expect(await names(queries.fragment.all(2))).toEqual(['p10', 'p11'])
    expect(await names(queries.list.all([2]))).toEqual(['p1'])
    expect(await names(queries.window.all(2, 10))).toEqual(['p10', 'p11'])
    expect(await names(queries.option.all({ id: 2, page: { size: 1 } }))).toEqual(['p2'])
    const groups = prepare((least: number) =>
      User.query().select('role', { users: count() }).groupBy('role').having(count(), '>=', least)
    )
    expect(await groups.rows(6)).toHaveLength(2)
    expect(await groups.rows(7)).toEqual([])
  })

  test('loads relations, whose conditions have parameters, too', async () => {
    const withPosts = prepare((id: number, published: boolean) =>
      User.where('id', id).with({ posts: q => q.where('published', published) })
    )
    const titles = async (id: number, published: boolean) =>
      (await withPosts.first(id, published))?.posts.map(({ title }) => title)
    expect(await titles(1, true)).toEqual(['p0 true'])
    expect(await titles(1, false)).toEqual(['p0 false'])
    expect(await titles(99, false)).toBeUndefined()
    const all = await prepare((id: number) => User.where('id', '<', id).with({ posts: true })).all(
      3
    )
    expect(all.map(({ posts }) => posts.length)).toEqual([2, 2])
    const rows = await withPosts.rows(2, true)
    expect(rows).toMatchObject([{ name: 'p1', posts: [{ title: 'p1 true' }] }])
  })

  test('calls its function once', async () => {
    let calls = 0
    const byId = prepare((id: number) => {
      calls++
      return User.where('id', id)
    })
    expect(calls).toBe(0)
    await Promise.all([byId.first(1), byId.first(2), byId.all(3), byId.count(4)])
    expect(calls).toBe(1)
  })

  test('removes rows and takes part in transactions', async () => {
    const byName = prepare((name: string) => User.where('name', name))
    await db.transaction(async () => {
      await User.create({ name: 'gone', email: 'gone@example.com' })
      expect((await byName.first('gone'))?.email).toBe('gone@example.com')
      expect(await byName.delete('gone')).toBe(1)
      expect(await byName.exists('gone')).toBe(false)
    })
  })

  test('is merged with the other look-ups of its tick', async () => {
    const byId = prepare((id: number) => User.where('id', id))
    const found = await Promise.all([byId.first(1), User.find(2), byId.first(99)])
    expect(found.map(user => user?.name)).toEqual(['p0', 'p1', undefined])
    const statements = db.product === 'SQLite' ? 3 : 1
    // One that found nothing by a number is not asked for again.
    expect(entries).toHaveLength(statements)
  })

  test('refuses what is no value, and runs on', async () => {
    const byName = prepare((name: string) => User.where('name', name))
    const refused: unknown[] = [
      null,
      undefined,
      5,
      { $ne: '' },
      [canary],
      { toString: () => canary }
    ]
    for (const value of refused) {
      const code = value === null || value === undefined ? 'INVALID_QUERY' : 'INVALID_VALUE'
      await expectFailure(() => byName.first(fromOutside(value)), { code })
    }
    const filtered = prepare((filter: { name: string }) => User.where('name', filter.name))
    await expectFailure(() => filtered.all(fromOutside(Object.create({ name: 'p1' }))), {
      code: 'INVALID_QUERY',
      names: 'argument 1.name'
    })
    await expectFailure(() => filtered.all(fromOutside('p1')), { code: 'INVALID_QUERY' })
    const inList = prepare((ids: number[]) => User.whereIn('id', ids))
    for (const value of [5, 'a', [null], [undefined], ['1'], { 0: 1, length: 1 }]) {
      await expectFailure(() => inList.all(fromOutside(value)), { code: /INVALID_/ as never })
    }
    const limited = prepare((most: number) => User.query().limit(most))
    for (const value of [-1, 0.5, '1', Number.NaN]) {
      await expectFailure(() => limited.all(fromOutside(value)), { code: 'INVALID_QUERY' })
    }
    const typed = prepare((flag: boolean) => User.where(sql`${flag} = ${flag}`))
    await expectFailure(() => typed.all(true), { code: 'INVALID_VALUE', names: 'where' })
    expect(entries).toEqual([])
    expect(await byName.first('p1')).toMatchObject({ name: 'p1' })
  })

  test('refuses another number of arguments', async () => {
    const one = fromOutside<PreparedQuery<unknown[], Query<typeof User>>>(
      prepare((id: number) => User.where('id', id))
    )
    await expectFailure(() => one.first(), { code: 'INVALID_QUERY', names: '1 parameter' })
    await expectFailure(() => one.count(1, 2), { code: 'INVALID_QUERY', names: '2 arguments' })
    const optional = prepare((id: number = 5) => User.where('id', id))
    await expectFailure(() => optional.first(1), { code: 'INVALID_QUERY', names: 'defaults' })
    expect((await optional.first())?.id).toBe(5)
  })

  test('refuses a function that looks at its parameters or gives no query', async () => {
    const calculating = prepare((age: number) => User.where('age', '>', age + 1))
    await expectFailure(() => calculating.all(1), { code: 'INVALID_QUERY', names: 'known when' })
    const text = prepare((name: string) => User.where('name', 'like', `%${name}%`))
    await expectFailure(() => text.all('a'), { code: 'INVALID_QUERY' })
    const running = prepare(fromOutside<(id: number) => Query<typeof User>>((_: number) => 5))
    await expectFailure(() => running.all(1), { code: 'INVALID_QUERY', names: 'return the query' })
    await expectFailure(() => prepare(fromOutside<() => Query<typeof User>>('x')), {
      code: 'INVALID_QUERY'
    })
  })

  test('leaks no placeholder into a query that is run', async () => {
    let leaked: unknown
    const byId = prepare((id: number) => {
      leaked = id
      return User.where('id', id)
    })
    await byId.first(1)
    await expectFailure(() => User.where('id', fromOutside(leaked)).all(), {
      code: 'INVALID_VALUE',
      names: 'prepare'
    })
  })
})
