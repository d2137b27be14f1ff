import { type Database, Model, morphTo, sql, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { blogModels, Post, PostTag, Tag, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, fromOutside } from './support/failures.js'

class Note extends Model.table('notes', {
  id: t.id(),
  kind: t.text({ length: 20 }),
  subjectId: t.int().column('subject_id')
}) {
  static subject = morphTo(() => ({ user: User, post: Post }), { type: 'kind', id: 'subjectId' })
}

/** What the compiler has not seen: all of it can be called with anything. */
type Method =
  | 'all'
  | 'associate'
  | 'createMany'
  | 'dissociate'
  | 'find'
  | 'join'
  | 'pluck'
  | 'save'
  | 'select'
  | 'upsert'
  | 'where'
  | 'whereBetween'
  | 'whereColumn'
  | 'whereExists'
  | 'whereIn'
  | 'with'
  | 'withCount'
type Loose = { readonly [M in Method]: (...args: readonly unknown[]) => Loose }
const loose = (value: unknown) => fromOutside<Loose>(value)
const users = () => loose(User.query())
const ada = { email: 'ada@example.com', name: 'Ada' }

describeEachDatabase('queries that are refused', open => {
  let db: Database
  let user: Awaited<ReturnType<typeof User.create>>

  beforeAll(async () => {
    db = await open()
    await db.schema.create([...blogModels, Note])
    user = await User.create(ada)
    await Post.create({ title: 'Notes', userId: user.id })
  })

  test.each<[what: string, run: () => unknown, names: RegExp]>([
    ['relations of a selection', () => users().select('id').with({ posts: true }), /select/],
    [
      'relations of joined rows',
      () => users().join(Post, 'users.id', 'posts.userId').with({ posts: true }),
      /join/
    ],
    ['a count for a selection', () => users().select('id').withCount('posts'), /selection/],
    [
      'relations of a table without a model',
      () => loose(db.table('users')).with({ posts: true }),
      /without a model/
    ],
    ['an operator that is no text', () => users().where('id', 7, 1), /operator.*a number/],
    ['what cannot be joined', () => users().join(7, 'a', 'b'), /a number.*joined/],
    ['exists of no query', () => users().whereExists(canary), /whereExists.*a string/],
    ['a condition that is none', () => users().where(7), /a number/],
    ['between null and something', () => users().whereBetween('age', null, 3), /null/],
    ['a list that is none', () => users().whereIn('age', canary), /a string/],
    ['rows that are no list', () => loose(User).createMany({ name: canary }), /an object/],
    ['a row that is no object', () => loose(User).createMany([canary]), /a string/],
    ['an upsert by nothing', () => loose(User).upsert(ada, {}), /no columns/],
    [
      'an upsert by what is not given',
      () => loose(User).upsert(ada, { on: ['id'] }),
      /id.*not given/
    ],
    [
      'an upsert by a text',
      () => loose(User).upsert(ada, { on: 'email' }),
      /on of an upsert.*a string/
    ],
    ['a key of two columns as one', () => loose(PostTag).find(5), /a number.*postId, tagId/],
    ['a list for what is no column', () => sql.in(fromOutside(5), [1]), /sql\.in.*a number/],
    ['values for fragments', () => sql.join(fromOutside([canary])), /sql\.join.*fragments/],
    ['a count of several models', () => loose(Note.query()).withCount('subject'), /several/],
    ['options of a count', () => users().withCount('posts', 5), /a number/]
  ])('%s', async (_, run, names) => {
    await expectFailure(async () => await run(), { code: 'INVALID_QUERY', names })
  })

  test('names of identifiers that are none', async () => {
    const refused = { code: 'INVALID_IDENTIFIER' } as const
    await expectFailure(() => sql.id(fromOutside(5)), { ...refused, names: /a number/ })
    await expectFailure(() => sql.id(''), refused)
    await expectFailure(() => sql.id(fromOutside('a'), 'b', ...fromOutside<[]>(['c'])), {
      ...refused,
      names: /3 names/
    })
  })

  test('a list in a template that is no list', async () => {
    await expectFailure(() => sql.in(sql.id('age'), fromOutside(canary)), {
      code: 'INVALID_VALUE',
      names: /a string.*array/
    })
  })

  test('a table or column that the query does not have', async () => {
    const refused = { code: 'UNKNOWN_COLUMN' } as const
    await expectFailure(() => users().where('pots.title', 1).all(), {
      ...refused,
      names: /pots\.title.*users/
    })
    const inner = loose(Post.query()).whereColumn('userId', '=', 'usrs.id')
    await expectFailure(() => users().whereExists(inner).all(), {
      ...refused,
      names: /usrs.*users/
    })
    const wrong = loose(Post.query()).whereColumn('userId', '=', 'users.idd')
    await expectFailure(() => users().whereExists(wrong).all(), { ...refused, names: /idd.*id/ })
    await expectFailure(() => users().select('id').pluck('name'), {
      ...refused,
      names: /name.*id/
    })
  })

  test('relations that cannot do what is asked of them', async () => {
    const refused = { code: 'INVALID_QUERY' } as const
    const posts = loose(user.related('posts'))
    await expectFailure(() => posts.associate(user), { ...refused, names: /posts.*associate/ })
    await expectFailure(() => posts.dissociate(), { ...refused, names: /posts.*dissociate/ })
    const tag = await Tag.create({ label: 'a' })
    await expectFailure(() => posts.save(tag), { ...refused, names: /posts.*Post/ })
    expect(await Post.where('userId', user.id).count()).toBe(1)
  })
})
