import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'
import { columns, Holder, holding, samples, valueColumns } from './support/every-type.js'
import { expectFailure } from './support/failures.js'
import { hostileStrings } from './support/hostile.js'

class Text extends Model.table('texts', { id: t.id(), text: t.text() }) {}

describeEachDatabase('values in the definition of a view', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open()
  })

  test('are the values of the query, however they look', async () => {
    const texts = hostileStrings.filter(text => !text.includes('\0'))
    await db.schema.create([Text])
    await Text.createMany(texts.map(text => ({ text })))
    for (const text of texts) {
      const queries = [
        () => Text.where('text', text),
        () => Text.whereIn('text', [text, 'x']),
        () => Text.whereNotIn('text', [text]),
        () => Text.where(sql`text = ${text}`)
      ]
      for (const as of queries) {
        class View extends Model.view('texts_view', { id: t.int(), text: t.text() }, { as }) {}
        await db.schema.create([View])
        const found = await View.orderBy('id').pluck('text')
        expect(found, text).toEqual(await as().orderBy('id').pluck('text'))
        await db.schema.drop([View])
      }
    }
    expect(await Text.count()).toBe(texts.length)
    await db.schema.drop([Text])
  })

  test('of every type are those of the column', async () => {
    await db.schema.create([Holder])
    for (const column of valueColumns.filter(name => name !== 'json' && name !== 'bytes')) {
      const values: readonly unknown[] = samples[column].filter(
        value => typeof value !== 'string' || value.length < 1_000
      )
      await Holder.query().allRows().delete()
      await Holder.createMany(values.map(value => holding(column, value)))
      for (const value of values) {
        const as = () => Holder.where(holding(column, value)).select('id', { value: column })
        const shape = { id: t.int(), value: columns[column]().nullable() }
        class View extends Model.view('holders_view', shape, { as }) {}
        await db.schema.create([View])
        const rows: unknown = await View.query().rows()
        expect(rows, `${column} ${value}`).toEqual(await as().rows())
        expect(rows, `${column} ${value}`).toMatchObject([{ value }])
        await db.schema.drop([View])
      }
    }
    await db.schema.drop([Holder])
  })

  test('that no literal can hold are refused', async () => {
    const bytes = () => Holder.where('bytes', Uint8Array.of(1)).select('id')
    const nul = () => Holder.where('text', 'a\0b').select('id')
    for (const as of traits.nulInText ? [bytes, nul] : [bytes]) {
      class View extends Model.view('refused_view', { id: t.int() }, { as }) {}
      await expectFailure(() => db.schema.create([View]), { code: 'INVALID_MODEL' })
    }
  })
})
