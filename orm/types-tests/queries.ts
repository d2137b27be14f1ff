import { avg, count, type Database, max, min, prepare, type Query, sql, sum } from 'versa-orm'
import { expectType, Post, Seat, User } from './support.js'

declare const db: Database

/** What compiles; never run. */
export async function filters(): Promise<void> {
  User.where('age', '>', 18).where('age', null).whereNot('role', 'admin')
  User.where({ name: 'Ada', age: null })
  User.where(q => q.where('age', '<', 18).orWhere('age', '>', 65))
  User.where(sql`length(name) > ${5}`)
  User.where('name', 'like', 'A%').orWhere('role', 'in', ['admin', 'member'])
  User.whereIn('id', [1, 2]).whereNotIn('id', Post.query().select('userId'))
  User.whereNull('age').orWhereNotNull('age').whereBetween('age', 1, 5)
  User.whereExists(Post.query().whereColumn('userId', '=', 'users.id'))
  User.where('visits', '>=', 5n).where('createdAt', '<', new Date())
  User.where('age', sql`id + 1`)

  // @ts-expect-error There is no such column.
  User.where('nope', 1)
  // @ts-expect-error There is no such column.
  User.where({ nope: 1 })
  // @ts-expect-error A name is no number.
  User.where('name', 1)
  // @ts-expect-error A name is no number.
  User.where('name', '=', 1)
  // @ts-expect-error There is no such operator.
  User.where('age', '~', 1)
  // @ts-expect-error A list, not a value.
  User.where('age', 'in', 1)
  // @ts-expect-error A pattern is text.
  User.where('age', 'like', 5)
  // @ts-expect-error A condition cannot be undefined.
  User.where('age', undefined)
  // @ts-expect-error A name is never null.
  User.where('name', null)
  // @ts-expect-error Lists have values of the column.
  User.whereIn('id', ['1'])
  // @ts-expect-error An object is no operator.
  User.where('age', { $gt: 1 })
  // @ts-expect-error There is no such role.
  User.where('role', 'owner')
}

/** What compiles; never run. */
export async function terminals(query: Query<typeof User>): Promise<void> {
  const all = await query.orderBy('name').orderBy('id', 'desc', { nulls: 'last' }).limit(5).all()
  expectType<string | undefined>()(all[0]?.initials)
  expectType<User['role'] | undefined>()((await query.first())?.role)
  expectType<number>()((await query.firstOrFail()).id)
  expectType<number>()(await query.count())
  expectType<boolean>()(await query.exists())
  expectType<number | null>()(await query.sum('age'))
  expectType<string | null>()(await query.sum('balance'))
  expectType<bigint | null>()(await query.sum('visits'))
  expectType<number | null>()(await query.avg('visits'))
  expectType<Date | null>()(await query.max('createdAt'))
  expectType<'admin' | 'member' | null>()(await query.min('role'))
  expectType<number>()(await query.where('id', 1).update({ name: 'x', age: sql`age + 1` }))
  expectType<number>()(await query.where('id', 1).delete())
  for await (const user of User.query().stream()) expectType<string>()(user.initials)
  for await (const row of User.streamRows()) expectType<string>()(row.name)

  const [row] = await query.rows()
  expectType<number | null | undefined>()(row?.age)
  // @ts-expect-error Plain rows have no methods.
  row?.initials
  // @ts-expect-error There is no such direction.
  query.orderBy('id', 'up')
  // @ts-expect-error There is no such column.
  query.orderBy('nope')
  // @ts-expect-error There is no such column.
  await query.update({ nope: 1 })
  // @ts-expect-error A name is no number.
  await query.update({ name: 1 })

  await User.find(1)
  await Seat.find({ row: 1, number: 2 })
  // @ts-expect-error The key is a number.
  await User.find('1')
  // @ts-expect-error The key has two columns.
  await Seat.find({ row: 1 })
}

