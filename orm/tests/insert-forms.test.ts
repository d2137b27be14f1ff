import { count, type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { must } from './support/must.js'
import { StatementLog } from './support/statements.js'

class Member extends Model.table(
  'members',
  {
    id: t.id(),
    email: t.varchar(80).unique(),
    club: t.varchar(20).default('chess'),
    number: t.int().nullable(),
    name: t.text().nullable(),
    visits: t.int().default(0)
  },
  { uniques: [['club', 'number']] }
) {}

class Badge extends Model.table('badges', {
  id: t.id(),
  memberId: t.int().references('members', { onDelete: 'cascade' }).column('member_id'),
  label: t.varchar(20)
}) {}

class Loan extends Model.table('loans', {
  id: t.id(),
  memberId: t.int().references('members').column('member_id')
}) {}

class Tally extends Model.table('tallies', {
  club: t.varchar(20).primary(),
  members: t.int(),
  source: t.varchar(20).default('query'),
  at: t.timestamp().defaultNow()
}) {}

class Ticket extends Model.table('tickets', {
  code: t.uuid({ generate: 'v7' }).primary(),
  email: t.varchar(80)
}) {}

const email = (at: number) => `m${at}@example.com`
const on = ['email'] as const

describeEachDatabase('forms of inserts', (open, { traits }) => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Member, Badge, Loan, Tally, Ticket])
  })
  beforeEach(async () => {
    for (const model of [Badge, Loan, Member, Tally, Ticket]) await model.query().allRows().delete()
  })

  describe('upsertMany', () => {
    test('adds and changes, and gives instances in the order of the list', async () => {
      const [old] = await Member.createMany([{ email: email(2), name: 'old', visits: 7 }])
      const list = [3, 2, 1].map(at => ({ email: email(at), name: `new ${at}` }))
      const rows = await Member.upsertMany(list, { on })
      expect(rows.map(row => row.name)).toEqual(['new 3', 'new 2', 'new 1'])
      expect(rows[1]).toMatchObject({ id: must(old).id, visits: 7 })
      expect(rows[0]).toBeInstanceOf(Member)
      expect(await Member.where('email', email(3)).first()).toEqual(rows[0])
      expect(await Member.query().count()).toBe(3)
    })

    test('of rows that give different columns, and of the same row twice', async () => {
      const rows = await Member.upsertMany(
        [
          { email: email(1), name: 'one', visits: 1 },
          { email: email(2), name: 'two' },
          { email: email(1), visits: 5 }
        ],
        { on }
      )
      expect(rows.map(({ name, visits }) => [name, visits])).toEqual([
        ['one', 5],
        ['two', 0],
        ['one', 5]
      ])
      expect(await Member.query().count()).toBe(2)
    })

    test('with columns to update, and with none', async () => {
      await Member.create({ email: email(1), name: 'kept', visits: 1 })
      const list = [1, 2].map(at => ({ email: email(at), name: 'given', visits: 9 }))
      const changed = await Member.upsertMany(list, { on, update: ['visits'] })
      expect(changed.map(row => row.name)).toEqual(['kept', 'given'])
      const kept = await Member.upsertMany(
        [3, 1, 2].map(at => ({ email: email(at), name: 'no', visits: 0 })),
        { on, update: [] }
      )
      expect(kept.map(({ name, visits }) => [name, visits])).toEqual([
        ['no', 0],
        ['kept', 9],
        ['given', 9]
      ])
      expect(await Member.upsertMany([], { on })).toEqual([])
    })

    test('is all or nothing, and instances of a rolled back one are new again', async () => {
      const list = [{ email: email(1) }, { email: 'x'.repeat(90) }]
      await expectFailure(() => Member.upsertMany(list, { on }), { code: 'INVALID_VALUE' })
      await expectFailure(() => Member.upsertMany([{ name: 'x' } as never], { on }), {
        code: 'INVALID_QUERY'
      })
      await expectFailure(() => Member.upsertMany([{ email: email(1) }], { on: [] }), {
        code: 'INVALID_QUERY'
      })
      const [row] = await db
        .transaction(async () => {
          const rows = await Member.upsertMany([{ email: email(1) }], { on })
          throw Object.assign(new Error('no'), { rows })
        })
        .catch((error: { rows: Member[] }) => error.rows)
      expect(row).not.toHaveProperty('id')
      await must(row).save()
      expect(await Member.query().count()).toBe(1)
    })
  })

  describe('insertOrUpdate', () => {
    test('counts the rows that are written, added or changed', async () => {
      await Member.create({ email: email(1), name: 'same' })
      expect(await Member.insertOrUpdate({ email: email(1), name: 'same' }, { on })).toBe(1)
      expect(await Member.insertOrUpdate({ email: email(2), name: 'new' }, { on })).toBe(1)
      const list = [1, 2, 3].map(at => ({ email: email(at), name: at === 1 ? 'same' : 'x' }))
      expect(await Member.insertOrUpdate(list, { on })).toBe(3)
      expect(await Member.insertOrUpdate(list, { on })).toBe(3)
      const members = db.table('members')
      const rows = [3, 4].map(at => ({ email: email(at), name: 'table', club: 'go' }))
      expect(await members.insertOrUpdate(rows, { on: ['email'] })).toBe(2)
      expect(await members.upsertMany(rows, { on: ['email'], update: ['club'] })).toBe(2)
      expect(await Member.orderBy('email').pluck('name')).toEqual(['same', 'x', 'table', 'table'])
    })

    test('counts only what is added where nothing is updated', async () => {
      await Member.create({ email: email(1) })
      const list = [1, 2, 3].map(at => ({ email: email(at) }))
      expect(await Member.insertOrUpdate(list, { on })).toBe(2)
      expect(await Member.insertOrUpdate(must(list[0]), { on })).toBe(0)
    })
  })

  describe('insertOrIgnore', () => {
    test('adds what no unique key stands against, and counts that', async () => {
      expect(await Member.insertOrIgnore({ email: email(1), number: 1 })).toBe(1)
      expect(await Member.insertOrIgnore({ email: email(1), number: 2 })).toBe(0)
      expect(await Member.insertOrIgnore({ email: email(2), number: 1 })).toBe(0)
      const list = [1, 2, 3, 4].map(at => ({ email: email(at), number: at }))
      expect(await Member.insertOrIgnoreMany(list)).toBe(3)
      expect(await Member.insertOrIgnoreMany(list)).toBe(0)
      expect(await Member.insertOrIgnoreMany(list.slice(0, 1))).toBe(0)
      expect(await Member.insertOrIgnoreMany([])).toBe(0)
      expect(await db.table('members').insertOrIgnore({ email: email(1), club: 'x' })).toBe(0)
      expect(await Member.query().count()).toBe(4)
      const entries = log.entries.filter(({ sql }) => /^insert/i.test(sql))
      expect(entries.at(-1)?.affected).toBe(0)
    })

    test('does not swallow other errors', async () => {
      await expectFailure(() => Badge.insertOrIgnore({ memberId: 0, label: 'x' }), {
        code: 'FOREIGN_KEY_VIOLATION'
      })
      const list = [1, 2].map(memberId => ({ memberId: -memberId, label: 'x' }))
      await expectFailure(() => Badge.insertOrIgnoreMany(list), { code: 'FOREIGN_KEY_VIOLATION' })
    })

    test('leaves a transaction as it is', async () => {
      await db.transaction(async () => {
        await Member.create({ email: email(1) })
        expect(await Member.insertOrIgnore({ email: email(1) })).toBe(0)
        await Member.create({ email: email(2) })
      })
      expect(await Member.query().count()).toBe(2)
    })
  })

  describe('firstOrCreate', () => {
    test('finds, or makes', async () => {
      const made = await Member.firstOrCreate({ email: email(1) }, { name: 'Ada' })
      expect(made).toMatchObject({ email: email(1), name: 'Ada', club: 'chess' })
      const found = await Member.firstOrCreate({ email: email(1) }, { name: 'other' })
      expect(found).toEqual(made)
      const fresh = await Member.firstOrNew({ email: email(2) }, { name: 'new' })
      expect(await Member.query().count()).toBe(1)
      await fresh.save()
      expect(await Member.firstOrNew({ email: email(2) })).toMatchObject({ id: fresh.id })
    })

    test('with null as what is looked for', async () => {
      const made = await Member.firstOrCreate({ name: null, club: 'go' }, { email: email(1) })
      expect(await Member.firstOrCreate({ name: null, club: 'go' }, { email: email(2) })).toEqual(
        made
      )
    })

    test('is safe when many ask at the same time', async () => {
      for (const at of [1, 2, 3]) {
        const rows = await Promise.all(
          Array.from({ length: 12 }, (_, n) =>
            Member.firstOrCreate({ email: email(at) }, { name: `${n}` })
          )
        )
        expect(new Set(rows.map(({ id }) => id)).size).toBe(1)
      }
      expect(await Member.query().count()).toBe(3)
    })

    test('is safe in transactions that run at the same time', async () => {
      const ask = (n: number) =>
        db.transaction(async () => {
          const member = await Member.firstOrCreate({ email: email(1) }, { name: `${n}` })
          await Badge.create({ memberId: member.id, label: `${n}` })
          return member.id
        })
      const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => ask(n)))
      expect(new Set(ids).size).toBe(1)
      expect(await Badge.query().count()).toBe(6)
    })

    test('another unique key that stands against it is an error', async () => {
      await Member.create({ email: email(1), number: 1 })
      await expectFailure(() => Member.firstOrCreate({ name: 'x' }, { email: email(1) }), {
        code: 'UNIQUE_VIOLATION'
      })
      await expectFailure(() => Member.firstOrCreate({}, { email: email(1) }), {
        code: 'INVALID_QUERY'
      })
      await expectFailure(() => Member.firstOrCreate({ mail: 'x' } as object, {} as never), {
        code: 'UNKNOWN_COLUMN'
      })
    })

    test('a row that a transaction cannot see is a conflict of transactions', async () => {
      if (!traits.concurrentWriters) return
      const stale = db.transaction(
        async () => {
          await Member.query().count()
          await db.outside(() => Member.create({ email: email(1) }))
          return Member.firstOrCreate({ email: email(1) })
        },
        { isolation: 'repeatable-read' }
      )
      const outcome = await stale.then(
        () => 'found',
        error => error.code
      )
      // A lock of MariaDB sees the latest row whatever the level.
      expect(outcome).toBe(traits.product === 'PostgreSQL' ? 'SERIALIZATION_FAILURE' : 'found')
    })
  })

  describe('createOrUpdate', () => {
    test('makes, or changes', async () => {
      const made = await Member.createOrUpdate({ email: email(1) }, { name: 'Ada', visits: 1 })
      const changed = await Member.createOrUpdate({ email: email(1) }, { name: 'Ada L.' })
      expect(changed).toMatchObject({ id: made.id, name: 'Ada L.', visits: 1 })
      expect(await Member.findOrFail(made.id)).toEqual(changed)
      const many = Array.from({ length: 10 }, (_, n) =>
        Member.createOrUpdate({ email: email(2) }, { name: `${n}` })
      )
      expect(new Set((await Promise.all(many)).map(({ id }) => id)).size).toBe(1)
    })
  })

  describe('replaceInto', () => {
    test('takes the place of rows with a key of it, and of what refers to them', async () => {
      const [one, two] = await Member.createMany(
        [1, 2, 3].map(at => ({ email: email(at), number: at, visits: 9, name: 'old' }))
      )
      await Badge.createMany(
        [must(one), must(two)].map(({ id }) => ({ memberId: id, label: 'gone' }))
      )
      const row = await Member.replaceInto({ email: email(1), number: 2 })
      expect(row).toMatchObject({ visits: 0, name: null, club: 'chess' })
      expect(await Member.orderBy('id').pluck('email')).toEqual([email(3), email(1)])
      expect(await Badge.query().count()).toBe(0)
    })

    test('of many, and of a table without a model', async () => {
      await Member.createMany([1, 2].map(at => ({ email: email(at), name: 'old' })))
      const list = [3, 2, 1].map(at => ({ email: email(at), name: `new ${at}` }))
      const rows = await Member.replaceIntoMany(list)
      expect(rows.map(({ name }) => name)).toEqual(['new 3', 'new 2', 'new 1'])
      const members = db.table('members')
      const given = { email: email(1), club: 'go' }
      expect(await members.replaceInto(given, { on: ['email'] })).toBe(1)
      expect(await Member.where('email', email(1)).first()).toMatchObject({
        name: null,
        club: 'go'
      })
      await expectFailure(() => members.replaceInto(given, {} as never), { code: 'INVALID_QUERY' })
      await expectFailure(() => Member.replaceIntoMany([must(list[0]), must(list[0])]), {
        code: 'INVALID_QUERY'
      })
      expect(await Member.query().count()).toBe(3)
    })

    test('a row that is held fast stays, and so does everything else', async () => {
      const member = await Member.create({ email: email(1), name: 'old' })
      await Loan.create({ memberId: member.id })
      const list = [2, 1].map(at => ({ email: email(at) }))
      await expectFailure(() => Member.replaceIntoMany(list), { code: 'FOREIGN_KEY_VIOLATION' })
      expect(await Member.query().pluck('name')).toEqual(['old'])
    })

    test('several at the same time leave one row', async () => {
      const given = { email: email(1) }
      await Promise.all(Array.from({ length: 3 }, () => Member.replaceInto(given)))
      expect(await Member.query().count()).toBe(1)
    })
  })

  describe('insertFrom', () => {
    beforeEach(async () => {
      const clubs = ['chess', 'chess', 'go']
      await Member.createMany(clubs.map((club, at) => ({ email: email(at), club, visits: at })))
    })

    test('adds what a query selects, with defaults', async () => {
      const clubs = Member.query().select('club', { members: count() }).groupBy('club')
      const statements = await log.sqlOf(async () => {
        expect(await Tally.insertFrom(clubs.having(count(), '>', 1))).toBe(1)
      })
      expect(statements).toHaveLength(1)
      const [tally] = await Tally.query().all()
      expect(tally).toMatchObject({ club: 'chess', members: 2, source: 'query' })
      expect(tally?.at).toBeInstanceOf(Date)
    })

    test('into columns by their order, with parameters, and from joins', async () => {
      const visits = Member.where('visits', '>', 0).select('club', { sum: sql`visits + ${10}` })
      expect(await Tally.insertFrom(visits, ['club', 'members'])).toBe(2)
      expect(await Tally.orderBy('club').pluck('members')).toEqual([11, 12])
      const [member] = await Member.query().all()
      const joined = Member.query()
        .join(Tally, 'members.club', 'tallies.club')
        .where('tallies.members', 12)
        .select({ memberId: 'members.id', label: 'tallies.club' })
      expect(await Badge.insertFrom(joined)).toBe(1)
      expect(await Badge.query().pluck('label')).toEqual(['go'])
      expect(member).toBeDefined()
    })

    test('from its own table, from all columns, and of a table without a model', async () => {
      const copies = Member.query().select({
        email: sql`replace(email, ${'m'}, ${'n'})`,
        club: 'club'
      })
      expect(await Member.insertFrom(copies, ['email', 'club'])).toBe(3)
      await Member.query().allRows().delete()
      expect(await Member.insertFrom(Member.where('id', 0) as never)).toBe(0)
      const from = db.table('members').select('club', { members: 'visits', source: 'email' })
      expect(await db.table('tallies').insertFrom(from)).toBe(0)
      await Member.create({ email: email(1), visits: 4 })
      expect(await db.table('tallies').insertFrom(from)).toBe(1)
      expect(await Tally.query().pluck('source')).toEqual([email(1)])
    })

    test('says what is missing or too much', async () => {
      const refused = (run: () => Promise<number>, code: 'INVALID_QUERY' | 'UNKNOWN_COLUMN') =>
        expectFailure(run, { code })
      await refused(() => Ticket.insertFrom(Member.query().select('email')), 'INVALID_QUERY')
      await expectFailure(() => Tally.insertFrom(Member.query().select('club') as never), {
        code: 'NOT_NULL_VIOLATION',
        column: 'members'
      })
      await refused(() => Tally.insertFrom(Member.query() as never), 'UNKNOWN_COLUMN')
      const two = Member.query().select('club', 'visits')
      await refused(() => Tally.insertFrom(two, ['club']), 'INVALID_QUERY')
      await refused(() => Tally.insertFrom(two, ['club', 'club']), 'INVALID_QUERY')
      await refused(() => Tally.insertFrom({} as never), 'INVALID_QUERY')
    })
  })

  describe('insertMany', () => {
    async function* rows(count: number) {
      for (let at = 0; at < count; at++) yield { email: email(at), number: at }
    }

    test('takes arrays, generators and what comes later; all or none', async () => {
      expect(await Member.insertMany([{ email: email(-1) }])).toBe(1)
      expect(await Member.insertMany([])).toBe(0)
      const before = log.entries.length
      expect(await Member.insertMany(rows(25), { batch: 10 })).toBe(25)
      const inserts = log.entries.slice(before).filter(({ sql }) => /^insert/i.test(sql))
      expect(inserts.map(({ affected }) => affected)).toEqual([10, 10, 5])
      expect(inserts.every(({ rows, transaction }) => rows === 0 && transaction)).toBe(true)
      await expectFailure(() => Member.insertMany(rows(30), { batch: 7 }), {
        code: 'UNIQUE_VIOLATION'
      })
      const list = new Set([{ email: 'set@example.com' }, { email: 'set2@example.com' }])
      expect(await Member.insertMany(list, { batch: 1 })).toBe(2)
      expect(await Member.query().count()).toBe(28)
      const table = db.table('members')
      expect(await table.insertMany([{ email: 'table@example.com', club: 'x' }])).toBe(1)
    })

    test('a source that fails, or is none, leaves nothing', async () => {
      async function* failing() {
        yield* rows(15)
        throw new Error('the file is broken')
      }
      await expect(Member.insertMany(failing(), { batch: 4 })).rejects.toThrow('file is broken')
      await expectFailure(() => Member.insertMany(5 as never), { code: 'INVALID_QUERY' })
      await expectFailure(() => Member.insertMany(rows(1), { batch: 0 }), { code: 'INVALID_QUERY' })
      await expectFailure(() => Member.insertMany([1] as never), { code: 'INVALID_QUERY' })
      expect(await Member.query().count()).toBe(0)
    })
  })
})
