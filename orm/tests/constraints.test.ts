import { type Database, sql } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { blogModels, emptyBlog, Friendship, Post, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, failureOf, fromOutside } from './support/failures.js'

describeEachDatabase('constraint violations', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create(blogModels)
  })
  beforeEach(() => emptyBlog(db))

  const email = `${canary}@example.com`

  /** Where the same value exists already, as far as the database says. */
  const unique = (table: string, column: string) =>
    traits.namesUniqueColumn
      ? ({ code: 'UNIQUE_VIOLATION', table, column } as const)
      : ({ code: 'UNIQUE_VIOLATION', constraint: new RegExp(`${column}|PRIMARY`) } as const)

  test('a unique column', async () => {
    await User.create({ email, name: canary })
    const again = () => User.create({ email, name: 'again' })
    const error = await expectFailure(again, { ...unique('users', 'email'), names: /email/ })
    expect(error.sqlState).toMatch(/\w/)
    expect(error.sql).toMatch(/^insert into/i)
    expect(await User.query().count()).toBe(1)
  })

  test('a unique column in an update', async () => {
    await User.createMany([
      { email, name: 'a' },
      { email: 'b@example.com', name: 'b' }
    ])
    const update = () => User.where('name', 'b').update({ email })
    await expectFailure(update, unique('users', 'email'))
    expect(await User.where('email', email).count()).toBe(1)
  })

  test('a primary key', async () => {
    await User.create({ id: 5, email, name: 'a' })
    const again = () => User.create({ id: 5, email: 'b@example.com', name: 'b' })
    await expectFailure(again, unique('users', 'id'))
  })

  test('a primary key of several columns', async () => {
    const [a, b] = await User.createMany([
      { email, name: 'a' },
      { email: 'b@example.com', name: 'b' }
    ])
    const values = { userId: a?.id ?? 0, friendId: b?.id ?? 0 }
    await Friendship.create(values)
    await expectFailure(() => Friendship.create(values), {
      code: 'UNIQUE_VIOLATION',
      ...(traits.namesUniqueColumn ? { table: 'friendships' } : { constraint: 'PRIMARY' })
    })
  })

  test('a foreign key without a parent', async () => {
    const error = await expectFailure(() => Post.create({ userId: 404, title: canary }), {
      code: 'FOREIGN_KEY_VIOLATION'
    })
    if (traits.namesForeignKey) expect(error).toMatchObject({ table: 'posts' })
    if (traits.namesForeignKey) expect(error.constraint).toMatch(/\w/)
    expect(await Post.query().count()).toBe(0)
  })

  test('null in a column that needs a value', async () => {
    const values = { email, name: fromOutside<string>(null) }
    await expectFailure(() => User.create(values), {
      code: 'NOT_NULL_VIOLATION',
      table: 'users',
      column: 'name'
    })
    await expectFailure(() => db.table('users').insert({ email, name: null }), {
      code: 'NOT_NULL_VIOLATION',
      column: 'name'
    })
    expect(await User.query().count()).toBe(0)
  })

  test('a missing value', async () => {
    const values = fromOutside<{ email: string; name: string }>({ email })
    await expectFailure(() => User.create(values), {
      code: 'NOT_NULL_VIOLATION',
      column: 'name'
    })
    expect(await User.query().count()).toBe(0)
  })

  test('a value that an enum does not have', async () => {
    const values = { email, name: 'a', role: fromOutside<'admin'>(canary) }
    const error = await failureOf(() => User.create(values))
    expect(['INVALID_VALUE', 'CHECK_VIOLATION']).toContain(error.code)
    expect(error.column).toBe('role')
    // The database itself refuses too, whichever way the value comes.
    const raw = sql`insert into users (email, name, role) values (${email}, 'a', ${canary})`
    const refused = await failureOf(() => db.sql`${raw}`.execute())
    expect(refused.code).toMatch(/^(CHECK_VIOLATION|INVALID_VALUE)$/)
    expect(await User.query().count()).toBe(0)
  })

  test('a list in which one row fails writes none', async () => {
    const list = [
      { email: 'x@example.com', name: 'x' },
      { email: 'x@example.com', name: 'y' }
    ]
    await expectFailure(() => User.createMany(list), { code: 'UNIQUE_VIOLATION' })
    expect(await User.query().count()).toBe(0)
  })

  test('deleting a parent takes its children along', async () => {
    const user = await User.create({ email, name: 'a' })
    await Post.create({ userId: user.id, title: 'x' })
    await user.delete()
    expect(await Post.query().count()).toBe(0)
  })

  test('the values are in the error only where they were asked for', async () => {
    const telling = await open({ errorParameters: true })
    const Telling = User.using(telling)
    if (!traits.shared) await telling.schema.create(blogModels)
    await Telling.create({ email, name: canary })
    const error = await failureOf(() => Telling.create({ email, name: canary }))
    expect(error.code).toBe('UNIQUE_VIOLATION')
    expect(error.parameters).toContain(email)
    expect(error.message).not.toContain(canary)
    await emptyBlog(telling)
  })
})
