import { type Database, Model, type Query, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  group: t.int().nullable(),
  word: t.text({ length: 20 }).nullable(),
  at: t.timestamp().defaultNow(),
  big: t.bigint()
}) {}

/** Few different values, so that orders have many equals. */
const entries = Array.from({ length: 57 }, (_, at) => ({
  group: at % 5 === 0 ? null : at % 4,
  word: at % 7 === 0 ? null : `w${at % 3}`,
  big: 2n ** 60n + BigInt(at % 6)
}))

type Order = (query: Query<typeof Entry>) => Query<typeof Entry>

const orders: readonly (readonly [string, Order])[] = [
  ['the key', q => q],
  ['the key downwards', q => q.orderBy('id', 'desc')],
  ['a column with nulls', q => q.orderBy('group')],
  ['a column with nulls downwards', q => q.orderBy('group', 'desc')],
  ['nulls last', q => q.orderBy('group', 'asc', { nulls: 'last' })],
  ['nulls first downwards', q => q.orderBy('word', 'desc', { nulls: 'first' })],
  ['two columns', q => q.orderBy('word').orderBy('group', 'desc')],
  ['instants of the database', q => q.orderBy('at', 'desc').orderBy('word')],
  ['a bigint', q => q.orderBy('big', 'desc')],
  ['two columns and the key', q => q.orderBy('group').orderBy('id', 'desc')]
]

