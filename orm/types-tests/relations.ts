import type { Instance } from 'versa-orm'
import { expectType, Post, Profile, type Tag, User } from './support.js'

/** What compiles; never run. */
export async function loading(): Promise<void> {
  const users = await User.with({ posts: { tags: true }, profile: true }).all()
  const [user] = users
  expectType<string | undefined>()(user?.posts[0]?.tags[0]?.label)
  expectType<string | undefined>()(user?.profile?.bio)
  expectType<string | undefined>()(user?.initials)
  // @ts-expect-error It was not loaded.
  user?.posts[0]?.author
  // @ts-expect-error A relation to one row may be missing.
  user?.profile.bio

  const constrained = await User.where('age', '>', 3)
    .with({ posts: q => q.where('published', true).orderBy('id').with({ tags: true }) })
    .firstOrFail()
  expectType<string | undefined>()(constrained.posts[0]?.tags[0]?.label)

  const twice = await User.with({ posts: true }).with({ profile: true }).firstOrFail()
  expectType<number>()(twice.posts.length)
  expectType<string | undefined>()(twice.profile?.bio)

  const [plain] = await User.with({ posts: { author: true } }).rows()
  expectType<string | undefined>()(plain?.posts[0]?.author?.name)

  // Without a loaded relation there is none in the type.
  const bare = await User.firstOrFail()
  // @ts-expect-error It was not loaded.
  bare.posts
}

/** What compiles; never run. */
export async function optional(): Promise<void> {
  // The key of a post may be null, the key of a profile not.
  const post = await Post.with({ author: true }).firstOrFail()
  // @ts-expect-error The author may be missing.
  post.author.name
  const profile = await Profile.with({ user: true }).firstOrFail()
  expectType<string>()(profile.user.name)
  // A condition may leave it out.
  const filtered = await Profile.with({ user: q => q.where('age', 1) }).firstOrFail()
  // @ts-expect-error The user may not meet the condition.
  filtered.user.name
}

/** What compiles; never run. */
export async function computed(): Promise<void> {
  const [user] = await User.withSum('posts', 'id')
    .withAvg('posts', 'id', { as: 'mean' })
    .withMin('posts', 'title')
    .withMax('posts', 'published')
    .orderBy('postsSumId')
    .all()
  expectType<number | null | undefined>()(user?.postsSumId)
  expectType<number | null | undefined>()(user?.mean)
  expectType<string | null | undefined>()(user?.postsMinTitle)
  expectType<boolean | null | undefined>()(user?.postsMaxPublished)
  const [author] = await Profile.withSum('user', 'balance')
    .withMax('user', 'visits', { as: 'most', where: q => q.where('age', '>', 18) })
    .all()
  expectType<string | null | undefined>()(author?.userSumBalance)
  expectType<bigint | null | undefined>()(author?.most)
  expectType<string | null | undefined>()(
    (await User.withMin('posts', 'title').first())?.postsMinTitle
  )
  expectType<number | null | undefined>()((await User.withMax('posts', 'id').first())?.postsMaxId)
  expectType<number | null | undefined>()((await User.withAvg('posts', 'id').first())?.postsAvgId)
  // @ts-expect-error There is no such relation.
  User.withSum('nope', 'id')
  // @ts-expect-error The related model has no such column.
  User.withMin('posts', 'nope')
  // @ts-expect-error Which column?
  User.withMax('posts')
}

/** What compiles; never run. */
export async function mistakes(): Promise<void> {
  // @ts-expect-error There is no such relation.
  User.with({ nope: true })
  // @ts-expect-error There is no such relation beside one that there is.
  User.with({ posts: true, nope: true })
  // @ts-expect-error There is no such relation on the second level.
  User.with({ posts: { tags: true, nope: true } })
  // @ts-expect-error A column is no relation.
  User.with({ name: true })
  // @ts-expect-error The related model has no such column.
  User.with({ posts: q => q.where('nope', 1) })
  // @ts-expect-error true, an object or a function.
  User.with({ posts: 'yes' })
}

/** What compiles; never run. */
export async function instances(user: Instance<typeof User>): Promise<void> {
  const loaded = await user.load({ posts: { tags: true } })
  expectType<string | undefined>()(loaded.posts[0]?.tags[0]?.label)
  expectType<string>()(loaded.initials)
  const more = await loaded.load({ profile: true })
  expectType<number>()(more.posts.length)
  expectType<string | undefined>()(more.profile?.bio)

  const drafts = await user.related('posts').where('published', false).all()
  expectType<string | undefined>()(drafts[0]?.title)
  // @ts-expect-error There is no such relation.
  user.related('nope')
  // @ts-expect-error There is no such relation.
  await user.load({ nope: true })
}

/** A loaded relation goes where an instance of the class is wanted. */
export async function passing(tagOf: (tag: Tag) => string): Promise<void> {
  const post = await Post.with({ tags: true }).firstOrFail()
  expectType<string[]>()(post.tags.map(tagOf))
}
