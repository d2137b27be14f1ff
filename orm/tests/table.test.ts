import { count, type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

/** Only makes the table: the cases know nothing of a model. */
class Schema extends Model.table('parcels', {
  id: t.id(),
  code: t.text({ length: 20 }).unique(),
  weight: t.float().nullable(),
  sentAt: t.timestamp().nullable().column('sent_at')
}) {}

interface Parcel {
  id: number
  code: string
  weight: number | null
}

describeEachDatabase('a table without a model', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Schema])
  })
  beforeEach(async () => {
    await db.table('parcels').allRows().delete()
    await db.table('parcels').insert([
      { code: 'a', weight: 1.5 },
      { code: 'b', weight: null },
      { code: 'c', weight: 3 }
    ])
  })

  test('reads with the methods of a query', async () => {
    const parcels = db.table<Parcel>('parcels')
    expect(await parcels.where('weight', '>', 1).orderBy('code').select('code').rows()).toEqual([
      { code: 'a' },
      { code: 'c' }
    ])
    expect((await parcels.where({ code: 'b' }).first())?.weight).toBeNull()
    expect(await parcels.whereIn('code', ['a', 'b', 'z']).count()).toBe(2)
    expect(await parcels.where('code', 'z').exists()).toBe(false)
    expect(await parcels.max('weight')).toBe(3)
    expect(await parcels.where(q => q.whereNull('weight').orWhere('code', 'a')).count()).toBe(2)
    const [row] = await parcels.orderBy('code').rows()
    expect(Object.keys(row ?? {})).toEqual(['id', 'code', 'weight', 'sent_at'])
    expect(await parcels.select({ n: count() }).rows()).toEqual([{ n: 3 }])
  })

  test('streams', async () => {
    const codes: unknown[] = []
    for await (const row of db.table('parcels').orderBy('code').streamRows()) {
      codes.push(row['code'])
    }
    expect(codes).toEqual(['a', 'b', 'c'])
  })

  test('inserts one and many, and tells how many', async () => {
    expect(await db.table('parcels').insert({ code: 'd', weight: 0.25 })).toBe(1)
    expect(
      await db.table('parcels').insert([
        { code: 'e', weight: 1 },
        { code: 'f', weight: 2 }
      ])
    ).toBe(2)
    expect(await db.table('parcels').count()).toBe(6)
  })

  test('inserts and returns columns', async () => {
    const inserted = await db
      .table('parcels')
      .insertReturning([{ code: 'd' }, { code: 'e' }], ['id', 'code', 'weight'])
    expect(inserted).toMatchObject([
      { code: 'd', weight: null },
      { code: 'e', weight: null }
    ])
    expect(inserted.map(row => typeof row['id'])).toEqual(['number', 'number'])
  })

  test('updates and deletes, but not everything by accident', async () => {
    const parcels = db.table('parcels')
    expect(await parcels.where('code', 'a').update({ weight: 9 })).toBe(1)
    expect(await parcels.where('weight', '>', 2).update({ weight: sql`weight * ${2}` })).toBe(2)
    expect(await parcels.max('weight')).toBe(18)
    expect(await parcels.where('code', 'a').delete()).toBe(1)
    const refused = { code: 'INVALID_QUERY', names: /allRows/ } as const
    await expectFailure(() => parcels.update({ weight: 1 }), refused)
    await expectFailure(() => parcels.delete(), refused)
    expect(await parcels.allRows().delete()).toBe(2)
  })

  test('upserts', async () => {
    const parcels = db.table('parcels')
    await parcels.upsert({ code: 'a', weight: 7 }, { on: ['code'], update: ['weight'] })
    await parcels.upsert({ code: 'z', weight: 8 }, { on: ['code'], update: ['weight'] })
    const rows = await parcels.whereIn('code', ['a', 'z']).orderBy('code').select('weight').rows()
    expect(rows).toEqual([{ weight: 7 }, { weight: 8 }])
  })

  test('an unknown table or column is an error of the database', async () => {
    await expectFailure(() => db.table('parcel').rows(), {
      code: 'UNKNOWN_TABLE',
      table: 'parcel'
    })
    await expectFailure(() => db.table('parcels').where('wieght', 1).rows(), {
      code: 'UNKNOWN_COLUMN',
      column: 'wieght'
    })
    await expectFailure(() => db.table('parcels').insert({ code: 'x', wieght: 1 }), {
      code: 'UNKNOWN_COLUMN',
      column: 'wieght'
    })
    expect(await db.table('parcels').count()).toBe(3)
  })

  test('columns of the prototype are columns like others', async () => {
    for (const column of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      await expectFailure(() => db.table('parcels').where(column, 1).rows(), {
        code: 'UNKNOWN_COLUMN'
      })
    }
    const row = await db.sql`
      select 1 as ${sql.id('constructor')}, 2 as ${sql.id('__proto__')}`.first()
    expect(Object.entries(row ?? {})).toEqual([
      ['constructor', 1],
      ['__proto__', 2]
    ])
  })
})
