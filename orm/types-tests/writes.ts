import { expectType, Post, PostTag, Seat, User } from './support.js'

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