/** What compiles; never run. */
export async function selections(): Promise<void> {
  const [picked] = await User.query()
    .select('id', { mail: 'email', total: count('id') })
    .rows()
  expectType<{ id: number; mail: string; total: number } | undefined>()(picked)

  const groups = await User.query()
    .select('role', { users: count(), oldest: max('age'), paid: sum('balance'), mean: avg('age') })
    .groupBy('role')
    .having(count(), '>', 5)
    .having('role', '=', 'admin')
    .orderBy('role')
    .orderBy(min('age'))
    .all()
  expectType<'admin' | 'member' | undefined>()(groups[0]?.role)
  expectType<number | null | undefined>()(groups[0]?.oldest)
  expectType<string | null | undefined>()(groups[0]?.paid)
  expectType<number | null | undefined>()(groups[0]?.mean)

  const [joined] = await User.query()
    .join(Post, 'users.id', 'posts.userId')
    .where('posts.published', true)
    .select('name', 'posts.title', { post: 'posts.id' })
    .orderBy('posts.id')
    .rows()
  expectType<{ name: string; title: string; post: number } | undefined>()(joined)

  const [left] = await User.query()
    .leftJoin(Post, 'users.id', 'posts.userId')
    .select('users.name', 'posts.title')
    .rows()
  expectType<{ name: string; title: string | null } | undefined>()(left)

  // @ts-expect-error There is no such column.
  User.query().select('nope')
  // @ts-expect-error There is no such column.
  User.query().select({ x: count('nope') })
  // @ts-expect-error The joined table has no such column.
  User.query().join(Post, 'users.id', 'posts.user_id')
  // @ts-expect-error The table is not in the query.
  User.query().select('posts.title')
  // @ts-expect-error What was not selected is not in the rows.
  picked?.name
}

/** What compiles; never run. */
export async function tables(): Promise<void> {
  const loose = await db.table('users').where('age', '>', 1).select('id', 'name').rows()
  expectType<unknown>()(loose[0]?.id)
  const typed = db.table<{ id: number; name: string }>('users')
  expectType<{ id: number; name: string }[]>()(await typed.where('id', 1).all())
  expectType<{ id: number }[]>()(await typed.insertReturning({ name: 'x' }, ['id']))
  expectType<number>()(await typed.insert([{ name: 'x' }]))
  // @ts-expect-error There is no such column.
  typed.where('nope', 1)

  expectType<{ n: number }[]>()(await db.sql`select ${1} as n`.rows<{ n: number }>())
  // @ts-expect-error Arrays go through sql.in or sql.join.
  db.sql`select ${[1, 2]}`
  // @ts-expect-error Objects are no values.
  db.sql`select ${{ a: 1 }}`
  // @ts-expect-error undefined is no value.
  db.sql`select ${undefined}`

  expectType<number>()(await db.transaction(async tx => tx.table('users').count()))
  // @ts-expect-error There is no such isolation level.
  await db.transaction(async () => {}, { isolation: 'high' })
  expectType<typeof User>()(User.using(db))
}

/** Prepared queries; never run. */
export async function prepared(): Promise<void> {
  const byAge = prepare((age: number, role: 'admin' | 'member') =>
    User.where('age', '>', age).where('role', role).with({ posts: true })
  )
  const users = await byAge.all(18, 'admin')
  expectType<string>()(users[0]?.posts[0]?.title ?? '')
  expectType<number>()(await byAge.count(18, 'member'))
  const names = prepare((id: number) => User.where('id', id).select('name'))
  expectType<{ name: string } | null>()(await names.first(1))
  const rows = prepare((label: number) => db.table<{ id: number }>('tags').where('id', label))
  expectType<{ id: number }[]>()(await rows.all(1))

  // @ts-expect-error A parameter is missing.
  byAge.all(18)
  // @ts-expect-error An age is a number.
  byAge.first('18', 'admin')
  // @ts-expect-error There is no such role.
  byAge.first(18, 'owner')
  // @ts-expect-error The query, not its rows.
  prepare((id: number) => User.where('id', id).all())
  // @ts-expect-error A name is no number.
  prepare((name: number) => User.where('name', name))
  // @ts-expect-error A prepared query has no further conditions.
  byAge.where('id', 1)
}
