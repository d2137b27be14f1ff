import { type Database, sql } from 'versa-orm'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { blogModels, Post, User } from './support/blog.js'
import { describeEachDatabase } from './support/databases.js'
import { Holder, HolderPeer } from './support/every-type.js'
import { canary, expectFailure, fromOutside } from './support/failures.js'

describeEachDatabase('bad input', open => {
  let db: Database
  const email = `${canary}@example.com`

  beforeAll(async () => {
    db = await open({ maxConnections: 1 })
    await db.schema.create([...blogModels, Holder, HolderPeer])
    await User.create({ email, name: 'kept' })
  })

  // Whatever was refused, nothing was written and the one connection answers.
  afterEach(async () => {
    const users = await User.query().rows()
    expect(users).toMatchObject([{ email, name: 'kept', age: null }])
    expect(await Holder.query().count()).toBe(0)
  })

  describe('values in filters', () => {
    test('undefined, in every form', async () => {
      const missing = fromOutside<string>(undefined)
      const invalid = { code: 'INVALID_QUERY', names: /name/ } as const
      await expectFailure(() => User.where('name', missing).all(), invalid)
      await expectFailure(() => User.where('name', '=', missing).all(), invalid)
      await expectFailure(() => User.where({ name: missing }).all(), invalid)
      await expectFailure(() => User.where({ name: missing }).delete(), invalid)
      await expectFailure(() => User.whereNot('name', missing).all(), invalid)
      await expectFailure(() => User.where('age', 1).orWhere('name', missing).all(), invalid)
      await expectFailure(() => User.whereIn('name', [missing]).all(), invalid)
      await expectFailure(() => User.whereIn('name', fromOutside(undefined)).all(), invalid)
      await expectFailure(() => User.whereBetween('name', 'a', missing).all(), invalid)
      await expectFailure(() => User.where(q => q.where('name', missing)).all(), invalid)
    })

    test('undefined as a key', async () => {
      const missing = fromOutside<number>(undefined)
      await expectFailure(() => User.find(missing), { code: 'INVALID_QUERY', column: 'id' })
      await expectFailure(() => User.findOrFail(missing), { code: 'INVALID_QUERY', column: 'id' })
    })

    test('undefined in a template', async () => {
      const missing = fromOutside<string>(undefined)
      await expectFailure(() => db.sql`select ${missing}`.rows(), { code: 'INVALID_QUERY' })
      await expectFailure(() => User.where(sql`name = ${missing}`).all(), { code: 'INVALID_QUERY' })
    })

    test.each([
      ['an object', { a: canary }],
      ['a list', [canary]],
      ['a function', () => canary],
      ['a symbol', Symbol(canary)],
      ['a map', new Map([[canary, canary]])],
      ['a number', 5],
      ['a boolean', true]
    ])('%s where text belongs', async (_, value) => {
      const place = { column: 'name', names: /name/ }
      const text = fromOutside<string>(value)
      const filtered = await expectFailure(() => User.where('name', text).all(), {
        code: 'INVALID_VALUE',
        ...place
      })
      expect(filtered.table).toBe('users')
      const written = { code: 'INVALID_VALUE', ...place } as const
      await expectFailure(() => User.create({ email: 'x', name: text }), written)
      await expectFailure(() => User.where('id', 1).update({ name: text }), written)
      await expectFailure(() => User.whereIn('name', ['ok', text]).all(), written)
    })
  })

  describe('values for columns', () => {
    test.each([
      ['int', Number.NaN],
      ['int', Number.POSITIVE_INFINITY],
      ['int', 1.5],
      ['int', 2 ** 53],
      ['int', '7'],
      ['int', 7n],
      ['int', new Date(0)],
      ['bigint', 7],
      ['bigint', 2n ** 63n],
      ['bigint', -(2n ** 63n) - 1n],
      ['bigint', canary],
      ['float', '1.5'],
      ['float', Number.NaN],
      ['float', Number.NEGATIVE_INFINITY],
      ['decimal', 1.5],
      ['decimal', canary],
      ['decimal', ''],
      ['decimal', 'NaN'],
      ['boolean', 1],
      ['boolean', 'true'],
      ['date', new Date(0)],
      ['date', '2024-02-30'],
      ['date', '2024-1-1'],
      ['date', canary],
      ['timestamp', '2024-01-01'],
      ['timestamp', new Date(Number.NaN)],
      ['timestamp', 5],
      ['json', () => canary],
      ['json', { nested: [5n] }],
      ['bytes', canary],
      ['bytes', [1, 2]],
      ['uuid', canary],
      ['uuid', '018f4a3c-7b1e-7cc2-9a6f'],
      ['role', canary],
      ['role', 1],
      ['text', Number.NaN]
    ] as const)('%s takes no %o', async (column, value) => {
      const values = fromOutside<Parameters<typeof Holder.create>[0]>({ [column]: value })
      const expected = { code: 'INVALID_VALUE', table: 'holders', column } as const
      await expectFailure(() => Holder.create(values), expected)
      await expectFailure(() => Holder.createMany([{}, values]), expected)
      await expectFailure(() => Holder.where('id', 1).update(values), expected)
    })

    test('a cyclic document', async () => {
      const cycle: { self?: unknown } = {}
      cycle.self = cycle
      await expectFailure(() => Holder.create({ json: cycle }), {
        code: 'INVALID_VALUE',
        column: 'json'
      })
    })

    test('undefined, which is neither a value nor left out', async () => {
      const invalid = { code: 'INVALID_QUERY', table: 'users', column: 'name' } as const
      const values = fromOutside<{ email: string; name: string }>({ email: 'x', name: undefined })
      await expectFailure(() => User.create(values), invalid)
      await expectFailure(() => User.createMany([{ email: 'y', name: 'y' }, values]), invalid)
      await expectFailure(() => User.where('email', email).update(values), invalid)
      await expectFailure(() => User.upsert(values, { on: ['email'] }), invalid)
      await expectFailure(() => db.table('users').insert(values), invalid)
      const user = await User.where('email', email).firstOrFail()
      await expectFailure(() => user.update(values), invalid)
    })

    test('half of a surrogate pair, which no database stores', async () => {
      const expected = { code: 'INVALID_VALUE', table: 'users', column: 'name' } as const
      const name = `${canary}\ud83d`
      await expectFailure(() => User.create({ email: 'x', name }), expected)
      await expectFailure(() => User.where('name', name).all(), expected)
    })

    test('text longer than the column, and a number with too many digits', async () => {
      const long = `${canary}${'x'.repeat(300)}`
      await expectFailure(() => User.create({ email: long, name: 'x' }), {
        code: 'INVALID_VALUE',
        column: 'email'
      })
      for (const price of ['123456789.00', '0.001']) {
        await expectFailure(() => Holder.create({ price }), {
          code: 'INVALID_VALUE',
          column: 'price'
        })
      }
    })

    test('an unknown attribute', async () => {
      const values = fromOutside<{ email: string; name: string }>({
        email: 'x',
        name: 'y',
        emial: canary
      })
      const expected = { code: 'UNKNOWN_COLUMN', names: /emial.*email/s } as const
      await expectFailure(() => User.create(values), expected)
      await expectFailure(() => User.where('id', 1).update(values), expected)
    })
  })

  describe('columns, operators and directions', () => {
    test('an unknown column suggests the right one', async () => {
      const column = fromOutside<'userId'>('userID')
      const expected = {
        code: 'UNKNOWN_COLUMN',
        table: 'posts',
        names: /did you mean.*userId/i
      } as const
      await expectFailure(() => Post.where(column, 1).all(), expected)
      await expectFailure(() => Post.where({ [column]: 1 }).all(), expected)
      await expectFailure(() => Post.orderBy(column).all(), expected)
      await expectFailure(() => Post.query().select(column).rows(), expected)
      await expectFailure(() => Post.whereNull(column).all(), expected)
      await expectFailure(() => Post.query().sum(column), expected)
      await expectFailure(() => Post.whereColumn(column, '=', 'id').all(), expected)
      await expectFailure(() => Post.query().select('id').groupBy(column).rows(), expected)
    })

    test('a query to look through that does not select one column', async () => {
      const expected = { code: 'INVALID_QUERY', table: 'users', names: /id.*select/s } as const
      await expectFailure(() => User.whereIn('id', fromOutside(Post.query())).all(), expected)
      const two = Post.query().select('userId', 'id')
      await expectFailure(() => User.whereIn('id', fromOutside(two)).all(), expected)
      await expectFailure(() => User.whereNotIn('id', fromOutside(two)).delete(), expected)
      expect(await User.whereIn('id', Post.query().select('userId')).all()).toEqual([])
    })

    test('the name in the database is no property, and is pointed to', async () => {
      const column = fromOutside<'createdAt'>('created_at')
      await expectFailure(() => User.where(column, new Date(0)).all(), {
        code: 'UNKNOWN_COLUMN',
        names: /createdAt/
      })
    })

    test.each(['==', '<>>', 'LIKE; --', '', 'between', 'constructor', 'toString'])(
      'the operator %j',
      async operator => {
        await expectFailure(() => User.where('name', fromOutside<'='>(operator), 'x').all(), {
          code: 'INVALID_QUERY',
          names: /operator/
        })
      }
    )

    test.each(['up', '', 'asc; drop table users', 'constructor', 1, null, {}])(
      'the direction %j',
      async direction => {
        await expectFailure(() => User.orderBy('name', fromOutside<'asc'>(direction)).all(), {
          code: 'INVALID_QUERY',
          names: /asc.*desc/s
        })
      }
    )

    test('a place of nulls other than first and last', async () => {
      const nulls = fromOutside<'first'>('middle')
      await expectFailure(() => User.orderBy('age', 'asc', { nulls }).all(), {
        code: 'INVALID_QUERY',
        names: /first.*last/s
      })
    })

    test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null, undefined])(
      'the limit %j',
      async size => {
        const invalid = { code: 'INVALID_QUERY' } as const
        const limit = fromOutside<number>(size)
        await expectFailure(() => User.query().limit(limit).all(), { ...invalid, names: /limit/ })
        await expectFailure(() => User.query().offset(limit).all(), { ...invalid, names: /offset/ })
      }
    )
  })
})
