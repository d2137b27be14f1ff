import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { canary, expectFailure, failureOf } from './support/failures.js'
import { must } from './support/must.js'

// Tables that other tools made have types of the database's own. What a write of one row takes,
// a write of many takes too.

class Ticket extends Model.table('tickets', {
  id: t.id(),
  code: t.text().unique(),
  state: t.enum(['open', 'closed']).default('open'),
  stars: t.int().nullable(),
  label: t.text().nullable(),
  note: t.text().nullable(),
  address: t.text().nullable(),
  network: t.text().nullable(),
  device: t.text().nullable(),
  token: t.text().nullable(),
  key: t.uuid().nullable(),
  initials: t.varchar(3).nullable(),
  plain: t.json<unknown>().nullable(),
  binary: t.json<unknown>().column('binary_json').nullable(),
  day: t.date().nullable(),
  hour: t.time().nullable(),
  clock: t.datetime().nullable(),
  moment: t.timestamp().nullable(),
  span: t.text().nullable(),
  small: t.int().nullable(),
  amount: t.decimal(12, 2).nullable(),
  ratio: t.float().nullable()
}) {}

const postgres = [
  sql`create extension if not exists citext`,
  sql`create type state as enum ('open', 'closed')`,
  sql`create domain stars as int check (value between 1 and 5)`,
  sql`create domain label as varchar(10)`,
  sql`create table tickets (
    id serial primary key, code citext not null unique, state state not null, stars stars,
    label label, note varchar(20), address inet, network cidr, device macaddr, token uuid,
    key uuid, initials char(3), plain json, binary_json jsonb, day date, hour time, clock timestamp,
    moment timestamptz, span interval, small smallint, amount numeric(12, 2), ratio real)`,
  sql`create table path (id serial primary key, state state not null)`
]
const mariadb = [
  sql`create table tickets (
    id int auto_increment primary key, code varchar(20) not null unique,
    state enum('open', 'closed') not null, stars tinyint unsigned, label varchar(10),
    note tinytext, address inet6, network varchar(20), device char(17), token uuid, \`key\` uuid,
    initials char(3), plain json, binary_json json, day date, hour time, clock datetime(6),
    moment datetime(6), span set('1 day', '2 days'), small smallint, amount decimal(12, 2),
    ratio float)`,
  sql`create table path (id int auto_increment primary key, state enum('open', 'closed') not null)`
]
const sqlite = [
  sql`create table tickets (
    id integer primary key, code text collate nocase not null unique, state text not null,
    stars int, label text, note text, address text, network text, device text, token text,
    key text, initials text, plain text, binary_json text, day text, hour text, clock text,
    moment text, span text, small int, amount text, ratio real)`,
  sql`create table path (id integer primary key, state text not null)`
]

const ticket = (code: string) => ({
  code,
  state: 'closed' as const,
  stars: 5,
  label: 'a label',
  note: 'a note',
  address: '::1',
  network: '10.0.0.0/8',
  device: '08:00:2b:01:02:03',
  token: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
  key: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
  initials: 'abc',
  plain: { b: 1, a: [true] },
  binary: { b: 1, a: [true] },
  day: '2026-01-31',
  hour: '23:59:59',
  clock: '2026-01-31T12:30:00',
  moment: new Date('2026-01-31T12:30:00Z'),
  span: '1 day',
  small: -7,
  amount: '12.50',
  ratio: 0.5
})

const nothing = {
  stars: null,
  label: null,
  address: null,
  token: null,
  plain: null,
  moment: null,
  span: null
}

/** Its name is that of a type. */
class Path extends Model.table('path', { id: t.id(), state: t.enum(['open', 'closed']) }) {}

describeEachDatabase('types of the database’s own', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    const made = { PostgreSQL: postgres, MariaDB: mariadb, SQLite: sqlite }[traits.product]
    for (const statement of made ?? []) await db.sql`${statement}`.execute()
  })

  const stored = (code: string) => db.sql`select * from tickets where code = ${code}`.first()

  test('are written in many rows as in one', async () => {
    await Ticket.create(ticket('one'))
    const { id: _, code: __, ...expected } = must(await stored('one'))
    const created = await Ticket.createMany([ticket('two'), { ...ticket('null'), ...nothing }])
    expect(created[0]).toMatchObject(ticket('two'))
    expect(created[1]).toMatchObject(nothing)
    expect(await Ticket.insertMany([ticket('three'), ticket('four')])).toBe(2)
    await Ticket.createMany([{ code: 'five' }, { code: 'six' }])
    await Ticket.upsertMany([ticket('five'), ticket('seven')], { on: ['code'] })
    const six = must(await Ticket.where('code', 'six').value('id'))
    await Ticket.updateMany([{ ...ticket('six'), id: six }])
    await Ticket.createMany([{ code: 'eight' }, { code: 'nine' }])
    expect(await Ticket.updateMany([ticket('eight'), ticket('nine')], { key: 'code' })).toBe(2)
    for (const code of ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']) {
      expect(await stored(code), code).toMatchObject(expected)
    }
  })

  test('are compared as the column does', async () => {
    if (traits.product === 'MariaDB') return expect(traits.caseInsensitive).toBeDefined()
    await Ticket.create(ticket('Case'))
    expect(await Ticket.updateMany([{ code: 'CASE', note: 'found' }], { key: 'code' })).toBe(1)
    expect(await Ticket.where('note', 'found').value('code')).toBe('Case')
  })

  test('refuse what they refuse in one row', async () => {
    if (traits.product === 'SQLite') return expect(traits.server).toBe(false)
    for (const wrong of [{ stars: 900 }, { address: 'nowhere' }, { token: 'none' }]) {
      const one = await failureOf(() => Ticket.create({ ...ticket('wrong'), ...wrong }))
      const rows = [ticket('right'), { ...ticket('wrong'), ...wrong }]
      const failed = await expectFailure(() => Ticket.createMany(rows), { code: one.code })
      expect(failed.sqlState).toBe(one.sqlState)
    }
  })

  test('are named by the failure of a value of another one', async () => {
    if (traits.product !== 'PostgreSQL') return expect(traits.product).not.toBe('')
    const text = sql`update tickets set state = (select code from tickets limit 1)`
    await expectFailure(() => db.sql`${text}`.execute(), {
      code: 'INVALID_VALUE',
      names: '"state" is of type state but expression is of type citext'
    })
    const ambiguous = db.sql`select id from tickets join path on true`
    await expectFailure(() => ambiguous.rows(), { code: 'DATABASE_ERROR', names: '"id"' })
    const value = db.sql`select ${canary}::text::state`
    await expectFailure(() => value.rows(), { code: 'INVALID_VALUE' })
  })

  test('are those of a table whose name is a type’s', async () => {
    await Path.createMany([{ state: 'open' }, { state: 'closed' }])
    const list = await Path.orderBy('id').all()
    await Path.updateMany(list.map(({ id }) => ({ id, state: 'closed' as const })))
    expect(await Path.orderBy('id').pluck('state')).toEqual(['closed', 'closed'])
  })
})
