import {
  belongsTo,
  hasMany,
  type Instance,
  Model,
  type ModelKey,
  type ModelRow,
  t
} from 'versa-orm'
import { expectType, Post, User } from './support.js'

class Writer extends Model.view(
  'writers',
  { id: t.int(), name: t.text(), posts: t.int() },
  { as: () => User.query().select('id', 'name'), primaryKey: 'id' }
) {
  static written = hasMany(() => Post, 'userId')
}

class Pair extends Model.view(
  'pairs',
  { a: t.int(), b: t.text(), c: t.int() },
  { primaryKey: ['a', 'b'] }
) {}

class Keyless extends Model.view('keyless', { id: t.id(), name: t.text().nullable() }) {
  static writer = belongsTo(() => Writer, 'id')
}

// They are read like tables.
declare const writer: Instance<typeof Writer>
expectType<number>()(writer.id)
expectType<string>()(writer.name)
expectType<Promise<Instance<typeof Writer> | null>>()(Writer.find(1))
const loaded = await Writer.with({ written: { author: true } }).firstOrFail()
expectType<string>()(loaded.written[0]?.title ?? '')
const row: ModelRow<typeof Writer> = { id: 1, name: '', posts: 0 }
const names: string[] = await Writer.where('posts', '>', 5).pluck('name')
const query = Post.query().join(Writer, 'posts.userId', 'writers.id').select('writers.name')
await Keyless.with({ writer: true }).all()

// The option names the key.
expectType<ModelKey<typeof Writer>>()(1 as number)
expectType<ModelKey<typeof Pair>>()({} as { a: number; b: string })
expectType<ModelKey<typeof Keyless>>()(1 as number)
// @ts-expect-error The key is a number.
Writer.find('1')
// @ts-expect-error The key has another column.
Pair.find({ a: 1 })
// @ts-expect-error There is no such column for the key.
Model.view('x', { id: t.int() }, { primaryKey: 'nope' })
// @ts-expect-error There is no such column to index.
Model.view('x', { id: t.int() }, { materialized: true, indexes: [['nope']] })

// They are not written.
// @ts-expect-error Views have no create.
Writer.create({ id: 1, name: '', posts: 0 })
// @ts-expect-error Views have no createMany.
Writer.createMany([])
// @ts-expect-error Views have no upsert.
Writer.upsert({ id: 1 }, { on: ['id'] })
// @ts-expect-error Views have no make.
Writer.make({})
// @ts-expect-error Their rows are not updated.
Writer.where('id', 1).update({ name: '' })
// @ts-expect-error Not even with nothing.
Writer.where('id', 1).update({})
// @ts-expect-error Their rows are not deleted.
Writer.where('id', 1).delete()
// @ts-expect-error Their instances are not saved.
writer.save()
// @ts-expect-error Their instances are not updated.
writer.update({ name: '' })
// @ts-expect-error Their instances are not deleted.
writer.delete()
// @ts-expect-error Their properties are not set.
writer.name = ''
// Rows that refer to them are.
await writer.related('written').create({ title: '', published: true })

await Writer.refresh({ concurrently: true })
// @ts-expect-error Tables are not refreshed.
User.refresh()

void [row, names, query]
