import { type Database, hasMany, Model, t } from 'versa-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { ParamWriter } from '../src/rows/param-writer.js'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { must } from './support/must.js'
import { StatementLog } from './support/statements.js'

class Reader extends Model.table('readers', {
  id: t.id(),
  email: t.varchar(60).unique(),
  name: t.varchar(60).nullable(),
  visits: t.int()
}) {
  static visitors = hasMany(() => Visitor, 'readerId')
}

class Visitor extends Model.table('visitors', {
  id: t.id(),
  readerId: t.int().column('reader_id')
}) {}

class Page extends Model.table('pages', {
  id: t.id(),
  slug: t.varchar(9).unique(),
  text: t.text()
}) {}

/** More than the parameters that any database takes, and more cells than one statement gets. */
const size = 66_000

describeEachDatabase('bulk writes beyond the limits', (open, { traits }) => {
  let db: Database
  const log = new StatementLog()
  const list = Array.from({ length: size }, (_, at) => ({
    email: `it's reader ${at}`,
    name: `name ${at}`,
    visits: at,
    id: at + 1
  }))
  const emails = list.map(({ email }) => email)

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Reader, Visitor, Page])
  })

  describe(`of ${size} rows`, { timeout: 120_000 }, () => {
    test('are all or nothing', async () => {
      const wrong = [...list.slice(0, -1), { ...must(list.at(-1)), email: must(emails[0]) }]
      await expectFailure(() => Reader.createMany(wrong), { code: 'UNIQUE_VIOLATION' })
      expect(await Reader.query().count()).toBe(0)
      const created = await Reader.createMany(list)
      expect(created.length).toBe(size)
      expect(created.at(-1)).toEqual(must(list.at(-1)))
    })

    test('are found again by lists', async () => {
      expect(await Reader.whereIn('email', emails).count()).toBe(size)
      expect(await Reader.whereNotIn('email', emails.slice(1)).pluck('id')).toEqual([1])
      const ids = list.map(({ id }) => id).reverse()
      const found = await Reader.findMany(ids)
      expect(found.length).toBe(size)
      expect(found[0]?.id).toBe(size)
    })

    test('change, each to its own values', async () => {
      const changes = list.map(({ email, visits }) => ({ email, visits: visits + 1 }))
      expect(await Reader.updateMany(changes, { key: 'email' })).toBe(size)
      expect(await Reader.where('id', size).value('visits')).toBe(size)
      const upserted = await Reader.upsertMany(list, { on: ['email'], update: ['visits'] })
      expect(upserted.length).toBe(size)
      expect(must(upserted.at(-1)).visits).toBe(size - 1)
      expect(await Reader.insertOrIgnoreMany(list)).toBe(0)
    })

    test('load relations', async () => {
      const [first, last] = [1, size].map(readerId => ({ readerId }))
      await Visitor.createMany([must(first), must(last)])
      const readers = await Reader.orderBy('id').with({ visitors: true }).all()
      expect(readers[0]?.visitors.length).toBe(1)
      expect(readers.at(-1)?.visitors.length).toBe(1)
    })

    test('go', async () => {
      const before = log.entries.length
      expect(await Reader.deleteMany(list.map(({ id }) => id))).toBe(size)
      const deletes = log.entries.slice(before).filter(({ sql }) => /^delete/i.test(sql))
      expect(deletes.length).toBeGreaterThan(1)
      expect(deletes.reduce((sum, { affected }) => sum + affected, 0)).toBe(size)
      expect(await Reader.query().count()).toBe(0)
    })
  })

  test('rows of many packets are written, and one beyond a packet says so', async () => {
    const pages = Array.from({ length: 6 }, (_, at) => ({
      slug: `page ${at}`,
      text: `${at}`.repeat(4_000_000)
    }))
    expect((await Page.createMany(pages)).length).toBe(6)
    const changes = pages.map(({ slug, text }) => ({ slug, text: text.slice(1) }))
    expect(await Page.updateMany(changes, { key: 'slug' })).toBe(6)
    expect(await Page.insertOrUpdate(pages, { on: ['slug'] })).toBe(6)
    const long = { slug: 'long', text: 'x'.repeat(17_000_000) }
    if (traits.product === 'MariaDB') {
      const refused = { code: 'RESOURCE_EXHAUSTED', names: /max_allowed_packet/ } as const
      await expectFailure(() => Page.create(long), refused)
      const short = { slug: 'short', text: 'x' }
      await expectFailure(() => Page.createMany([short, long]), refused)
      expect(await Page.whereIn('slug', ['short', 'long']).exists()).toBe(false)
    } else {
      expect((await Page.create(long)).text.length).toBe(17_000_000)
    }
    expect(await Page.query().allRows().delete()).toBeGreaterThan(5)
  })
})

test('values that are too much text for one statement are refused', async () => {
  const text = 'x'.repeat(2 ** 28)
  const writer = new ParamWriter(() => {})
  await expectFailure(() => writer.write([text, text, text]), { code: 'RESOURCE_EXHAUSTED' })
  writer.write(['short'])
  expect([writer.cells, writer.text]).toEqual([1, 'short'])
})
