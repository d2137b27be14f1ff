import { hasMany, type Instance, Model, type ModelInsert, type ModelRow, t } from 'versa-orm'
import { expectType, Post, type Seat, type User } from './support.js'

declare const user: User

// The properties are the columns, and what the class adds.
expectType<number>()(user.id)
expectType<string>()(user.name)
expectType<number | null>()(user.age)
expectType<'admin' | 'member'>()(user.role)
expectType<string>()(user.balance)
expectType<bigint>()(user.visits)
expectType<Date>()(user.createdAt)
expectType<string>()(user.initials)
expectType<{ likes: number } | null>()({} as Post['meta'])
expectType<Uint8Array | null>()({} as Seat['map'])
expectType<string>()({} as Seat['day'])

// They can be written.
user.age = null
user.role = 'admin'
// @ts-expect-error A name is no number.
user.name = 5
// @ts-expect-error A name cannot be null.
user.name = null
// @ts-expect-error There is no such role.
user.role = 'owner'
// @ts-expect-error There is no such column.
user.nope

// What is nullable or has a default may be left out.
const insert: ModelInsert<typeof User> = { email: 'a', name: 'b' }
expectType<ModelInsert<typeof User>>()(insert)
// @ts-expect-error The name is missing.
const incomplete: ModelInsert<typeof User> = { email: 'a' }

const row: ModelRow<typeof Post> = { id: 1, userId: null, title: '', published: true, meta: null }

// An instance of a query is one of the class.
declare const loaded: Instance<typeof User>
const same: User = loaded

// Options name columns.
// @ts-expect-error There is no such column to index.
Model.table('x', { id: t.id() }, { indexes: [['nope']] })
// @ts-expect-error There is no such column for the key.
Model.table('x', { id: t.id() }, { primaryKey: ['nope'] })

// Columns refuse defaults of another type.
// @ts-expect-error A number is no text.
t.text().default(5)
// @ts-expect-error There is no such member.
t.enum(['a', 'b']).default('c')
// @ts-expect-error Only days and instants have a now.
t.text().defaultNow()
// @ts-expect-error There is no such action.
t.int().references('users', { onDelete: 'explode' })
t.timestamp().defaultNow().nullable()
t.int().default(() => 5)

// Relations name columns of the other model.
hasMany(() => Post, 'userId')
// @ts-expect-error The other model has no such column.
hasMany(() => Post, 'user_id')

void [incomplete, row, same]