describeEachDatabase('reading', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Entry])
    // In several statements: their instants differ, by microseconds on some databases.
    for (let from = 0; from < entries.length; from += 10) {
      await Entry.createMany(entries.slice(from, from + 10))
    }
  })

  describe('single values', () => {
    test('pluck, value, sole', async () => {
      expect(await Entry.orderBy('id').limit(3).pluck('word')).toEqual([null, 'w1', 'w2'])
      expect(await Entry.where('id', 3).value('word')).toBe('w2')
      expect(await Entry.where('id', 0).value('word')).toBeNull()
      expect((await Entry.where('id', 5).sole()).id).toBe(5)
      await expectFailure(() => Entry.where('id', 0).sole(), { code: 'NOT_FOUND' })
      await expectFailure(() => Entry.where('id', '<', 9).sole(), { code: 'MULTIPLE_FOUND' })
      expect(
        await Entry.query().select('word').distinct().orderBy('word').pluck('word')
      ).toHaveLength(4)
    })

    test('findMany keeps the order of the keys', async () => {
      const found = await Entry.findMany([9, 1, 900, 5])
      expect(found.map(entry => entry.id)).toEqual([9, 1, 5])
      expect(found[0]).toBeInstanceOf(Entry)
      expect(await Entry.findMany([])).toEqual([])
      expect((await Entry.where('id', '<', 6).findMany([9, 1])).map(entry => entry.id)).toEqual([1])
      await expectFailure(() => Entry.findMany(fromOutside(5)), { code: 'INVALID_QUERY' })
      await expectFailure(() => Entry.findMany([fromOutside<number>(undefined)]), {
        code: 'INVALID_QUERY'
      })
    })

    test('by chance: all rows, in another order now and then', async () => {
      const seen = new Set<string>()
      for (let times = 0; times < 20 && seen.size < 2; times++) {
        const ids = await Entry.inRandomOrder().pluck('id')
        expect([...ids].sort((a, b) => a - b)).toEqual(entries.map((_, at) => at + 1))
        seen.add(ids.join())
      }
      expect(seen.size).toBe(2)
    })

    test('when changes the query or not', async () => {
      const search = (word: string | undefined) =>
        Entry.query().when(
          word,
          (q, text) => q.where('word', text),
          q => q.whereNull('word')
        )
      expect(await search('w1').count()).toBe(entries.filter(({ word }) => word === 'w1').length)
      expect(await search(undefined).count()).toBe(
        entries.filter(({ word }) => word === null).length
      )
      expect(
        await Entry.query()
          .when(0, q => q.where('id', 1))
          .count()
      ).toBe(57)
      await expectFailure(
        () =>
          Entry.query().when(
            true,
            fromOutside(() => 5)
          ),
        {
          code: 'INVALID_QUERY'
        }
      )
      const query = Entry.where('id', 1)
      expect(query.clone().where('id', 2).toSQL().sql).not.toBe(query.toSQL().sql)
    })
  })

  describe.each(orders)('in parts, ordered by %s', (_, order) => {
    const all = () => order(Entry.query()).orderBy('id').pluck('id')

    test('pages by number are the whole', async () => {
      const ids: number[] = []
      const first = await order(Entry.query()).paginate({ perPage: 10 })
      expect(first).toMatchObject({ total: 57, page: 1, perPage: 10, pages: 6 })
      for (let page = 1; page <= first.pages; page++) {
        const { items } = await order(Entry.query()).paginate({ page, perPage: 10 })
        ids.push(...items.map(entry => entry.id))
      }
      expect(ids).toEqual(await all())
      const beyond = await order(Entry.query()).paginate({ page: 99, perPage: 10 })
      expect(beyond.items).toEqual([])
    })

    test.each([1, 4, 19, 57, 100])('parts of %i behind a cursor are the whole', async limit => {
      const ids: number[] = []
      let after: string | null | undefined
      while (after !== null) {
        const page = await order(Entry.query()).cursorPaginate({ limit, after })
        ids.push(...page.items.map(entry => entry.id))
        expect(page.items.length).toBeLessThanOrEqual(limit)
        after = page.next
      }
      expect(ids).toEqual(await all())
    })

    test('chunk and cursor give the whole', async () => {
      const ids: number[] = []
      const rows = await order(Entry.query()).chunk(10, part => {
        ids.push(...part.map(entry => entry.id))
      })
      expect(rows).toBe(57)
      expect(ids).toEqual(await all())
      const walked: number[] = []
      for await (const entry of order(Entry.query()).cursor({ batch: 9 })) walked.push(entry.id)
      expect(walked).toEqual(ids)
    })
  })

  test('what comes and goes between two parts neither doubles nor hides others', async () => {
    const undone = new Error('undone')
    const read = db.transaction(async () => {
      const ids: number[] = []
      await Entry.query()
        .orderBy('word')
        .chunk(10, async part => {
          ids.push(...part.map(entry => entry.id))
          await Entry.create({ word: 'a', big: 1n })
          await Entry.where('id', part[0]?.id ?? 0).delete()
        })
      const old = ids.filter(id => id <= 57)
      expect(new Set(old).size).toBe(57)
      expect(old).toHaveLength(57)
      throw undone
    })
    await expect(read).rejects.toBe(undone)
  })

  test('chunkById may change what it reads by, and ends early', async () => {
    const undone = new Error('undone')
    const changed = db.transaction(async () => {
      const rows = await Entry.where('word', 'w1').chunkById(4, async part => {
        for (const entry of part) await entry.update({ word: 'done' })
      })
      expect(rows).toBe(entries.filter(({ word }) => word === 'w1').length)
      throw undone
    })
    await expect(changed).rejects.toBe(undone)
    expect(await Entry.query().chunkById(10, part => part.length === 10 && false)).toBe(10)
    await expectFailure(() => Entry.orderBy('word').chunkById(5, () => {}), {
      code: 'INVALID_QUERY',
      names: /chunk/
    })
  })

  test('a page of a selection, and of a group', async () => {
    const page = await Entry.query().select('id', 'word').orderBy('word').paginate({ perPage: 5 })
    expect(page.items).toHaveLength(5)
    expect(Object.keys(page.items[0] ?? {})).toEqual(['id', 'word'])
    const rows: unknown[] = []
    const words = Entry.query().select('word').whereNotNull('word').orderBy('word')
    await words.chunk(20, part => {
      rows.push(...part)
    })
    expect(rows).toHaveLength(entries.filter(({ word }) => word !== null).length)
    expect(rows[0]).toEqual({ word: 'w0' })
    const grouped = await Entry.query().select('group').groupBy('group').paginate({ perPage: 2 })
    expect(grouped).toMatchObject({ total: 5, pages: 3 })
  })

  test('options as parsers of query strings make them', async () => {
    // Without what objects inherit: so do fast-querystring, thus Fastify, and node:querystring.
    const none: object = Object.create(null)
    for (const prototype of [null, none]) {
      const options: { limit: number } = Object.assign(Object.create(prototype), { limit: 2 })
      const { items } = await Entry.query().cursorPaginate(options)
      expect(items.map(({ id }) => id)).toEqual([1, 2])
    }
    class Options {
      readonly limit = 2
    }
    await expectFailure(() => Entry.query().cursorPaginate(new Options()), {
      code: 'INVALID_QUERY'
    })
  })

  test('cursors and options that make no sense', async () => {
    const { next } = await Entry.orderBy('word').cursorPaginate({ limit: 2 })
    const forged = (parts: unknown) => btoa(JSON.stringify(parts)).replace(/=+$/, '')
    const bad: unknown[] = [
      'x',
      5,
      {},
      forged([]),
      forged(['word,id', ['w1']]),
      forged(['word,id', ['w1', null]]),
      forged(['word,id', ['w1', { $gt: 0 }]]),
      forged(['word,id', [['w1'], 1]]),
      forged(['word,id', ['w1', '1; drop table entries']])
    ]
    for (const after of bad) {
      await expectFailure(
        () => Entry.orderBy('word').cursorPaginate({ after: fromOutside<string>(after) }),
        { code: 'INVALID_VALUE' }
      )
    }
    // Of another order.
    await expectFailure(() => Entry.orderBy('group').cursorPaginate({ after: next }), {
      code: 'INVALID_VALUE'
    })
    const invalid = { code: 'INVALID_QUERY' } as const
    await expectFailure(() => Entry.paginate({ page: 0 }), invalid)
    await expectFailure(() => Entry.paginate({ perPage: 1.5 }), invalid)
    await expectFailure(() => Entry.paginate(fromOutside({ size: 5 })), invalid)
    await expectFailure(() => Entry.query().limit(5).paginate(), { ...invalid, names: /limit/ })
    await expectFailure(() => Entry.chunk(0, () => {}), invalid)
    await expectFailure(() => Entry.chunk(5, fromOutside(undefined)), invalid)
    await expectFailure(() => Entry.inRandomOrder().cursorPaginate(), invalid)
    expect(await Entry.query().count()).toBe(57)
  })

  describe('locks', () => {
    test('only within a transaction', async () => {
      await expectFailure(() => Entry.where('id', 1).forUpdate().all(), {
        code: 'INVALID_QUERY',
        names: /transaction/
      })
      await expectFailure(() => Entry.forUpdate(fromOutside({ skip: true })), {
        code: 'INVALID_QUERY',
        names: /skipLocked/
      })
      await expectFailure(() => Entry.forShare({ skipLocked: true, noWait: true }), {
        code: 'INVALID_QUERY'
      })
    })

    test('rows are locked: others skip them, or fail at once', async () => {
      await db.transaction(async tx => {
        const mine = await Entry.whereIn('id', [1, 2]).orderBy('id').forUpdate().all()
        expect(mine.map(entry => entry.id)).toEqual([1, 2])
        expect(await Entry.where('id', 1).forShare().first()).toMatchObject({ id: 1 })
        if (db.product === 'SQLite') return
        await db.outside(() =>
          db.transaction(async () => {
            // Far from the first: MariaDB locks what it goes through.
            const query = Entry.whereIn('id', [1, 2, 50]).orderBy('id')
            const others = await query.forUpdate({ skipLocked: true }).pluck('id')
            expect(others).toEqual([50])
            await tx.table('entries').where('id', 1).update({ word: 'w0' })
          })
        )
        const failed = db.outside(() =>
          db.transaction(async () => Entry.where('id', 1).forUpdate({ noWait: true }).first())
        )
        await expectFailure(() => failed, { code: 'LOCK_TIMEOUT' })
      })
    })
  })
})
