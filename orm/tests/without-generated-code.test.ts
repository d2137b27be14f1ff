import { belongsToMany, connect, type Database, hasMany, Model, t } from 'versa-orm'
import { beforeAll, expect, test, vi } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { StatementLog } from './support/statements.js'

class Parcel extends Model.table('parcels', {
  id: t.int().primary(),
  text: t.text().nullable(),
  big: t.bigint().nullable(),
  float: t.float().nullable(),
  yes: t.boolean().nullable(),
  at: t.timestamp().nullable(),
  day: t.date().nullable(),
  price: t.decimal(8, 2).nullable(),
  json: t.json<unknown>().nullable(),
  bytes: t.bytes().nullable(),
  uuid: t.uuid().nullable(),
  parentId: t.int().nullable().column('parent_id')
}) {
  static children = hasMany(() => Parcel, 'parentId')
  static carriers = belongsToMany(() => Carrier, {
    through: () => Trip,
    foreignKey: 'parcelId',
    relatedKey: 'carrierId',
    pivot: ['miles', 'note']
  })
}

class Carrier extends Model.table('carriers', { id: t.int().primary(), name: t.text() }) {}

class Trip extends Model.table(
  'trips',
  {
    parcelId: t.int().column('parcel_id'),
    carrierId: t.int().column('carrier_id'),
    miles: t.float(),
    note: t.text().nullable()
  },
  { primaryKey: ['parcelId', 'carrierId'] }
) {}

const full = {
  id: 1,
  text: 'Łódź 🦀',
  big: 2n ** 62n,
  float: 0.1,
  yes: true,
  at: new Date('2024-07-01T12:30:00.123Z'),
  day: '2026-01-31',
  price: '1.50',
  json: { a: [1, null] },
  bytes: new Uint8Array([0, 255]),
  uuid: 'abcdef00-1234-4abc-8def-0123456789ab',
  parentId: null
}
const nothing = Object.fromEntries(Object.keys(full).map(key => [key, null]))
const empty = { ...nothing, id: 2, parentId: 1 }
const other = { ...full, id: 3, text: 'latin', bytes: new Uint8Array([7]), parentId: 1 }

// It is asked once whether code may be made from text: here it may not.
beforeAll(async () => {
  vi.stubGlobal('Function', () => {
    throw new EvalError('code generation is not allowed here')
  })
  await using db = await connect('sqlite::memory:')
  await db.sql`select 1 as one`.rows()
  vi.unstubAllGlobals()
})

describeEachDatabase('without generated code', open => {
  const log = new StatementLog()
  let db: Database

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Parcel, Carrier, Trip])
    await Parcel.createMany([full, empty, other])
    await Carrier.create({ id: 5, name: 'Pony' })
    await Trip.create({ parcelId: 3, carrierId: 5, miles: 2.5, note: null })
  })

  test('rows and instances have their values', async () => {
    const rows = [full, empty, other]
    expect(await Parcel.orderBy('id').rows()).toEqual(rows)
    const instances = await Parcel.orderBy('id').all()
    expect(instances.map(instance => ({ ...instance }))).toEqual(rows)
    expect(instances.every(instance => instance instanceof Parcel)).toBe(true)
    expect(await Parcel.find(2)).toMatchObject(empty)
  })

  test('relations with their pairs, and values of related rows', async () => {
    const [parent] = await Parcel.where('id', 1)
      .withCount('children')
      .with({ children: q => q.orderBy('id').with({ carriers: true }) })
      .all()
    expect(parent?.childrenCount).toBe(2)
    expect(parent?.children.map(({ id }) => id)).toEqual([2, 3])
    expect(parent?.children[0]?.carriers).toEqual([])
    expect(parent?.children[1]?.carriers).toMatchObject([
      { id: 5, name: 'Pony', pivot: { miles: 2.5, note: null } }
    ])
  })

  test('saving writes what changed, of each kind of value', async () => {
    const changes = {
      text: 'other',
      big: -1n,
      float: null,
      yes: false,
      at: new Date(1_000),
      json: { a: [2] },
      bytes: new Uint8Array([1])
    }
    const row = await Parcel.findOrFail(3)
    expect(await log.during(() => row.save())).toEqual([])
    for (const [property, value] of Object.entries(changes)) {
      Object.assign(row, { [property]: value })
      const [update, ...more] = await log.during(() => row.save())
      expect(more).toEqual([])
      expect(update?.sql).toMatch(new RegExp(`SET .${property}. = \\S+ WHERE`))
    }
    expect(await Parcel.where('id', 3).rows()).toEqual([{ ...other, ...changes }])
    await Parcel.where('id', 3).update(changes)
    await Parcel.findOrFail(3).then(again => again.update({ ...other }))
  })

  test('streams', async () => {
    const ids: number[] = []
    for await (const { id } of Parcel.orderBy('id').stream()) ids.push(id)
    expect(ids).toEqual([1, 2, 3])
  })
})
