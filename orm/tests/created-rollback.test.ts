import { type Database, Model, t } from 'versa-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { failureOf } from './support/failures.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  label: t.text({ length: 80 }).unique(),
  amount: t.int().default(7)
}) {}

describeEachDatabase('instances whose insert is taken back', open => {
  let db: Database
  const undone = new Error('undone')

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Entry])
  })
  beforeEach(async () => {
    await Entry.query().allRows().delete()
  })

  /** Runs something in a transaction that is rolled back; what it gave. */
  async function takenBack<T>(work: () => Promise<T>): Promise<T> {
    let kept: { readonly value: T } | undefined
    const run = db.transaction(async () => {
      kept = { value: await work() }
      throw undone
    })
    await expect(run).rejects.toBe(undone)
    if (kept === undefined) throw new Error('nothing was made')
    return kept.value
  }

  const labels = async () => (await Entry.orderBy('id').all()).map(({ label }) => label)

  test('create: save adds it again', async () => {
    const entry = await takenBack(() => Entry.create({ label: 'a' }))
    expect({ ...entry }).toEqual({ label: 'a' })
    entry.label = 'b'
    await entry.save()
    expect(await Entry.find(entry.id)).toMatchObject({ label: 'b', amount: 7 })
    await entry.update({ amount: 8 })
    expect(await Entry.findOrFail(entry.id)).toMatchObject({ label: 'b', amount: 8 })
  })

  test('createMany, with rows that give different columns', async () => {
    const given = [{ label: 'a' }, { label: 'b', amount: 2 }, { label: 'c' }]
    const entries = await takenBack(() => Entry.createMany(given))
    expect(entries.map(entry => ({ ...entry }))).toEqual(given)
    for (const entry of entries) await entry.save()
    expect(await labels()).toEqual(['a', 'b', 'c'])
    expect(entries.map(({ amount }) => amount)).toEqual([7, 2, 7])
  })

  test('upsert', async () => {
    const entry = await takenBack(() => Entry.upsert({ label: 'a' }, { on: ['label'] }))
    await entry.save()
    expect(await labels()).toEqual(['a'])
  })

  test('make and save: the same', async () => {
    const entry = await takenBack(() => Entry.make({ label: 'a' }).save())
    expect({ ...entry }).toEqual({ label: 'a' })
    await entry.save()
    expect(await labels()).toEqual(['a'])
  })

  test('changes of it in the transaction are taken back with it', async () => {
    const entry = await takenBack(async () => {
      const made = await Entry.create({ label: 'a' })
      return made.update({ label: 'b' })
    })
    expect((await failureOf(() => entry.delete())).code).toBe('INVALID_QUERY')
    await entry.save()
    expect(await labels()).toEqual(['b'])
  })

  test('in a savepoint that is taken back, and in one that is kept', async () => {
    const made: Entry[] = []
    await db.transaction(async () => {
      made.push(await db.transaction(() => Entry.create({ label: 'kept' })))
      const inner = db.transaction(async () => {
        made.push(await Entry.create({ label: 'undone' }))
        throw undone
      })
      await expect(inner).rejects.toBe(undone)
    })
    for (const entry of made) await entry.update({ amount: 1 })
    expect(await labels()).toEqual(['kept', 'undone'])
  })

  test('in a transaction that is kept it has its row', async () => {
    const entry = await db.transaction(() => Entry.create({ label: 'a' }))
    await entry.update({ label: 'b' })
    expect(await labels()).toEqual(['b'])
  })
})
