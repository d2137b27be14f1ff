import {
  type Change,
  hasMany,
  type Instance,
  Model,
  type ModelInsert,
  type ModelRow,
  type ModelWritable,
  t
} from 'versa-orm'
import { expectType, Post, type User } from './support.js'

class Note extends Model.table(
  'notes',
  {
    id: t.id(),
    userId: t.int(),
    title: t.text(),
    words: t.int().default(0),
    createdAt: t.timestamp().column('made')
  },
  {
    timestamps: true,
    version: true,
    fillable: ['title', 'words', 'createdAt'],
    hidden: ['version', 'updatedAt'],
    indexes: [['updatedAt', 'title']]
  }
) {
  static replies = hasMany(() => Note, 'userId')
}

class Visit extends Model.table(
  'visits',
  { id: t.id(), path: t.text(), secret: t.text() },
  { timestamps: { createdAt: 'firstAt', updatedAt: false }, version: 'count', guarded: ['secret'] }
) {}

class Event extends Model.table('events', { id: t.id() }, { timestamps: true, version: true }) {}

// Options add columns, which need not be given.
expectType<Date>()({} as Note['updatedAt'])
expectType<Date>()({} as Note['createdAt'])
expectType<number>()({} as Note['version'])
expectType<Date>()({} as Visit['firstAt'])
expectType<number>()({} as Visit['count'])
const row: ModelRow<typeof Event> = {
  id: 1,
  createdAt: new Date(),
  updatedAt: new Date(),
  version: 1
}
const insert: ModelInsert<typeof Event> = {}
const full: ModelInsert<typeof Event> = { createdAt: new Date(), updatedAt: new Date() }
// @ts-expect-error The version is counted, not given.
const counted: ModelInsert<typeof Event> = { version: 1 }
// @ts-expect-error The version is counted, not set.
const set: ModelWritable<typeof Event> = { id: 1, version: 1 }
// @ts-expect-error There is no updatedAt.
type None = Visit['updatedAt']
// @ts-expect-error Without the option there is none.
type NoVersion = User['version']

// Options name columns.
const some = { id: t.id(), label: t.text() }
// @ts-expect-error There is no such column.
Model.table('x', some, { fillable: ['nope'] })
// @ts-expect-error There is no such column.
Model.table('x', some, { guarded: ['nope'] })
// @ts-expect-error There is no such column.
Model.table('x', some, { hidden: ['nope'] })
// @ts-expect-error There is no such column.
Model.table('x', some, { visible: ['label', 'nope'] })
// @ts-expect-error Nothing keeps an updatedAt.
Model.table('x', some, { indexes: [['updatedAt']] })
// @ts-expect-error It is true or names.
Model.table('x', some, { timestamps: 'yes' })
Model.table('x', some, { fillable: [], visible: ['id'], timestamps: false, version: false })

/** What compiles; never run. */
export async function filling(note: Instance<typeof Note>, visit: Visit): Promise<void> {
  await Note.create({ title: 'a' })
  await Note.create({ title: 'a', words: 5, createdAt: new Date() })
  // @ts-expect-error It is not fillable.
  await Note.create({ title: 'a', userId: 1 })
  // @ts-expect-error It is not fillable.
  await Note.createMany([{ title: 'a', id: 1 }])
  // @ts-expect-error It is not fillable.
  Note.make({ userId: 1 })
  // @ts-expect-error It is not fillable.
  await Note.upsert({ title: 'a', userId: 1 }, { on: ['title'] })
  // @ts-expect-error It is not fillable.
  await note.update({ userId: 1 })
  // @ts-expect-error It is not fillable.
  await Note.where('id', 1).update({ userId: 1 })
  await Visit.create({ path: '/' })
  // @ts-expect-error It is guarded.
  await visit.update({ secret: 'x' })

  note.userId = 5
  note.forceFill({ userId: 1 })
  // @ts-expect-error Nobody sets the version.
  note.forceFill({ version: 1 })
  const All = Note.unguarded()
  const made = await All.create({ title: 'a', userId: 1 })
  expectType<number>()(made.userId)
  // @ts-expect-error Both are wanted.
  await All.create({ title: 'a' })
  await All.where('id', 1).update({ userId: 1 })
  await All.with({ replies: true }).first()
  // @ts-expect-error The instance is as guarded as ever.
  await made.update({ userId: 1 })
  expectType<Note>()((note as Note).fill({ anything: 1 } as unknown))
}

/** What compiles; never run. */
export async function tracking(user: User, linked: Instance<typeof Post>): Promise<void> {
  expectType<boolean>()(user.isDirty())
  user.isClean('name', 'age')
  user.wasChanged('name')
  // @ts-expect-error There is no such column.
  user.isDirty('nope')
  expectType<Change<number | null> | undefined>()(user.getDirty().age)
  expectType<bigint | undefined>()(user.getOriginal('visits'))
  expectType<Date | undefined>()(user.getOriginal().createdAt)
  // @ts-expect-error There is no such column.
  user.getOriginal('nope')
  expectType<User>()(await user.refresh())
  expectType<User>()(await user.touch())
  expectType<Instance<typeof Post> | null>()(await linked.fresh())
  expectType<Instance<typeof Post>>()(linked.replicate(['title']))
  // @ts-expect-error There is no such column.
  linked.replicate(['nope'])
  const loaded = await linked.load({ tags: true })
  loaded.makeHidden('tags', 'title').tags
  // @ts-expect-error There is nothing of that name.
  loaded.makeVisible('nope')
  await Post.query().makeHidden('title').first()
  // @ts-expect-error There is no such column.
  Post.makeHidden('nope')
  expectType<number>()(await Post.withoutTimestamps(async () => 5))
}

/** What compiles; never run. */
export function showing(note: Note, user: User): void {
  note.toJSON().title
  // @ts-expect-error A model that hides nothing has none.
  user.toJSON()
}

void [row, insert, full, counted, set, {} as None, {} as NoVersion]
