import { type Database, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure, fromOutside } from './support/failures.js'
import { StatementLog } from './support/statements.js'

class Parcel extends Model.table('parcels', {
  id: t.id(),
  label: t.text(),
  weight: t.bigint().default(0n),
  price: t.decimal(10, 2).default('0.00'),
  sentAt: t.timestamp().nullable().column('sent_at'),
  meta: t.json<{ tags: string[] }>().nullable(),
  seal: t.bytes().nullable(),
  fragile: t.boolean().default(false)
}) {}

const values = {
  label: 'a',
  weight: 2n ** 60n,
  price: '12.50',
  sentAt: new Date('2026-01-31T12:00:00.125Z'),
  meta: { tags: ['x'] },
  seal: Uint8Array.of(1, 2, 3),
  fragile: true
}

describeEachDatabase('dirty tracking', open => {
  let db: Database
  const log = new StatementLog()

  beforeAll(async () => {
    db = await open({ log: log.record })
    await db.schema.create([Parcel])
  })
  beforeEach(async () => {
    await Parcel.query().allRows().delete()
  })

  /** An instance as each way to get one gives it: of few rows, of many, just written. */
  const ways: Record<string, () => Promise<Parcel>> = {
    create: () => Parcel.create(values),
    'make and save': () => Parcel.make(values).save(),
    find: async () => Parcel.findOrFail((await Parcel.create(values)).id),
    'all of many': async () => {
      const made = await Parcel.createMany(Array.from({ length: 40 }, () => values))
      const all = await Parcel.orderBy('id').all()
      expect(all.length).toBe(made.length)
      return all[17] as Parcel
    }
  }

  describe.each(Object.entries(ways))('of an instance of %s', (_, make) => {
    test('nothing is dirty, and the originals are what was read', async () => {
      const parcel = await make()
      expect(parcel.isDirty()).toBe(false)
      expect(parcel.isClean()).toBe(true)
      expect(parcel.getDirty()).toEqual({})
      expect(parcel.getOriginal()).toEqual({ id: parcel.id, ...values })
      expect(parcel.getOriginal()).toEqual({ ...parcel })
      expect(parcel.getOriginal('weight')).toBe(2n ** 60n)
    })

    test('what is set shows, by column, with both values', async () => {
      const parcel = await make()
      parcel.label = 'b'
      parcel.sentAt = null
      parcel.weight = 5n
      expect(parcel.isDirty()).toBe(true)
      expect(parcel.isDirty('label')).toBe(true)
      expect(parcel.isDirty('price')).toBe(false)
      expect(parcel.isDirty('price', 'label')).toBe(true)
      expect(parcel.isClean('price', 'meta')).toBe(true)
      expect(parcel.isClean('price', 'label')).toBe(false)
      expect(parcel.getDirty()).toEqual({
        label: { from: 'a', to: 'b' },
        sentAt: { from: values.sentAt, to: null },
        weight: { from: 2n ** 60n, to: 5n }
      })
      parcel.label = 'a'
      expect(parcel.isDirty('label')).toBe(false)
    })

    test('documents, instants and bytes that change in place show', async () => {
      const parcel = await make()
      parcel.meta?.tags.push('y')
      parcel.sentAt?.setTime(0)
      parcel.seal?.set([9])
      expect(parcel.getDirty()).toEqual({
        meta: { from: { tags: ['x'] }, to: { tags: ['x', 'y'] } },
        sentAt: { from: values.sentAt, to: new Date(0) },
        seal: { from: Uint8Array.of(1, 2, 3), to: Uint8Array.of(9, 2, 3) }
      })
    })

    test('originals can be changed without changing what they were', async () => {
      const parcel = await make()
      parcel.getOriginal('meta')?.tags.push('y')
      parcel.getOriginal('sentAt')?.setTime(0)
      parcel.getOriginal('seal')?.fill(0)
      expect(parcel.getOriginal()).toEqual({ id: parcel.id, ...values })
      expect(parcel.isDirty()).toBe(false)
    })

    test('after a save nothing is dirty, and wasChanged says what was written', async () => {
      const parcel = await make()
      expect(parcel.wasChanged()).toBe(false)
      parcel.label = 'b'
      parcel.meta = null
      await parcel.save()
      expect(parcel.isDirty()).toBe(false)
      expect(parcel.getOriginal('label')).toBe('b')
      expect(parcel.wasChanged()).toBe(true)
      expect(parcel.wasChanged('label')).toBe(true)
      expect(parcel.wasChanged('price', 'meta')).toBe(true)
      expect(parcel.wasChanged('price')).toBe(false)
      await parcel.save()
      expect(parcel.wasChanged('label')).toBe(true)
      await parcel.update({ price: '1.00' })
      expect(parcel.wasChanged('label')).toBe(false)
      expect(parcel.wasChanged('price')).toBe(true)
    })
  })

  test('of a new instance what is set is dirty', async () => {
    const parcel = Parcel.make({ label: 'a' })
    expect(parcel.isDirty()).toBe(true)
    expect(parcel.isDirty('weight')).toBe(false)
    expect(parcel.getOriginal()).toEqual({})
    expect(parcel.getOriginal('label')).toBeUndefined()
    expect(parcel.getDirty()).toEqual({ label: { from: undefined, to: 'a' } })
    expect(new Parcel().isDirty()).toBe(false)
    await parcel.save()
    expect(parcel.wasChanged()).toBe(false)
    await parcel.delete()
    expect(parcel.isDirty()).toBe(true)
  })

  test('a save that fails leaves it as it was', async () => {
    const parcel = await Parcel.create(values)
    parcel.label = fromOutside(null)
    await expectFailure(() => parcel.save(), { code: 'NOT_NULL_VIOLATION' })
    expect(parcel.getDirty()).toEqual({ label: { from: 'a', to: null } })
    expect(parcel.wasChanged()).toBe(false)
  })

  test('a rollback makes dirty again what it took back', async () => {
    const parcel = await Parcel.create(values)
    await parcel.update({ label: 'b' })
    const undone = new Error('undone')
    const run = db.transaction(async () => {
      await parcel.update({ price: '9.00' })
      throw undone
    })
    await expect(run).rejects.toBe(undone)
    expect(parcel.getDirty()).toEqual({ price: { from: '12.50', to: '9.00' } })
    expect(parcel.wasChanged('label')).toBe(true)
    expect(parcel.wasChanged('price')).toBe(false)
    await parcel.save()
    expect((await Parcel.findOrFail(parcel.id)).price).toBe('9.00')
  })

  test('asking runs no statement', async () => {
    const parcel = await Parcel.create(values)
    const statements = await log.sqlOf(() => {
      parcel.label = 'b'
      return [parcel.isDirty(), parcel.getDirty(), parcel.getOriginal(), parcel.wasChanged()]
    })
    expect(statements).toEqual([])
  })

  test('names that are no column are refused', async () => {
    const parcel = await Parcel.create(values)
    const name = fromOutside<'label'>('lable')
    const expected = { code: 'UNKNOWN_COLUMN', names: /label/ } as const
    await expectFailure(() => parcel.isDirty(name), expected)
    await expectFailure(() => parcel.isClean(name), expected)
    await expectFailure(() => parcel.getOriginal(name), expected)
    await expectFailure(() => parcel.wasChanged(name), expected)
    await expectFailure(() => parcel.isDirty(fromOutside('__proto__')), { code: 'UNKNOWN_COLUMN' })
  })

  test('what was not changed is never dirty, and what was is written: any values', async () => {
    const parcels = await Parcel.createMany(Array.from({ length: 20 }, () => values))
    let seed = 7
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    const others: Partial<typeof values>[] = [
      { label: 'z' },
      { weight: -1n },
      { price: '0.01' },
      { sentAt: new Date(86_400_000) },
      { meta: { tags: [] } },
      { seal: Uint8Array.of() },
      { fragile: false },
      {}
    ]
    const loaded = await Parcel.orderBy('id').all()
    for (const [at, parcel] of loaded.entries()) {
      const changes = Object.assign({}, others[random(8)], others[random(8)])
      parcel.forceFill(changes)
      expect(Object.keys(parcel.getDirty()).sort()).toEqual(Object.keys(changes).sort())
      await parcel.save()
      const again = await Parcel.findOrFail(parcels[at]?.id ?? 0)
      expect({ ...again }).toEqual({ id: parcel.id, ...values, ...changes })
      expect(parcel.getOriginal()).toEqual({ ...again })
    }
  })
})
