import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { StatementLog } from './support/statements.js'

const entry = {
  id: t.id(),
  name: t.varchar(40).unique(),
  note: t.varchar(40).nullable(),
  amount: t.decimal(8, 2).nullable(),
  at: t.timestamp().nullable()
}
const loose = { id: t.id(), note: t.varchar(40).nullable() }
// The database has a default of which the model knows nothing.
const state = t.varchar(10).nullable()

class Entry extends Model.table('entries', { ...entry, state }) {}

/** All of it may be left to the database. */
class Loose extends Model.table('loose_entries', { ...loose, state }) {}

describeEachDatabase('rows that give different columns', (open, { traits }) => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([
      class extends Model.table('entries', entry) {},
      class extends Model.table('loose_entries', loose) {}
    ])
    for (const table of ['entries', 'loose_entries']) {
      const state = sql`state varchar(10) default 'new'`
      await db.sql`alter table ${sql.id(table)} add column ${state}`.execute()
    }
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
    await Loose.query().allRows().delete()
  })

  const mixed = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      name: `entry ${at}`,
      ...(at % 2 === 0 ? {} : { note: `note ${at}` }),
      ...(at % 3 === 0 ? { amount: `${at}.50` } : {}),
      ...(at % 5 === 0 ? { state: 'old' } : {})
    }))
  const names = (count: number) => mixed(count).map(({ name }) => name)
  const numbered = () => Entry.orderBy('id').pluck('name')

  describe('are numbered in their order', () => {
    test('by createMany, which returns them', async () => {
      const rows = mixed(31)
      const created = await Entry.createMany(rows)
      const ids = created.map(({ id }) => id)
      expect(ids).toEqual([...ids].sort((a, b) => a - b))
      expect(created.map(({ name }) => name)).toEqual(names(31))
      for (const [at, row] of rows.entries()) {
        const expected = { note: null, amount: null, at: null, state: 'new', ...row }
        expect(created[at]).toMatchObject(expected)
      }
      expect(await Entry.orderBy('id').all()).toEqual(created)
    })

    test('by insertMany, insertOrIgnoreMany and replaceIntoMany', async () => {
      expect(await Entry.insertMany(mixed(20))).toBe(20)
      expect(await numbered()).toEqual(names(20))
      expect(await Entry.insertOrIgnoreMany(mixed(31))).toBe(11)
      expect(await numbered()).toEqual(names(31))
      const replaced = await Entry.replaceIntoMany(mixed(31))
      expect(replaced.map(({ name }) => name)).toEqual(names(31))
      expect(await numbered()).toEqual(names(31))
    })

    test('in tables without a model', async () => {
      const entries = db.table('entries')
      await entries.insert(mixed(15))
      expect(await numbered()).toEqual(names(15))
      const returned = await entries.insertReturning(
        [{ name: 'x' }, { note: 'n', name: 'y' }, { name: 'z' }],
        ['name', 'note', 'state']
      )
      expect(returned).toEqual([
        { name: 'x', note: null, state: 'new' },
        { name: 'y', note: 'n', state: 'new' },
        { name: 'z', note: null, state: 'new' }
      ])
      expect((await numbered()).slice(15)).toEqual(['x', 'y', 'z'])
    })

    test('with rows that give nothing', async () => {
      await Loose.createMany([{ note: 'a' }, {}, { state: 'b' }, {}, { note: 'c', state: 'd' }])
      expect(await Loose.orderBy('id').select('note', 'state').rows()).toEqual([
        { note: 'a', state: 'new' },
        { note: null, state: 'new' },
        { note: null, state: 'b' },
        { note: null, state: 'new' },
        { note: 'c', state: 'd' }
      ])
    })

    test('where some bring their number', async () => {
      const created = await Entry.createMany([
        { name: 'a' },
        { id: 1_000, name: 'b', note: 'n' },
        { name: 'c', note: 'n' },
        { id: 1_001, name: 'd' }
      ])
      expect(created.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
      expect(created.flatMap(({ id }) => (id === 1_000 || id === 1_001 ? [id] : []))).toEqual([
        1_000, 1_001
      ])
    })
  })

  test('take one statement where each costs a round trip', async () => {
    const statements = await log.sqlOf(() => Entry.createMany(mixed(100)))
    const inserts = statements.filter(text => text.startsWith('INSERT'))
    if (traits.server) expect(inserts).toHaveLength(1)
    else expect(inserts.length).toBeGreaterThan(1)
    const alike = await log.sqlOf(() =>
      Entry.createMany(
        mixed(110)
          .slice(100)
          .map(({ name }) => ({ name }))
      )
    )
    expect(alike.filter(text => text.startsWith('INSERT'))).toHaveLength(1)
  })

  test('are written all or none, however many', async () => {
    // On servers more than the placeholders of a statement.
    const count = traits.server ? 40_000 : 2_000
    const rows = mixed(count)
    await expectFailure(() => Entry.createMany([...rows, { name: 'entry 0', note: 'again' }]), {
      code: 'UNIQUE_VIOLATION'
    })
    expect(await Entry.query().count()).toBe(0)
    const created = await Entry.createMany(rows)
    expect(created.map(({ name }) => name)).toEqual(names(count))
    expect(await Entry.where('note', `note ${count - 1}`).value('state')).toBe('new')
  }, 60_000)

  test('may hold NULs of SQL that are given', async () => {
    await Entry.createMany([
      { name: 'a', state: 'old', note: null },
      { name: 'b', amount: null }
    ])
    expect(await Entry.orderBy('id').select('name', 'note', 'amount', 'state').rows()).toEqual([
      { name: 'a', note: null, amount: null, state: 'old' },
      { name: 'b', note: null, amount: null, state: 'new' }
    ])
  })
})
