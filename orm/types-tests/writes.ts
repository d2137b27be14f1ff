import { ref, sql } from 'versa-orm'
import { expectType, Post, PostTag, Seat, Tag, User } from './support.js'

/** What compiles; never run. */
export async function creating(): Promise<void> {
  const user = await User.create({ email: 'ada@example.com', name: 'Ada' })
  expectType<number>()(user.id)
  expectType<string>()(user.initials)
  await User.create({ email: 'a', name: 'b', age: null, role: 'admin', id: 5, visits: 5n })
  await User.createMany([{ email: 'a', name: 'b' }])
  await Post.create({ title: 'x', meta: { likes: 1 } })
  await PostTag.create({ postId: 1, tagId: 2 })
  await Seat.create({ row: 1, number: 1, code: crypto.randomUUID() })

  // @ts-expect-error The name is missing.
  await User.create({ email: 'a' })
  // @ts-expect-error A column without a default is missing in one row.
  await User.createMany([{ email: 'a', name: 'b' }, { email: 'a' }])
  // @ts-expect-error There is no such column.
  await User.create({ email: 'a', name: 'b', nope: 1 })
  // @ts-expect-error A name is no number.
  await User.create({ email: 'a', name: 5 })
  // @ts-expect-error A name cannot be null.
  await User.create({ email: 'a', name: null })
  // @ts-expect-error Decimals are exact, so they are strings.
  await User.create({ email: 'a', name: 'b', balance: 5 })
  // @ts-expect-error The document has another shape.
  await Post.create({ title: 'x', meta: { hearts: 1 } })
}

/** What compiles; never run. */
export async function upserting(): Promise<void> {
  const on = ['email'] as const
  const user = await User.upsert({ email: 'a', name: 'b' }, { on, update: ['name'] })
  expectType<string>()(user.initials)
  // @ts-expect-error There is no such column.
  await User.upsert({ email: 'a', name: 'b' }, { on: ['nope'] })
  // @ts-expect-error The columns to match are missing.
  await User.upsert({ email: 'a', name: 'b' }, {})
}

/** What compiles; never run. */
export async function saving(user: User): Promise<void> {
  expectType<User>()(await user.save())
  await user.update({ name: 'x', age: null })
  await user.delete()
  const made = User.make({ name: 'x' })
  expectType<string>()(made.initials)
  new User().name = 'x'
  // @ts-expect-error There is no such column.
  await user.update({ nope: 1 })
  // @ts-expect-error A name is no number.
  User.make({ name: 5 })
  // @ts-expect-error An update has values, not undefined.
  await user.update({ name: undefined })
}

/** What compiles; never run. */
export async function inBulk(user: User): Promise<void> {
  expectType<number>()(await User.updateMany([{ id: 1, name: 'x', age: null }]))
  await User.where('age', 1).updateMany([{ email: 'a', visits: 5n }], { key: 'email' })
  await Seat.updateMany([{ row: 1, number: 2, code: 'c' }], { key: ['row', 'number'] })
  expectType<number>()(await User.deleteMany([1, 2]))
  await Seat.query().deleteMany([{ row: 1, number: 2 }])
  await User.where('id', 1).increment('age')
  await User.where('id', 1).decrement('visits', 5n, { name: 'x' })
  expectType<User>()(await user.increment('balance', '0.50', { age: 1 }))
  // @ts-expect-error There is no such column.
  await User.updateMany([{ id: 1, nope: 1 }])
  // @ts-expect-error A name is no number.
  await User.updateMany([{ id: 1, name: 5 }])
  // @ts-expect-error There is no such column.
  await User.updateMany([{ id: 1 }], { key: 'nope' })
  // @ts-expect-error A key is a number.
  await User.deleteMany(['1'])
  // @ts-expect-error A date is no number.
  await User.where('id', 1).increment('createdAt')
  // @ts-expect-error A boolean is no number.
  await Post.where('id', 1).increment('published')
  // @ts-expect-error A name is no number.
  await user.increment('age', 1, { name: 5 })
}

/** What compiles; never run. */
export async function unlessThere(): Promise<void> {
  const on = ['email'] as const
  const [user] = await User.upsertMany([{ email: 'a', name: 'b' }], { on, update: ['name'] })
  expectType<string | undefined>()(user?.initials)
  expectType<number>()(await User.insertOrUpdate({ email: 'a', name: 'b' }, { on }))
  expectType<number>()(await User.insertOrIgnore({ email: 'a', name: 'b' }))
  expectType<number>()(await User.insertOrIgnoreMany([{ email: 'a', name: 'b' }]))
  expectType<string>()((await User.firstOrCreate({ email: 'a' }, { name: 'b' })).initials)
  expectType<string>()((await User.firstOrNew({ email: 'a' })).initials)
  expectType<string>()((await User.createOrUpdate({ email: 'a' }, { name: 'b', age: 1 })).initials)
  expectType<string>()((await User.replaceInto({ email: 'a', name: 'b' })).initials)
  const [replaced] = await User.replaceIntoMany([{ email: 'a', name: 'b' }])
  expectType<string | undefined>()(replaced?.initials)
  // @ts-expect-error The name is missing.
  await User.upsertMany([{ email: 'a' }], { on })
  // @ts-expect-error There is no such column.
  await User.insertOrUpdate({ email: 'a', name: 'b' }, { on: ['nope'] })
  // @ts-expect-error The name is missing: a new row has none.
  await User.firstOrCreate({ email: 'a' }, { age: 1 })
  // @ts-expect-error There is no such column.
  await User.firstOrNew({ nope: 1 })
  // @ts-expect-error The name is missing.
  await User.createOrUpdate({ email: 'a' }, {})
}

/** What compiles; never run. */
export async function fromElsewhere(): Promise<void> {
  async function* rows() {
    yield { label: 'x' }
  }
  expectType<number>()(await Tag.insertMany(rows(), { batch: 10 }))
  await Tag.insertMany([{ label: 'x' }])
  expectType<number>()(await Tag.insertFrom(User.query().select({ label: 'name' })))
  await Tag.insertFrom(User.query().select('name'), ['label'])
  await Post.query()
    .join(User, 'posts.userId', 'users.id')
    .where('users.role', 'admin')
    .update({ title: ref('users.name'), published: true, userId: sql`1` })
  await User.where('id', 1).update({ name: ref('email') })
  // @ts-expect-error A label is text.
  await Tag.insertMany([{ label: 5 }])
  // @ts-expect-error The selection has no label.
  await Tag.insertFrom(User.query().select('name'))
  // @ts-expect-error A label is no number.
  await Tag.insertFrom(User.query().select({ label: 'id' }))
  // @ts-expect-error There is no such column.
  await Tag.insertFrom(User.query().select('name'), ['nope'])
  // @ts-expect-error The query has no such column.
  await User.where('id', 1).update({ name: ref('posts.title') })
  const joined = Post.query().join(User, 'posts.userId', 'users.id')
  // @ts-expect-error The joined table has no such column.
  await joined.update({ title: ref('users.nope') })
  // @ts-expect-error Only the query's own table is written.
  await joined.update({ email: 'x' })
}
