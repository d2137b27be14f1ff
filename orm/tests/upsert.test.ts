import { type Database, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Setting extends Model.table(
  'settings',
  {
    id: t.id(),
    scope: t.text({ length: 50 }),
    name: t.text({ length: 50 }),
    value: t.json<unknown>(),
    note: t.text().nullable(),
    changes: t.int().default(0)
  },
  { uniques: [['scope', 'name']] }
) {}

class Page extends Model.table(
  'pages',
  { id: t.id(), path: t.text({ length: 50 }), title: t.text() },
  { indexes: [{ columns: ['path'], unique: true }] }
) {}

const on = ['scope', 'name'] as const

describeEachDatabase('upsert', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Setting, Page])
  })
  beforeEach(async () => {
    await Setting.query().allRows().delete()
  })

  test('inserts what is not there, with defaults', async () => {
    const setting = await Setting.upsert({ scope: 'app', name: 'theme', value: 'dark' }, { on })
    expect(setting).toBeInstanceOf(Setting)
    expect(setting).toMatchObject({ scope: 'app', name: 'theme', value: 'dark', changes: 0 })
    expect(await Setting.findOrFail(setting.id)).toEqual(setting)
  })

  test('updates what is there with all given values', async () => {
    const first = await Setting.upsert({ scope: 'app', name: 'theme', value: 'dark' }, { on })
    const second = await Setting.upsert(
      { scope: 'app', name: 'theme', value: { a: 1 }, note: 'n', changes: 2 },
      { on }
    )
    expect(second).toMatchObject({ id: first.id, value: { a: 1 }, note: 'n', changes: 2 })
    expect(await Setting.query().all()).toEqual([second])
  })

  test('updates only the columns that are named', async () => {
    await Setting.create({ scope: 'app', name: 'theme', value: 1, note: 'kept' })
    const updated = await Setting.upsert(
      { scope: 'app', name: 'theme', value: 2, note: 'not taken', changes: 1 },
      { on, update: ['value', 'changes'] }
    )
    expect(updated).toMatchObject({ value: 2, note: 'kept', changes: 1 })
  })

  test('leaves columns alone that are not given', async () => {
    await Setting.create({ scope: 'app', name: 'theme', value: 1, note: 'kept', changes: 5 })
    const updated = await Setting.upsert({ scope: 'app', name: 'theme', value: 2 }, { on })
    expect(updated).toMatchObject({ value: 2, note: 'kept', changes: 5 })
  })

  test('returns the row where the update changes nothing', async () => {
    const values = { scope: 'app', name: 'theme', value: 1 }
    const first = await Setting.upsert(values, { on })
    expect(await Setting.upsert(values, { on })).toEqual(first)
  })

  test('with nothing to update keeps the row there is', async () => {
    const first = await Setting.create({ scope: 'app', name: 'theme', value: 1 })
    const second = await Setting.upsert(
      { scope: 'app', name: 'theme', value: 2 },
      { on, update: [] }
    )
    expect(second).toEqual(first)
  })

  test('on the primary key', async () => {
    const { id } = await Setting.create({ scope: 'a', name: 'b', value: 1 })
    const updated = await Setting.upsert(
      { id, scope: 'a', name: 'b', value: 2 },
      { on: ['id'], update: ['value'] }
    )
    expect(updated).toMatchObject({ id, value: 2 })
  })

  test('by columns that are no unique key is refused before anything is sent', async () => {
    const row = { scope: 'app', name: 'theme', value: 1, note: 'n' }
    await Setting.create(row)
    const statements = await log.sqlOf(async () => {
      for (const on of [['scope'], ['note'], ['scope', 'name', 'note'], ['id', 'scope']] as const) {
        const names = /\['id'\] and \['scope', 'name'\]/
        const expected = { code: 'INVALID_QUERY', table: 'settings', names } as const
        await expectFailure(() => Setting.upsert({ id: 1, ...row }, { on }), expected)
        await expectFailure(() => Setting.upsertMany([{ id: 1, ...row }], { on }), expected)
        await expectFailure(() => Setting.insertOrUpdate([{ id: 1, ...row }], { on }), expected)
      }
    })
    expect(statements).toEqual([])
    await Setting.upsert({ ...row, value: 2 }, { on: ['name', 'scope'] })
    expect(await Setting.pluck('value')).toEqual([2])
  })

  test('by an index that is unique', async () => {
    await Page.upsert({ path: '/', title: 'a' }, { on: ['path'] })
    await Page.upsert({ path: '/', title: 'b' }, { on: ['path'] })
    expect(await Page.pluck('title')).toEqual(['b'])
  })

  test('many at the same time leave one row', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, value) =>
        Setting.upsert({ scope: 'app', name: 'counter', value }, { on })
      )
    )
    expect(await Setting.query().count()).toBe(1)
  })
})
