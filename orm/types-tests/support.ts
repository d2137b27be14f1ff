import { belongsTo, belongsToMany, hasMany, hasOne, Model, t } from 'versa-orm'

/** Whether two types are the same, and not only assignable to each other. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles where the value's type is exactly the one that is named. */
export function expectType<Expected>() {
  return <Actual>(
    _value: Actual,
    ..._same: Same<Actual, Expected> extends true ? [] : [never]
  ) => {}
}

export class User extends Model.table('users', {
  id: t.id(),
  email: t.text().unique(),
  name: t.text(),
  age: t.int().nullable(),
  role: t.enum(['admin', 'member']).default('member'),
  balance: t.decimal(12, 2).default('0.00'),
  visits: t.bigint().default(0n),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {
  static posts = hasMany(() => Post, 'userId')
  static profile = hasOne(() => Profile, 'userId')

  get initials(): string {
    return this.name.slice(0, 1)
  }
}

export class Profile extends Model.table('profiles', {
  id: t.id(),
  userId: t.int().references('users', { onDelete: 'cascade' }),
  bio: t.text()
}) {
  static user = belongsTo(() => User, 'userId')
}

export class Post extends Model.table(
  'posts',
  {
    id: t.id(),
    userId: t.int().nullable(),
    title: t.text({ length: 200 }),
    published: t.boolean().default(false),
    meta: t.json<{ likes: number }>().nullable()
  },
  { indexes: [['userId', 'title'], { columns: ['title'], name: 'by_title' }] }
) {
  static author = belongsTo(() => User, 'userId')
  static tags = belongsToMany(() => Tag, {
    through: () => PostTag,
    foreignKey: 'postId',
    relatedKey: 'tagId'
  })
}

export class Tag extends Model.table('tags', { id: t.id(), label: t.text() }) {
  static posts = belongsToMany(() => Post, {
    through: 'post_tags',
    foreignKey: 'tag_id',
    relatedKey: 'post_id'
  })
}

export class PostTag extends Model.table(
  'post_tags',
  { postId: t.int().column('post_id'), tagId: t.int().column('tag_id') },
  { primaryKey: ['postId', 'tagId'], uniques: [], schema: undefined }
) {}

/** Its columns say themselves that they are the key. */
export class Seat extends Model.table('seats', {
  row: t.int().primary(),
  number: t.int().primary(),
  code: t.uuid(),
  day: t.date().defaultNow(),
  map: t.bytes().nullable()
}) {}
