import { type Database, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { expectFailure } from './support/failures.js'

class Reading extends Model.table('readings', {
  id: t.id(),
  label: t.text(),
  value: t.int()
}) {}

/** A table, and a model of it that takes its numbers for smaller ones than they are. */
class Big extends Model.table('bigs', { id: t.id(), n: t.bigint() }) {}
class Small extends Model.table('bigs', { id: t.id(), n: t.int() }) {}

const COUNT = 20_000

describeEachDatabase('results of many chunks', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Reading, Big])
    await Big.createMany(
      Array.from({ length: 10_000 }, (_, at) => ({ n: at === 9_000 ? 2n ** 60n : BigInt(at) }))
    )
    const rows = Array.from({ length: COUNT }, (_, at) => ({
      label: at % 1_000 === 999 ? `Ł ${at} 🦀` : `reading ${at}`,
      value: at
    }))
    for (let at = 0; at < COUNT; at += 5_000) await Reading.createMany(rows.slice(at, at + 5_000))
  })

  const check = (rows: readonly { readonly label: string; readonly value: number }[]) => {
    expect(rows).toHaveLength(COUNT)
    const wrong = rows.findIndex(
      ({ label, value }, at) => value !== at || !label.includes(` ${at}`)
    )
    expect(wrong).toBe(-1)
  }

  test('come whole and in order, as models and as rows', async () => {
    const models = await Reading.orderBy('value').all()
    check(models)
    expect(models.every(model => model instanceof Reading)).toBe(true)
    check(await Reading.orderBy('value').rows())
    check(await db.transaction(() => Reading.orderBy('value').rows()))
  })

  test('do not mix where several come at once', async () => {
    const results = await Promise.all([
      Reading.orderBy('value').rows(),
      Reading.orderBy('value', 'desc').rows(),
      Reading.where('value', '<', 10).orderBy('value').rows(),
      Reading.orderBy('value').all()
    ])
    check(results[0])
    check([...results[1]].reverse())
    expect(results[2].map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    check(results[3])
  })

  test('fail as a whole where a late row cannot be read', async () => {
    await expectFailure(() => Small.orderBy('id').rows(), { code: 'INVALID_VALUE', names: /n/ })
    await expectFailure(() => Small.orderBy('id').all(), { code: 'INVALID_VALUE', names: /n/ })
    expect(await Small.where('id', 1).rows()).toEqual([{ id: 1, n: 0 }])
    check(await Reading.orderBy('value').rows())
  })

  test('know what a late model was', async () => {
    const models = await Reading.orderBy('value').all()
    const late = models[COUNT - 2]
    if (late === undefined) throw new Error('there is no such row')
    late.label = 'changed'
    await late.save()
    expect(await Reading.findOrFail(late.id)).toMatchObject({ label: 'changed', value: COUNT - 2 })
    await Reading.where('id', late.id).update({ label: `reading ${COUNT - 2}` })
  })
})
