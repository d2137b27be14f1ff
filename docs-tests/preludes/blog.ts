// A blog with four users: what the pages' examples begin with, unless they make their own.
import { belongsTo, belongsToMany, connect, hasMany, hasOne, Model, t } from 'versa-orm'

export class User extends Model.table('users', {
  id: t.id(),
  email: t.text({ length: 255 }).unique(),
  name: t.text(),
  age: t.int().nullable(),
  role: t.enum(['admin', 'member']).default('member'),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {
  static posts = hasMany(() => Post, 'userId')
  static profile = hasOne(() => Profile, 'userId')

  get initials() {
    return this.name.slice(0, 1)
  }
}

export class Profile extends Model.table('profiles', {
  id: t.id(),
  userId: t.int().unique().references('users', { onDelete: 'cascade' }).column('user_id'),
  bio: t.text()
}) {
  static user = belongsTo(() => User, 'userId')
}

export class Post extends Model.table('posts', {
  id: t.id(),
  userId: t.int().references('users', { onDelete: 'cascade' }).column('user_id'),
  title: t.text(),
  published: t.boolean().default(false),
  meta: t.json<{ likes: number }>().nullable()
}) {
  static author = belongsTo(() => User, 'userId')
  static tags = belongsToMany(() => Tag, {
    through: () => PostTag,
    foreignKey: 'postId',
    relatedKey: 'tagId'
  })
}

export class Tag extends Model.table('tags', {
  id: t.id(),
  label: t.text({ length: 50 }).unique()
}) {
  static posts = belongsToMany(() => Post, {
    through: () => PostTag,
    foreignKey: 'tagId',
    relatedKey: 'postId'
  })
}

export class PostTag extends Model.table(
  'post_tags',
  {
    postId: t.int().references('posts', { onDelete: 'cascade' }).column('post_id'),
    tagId: t.int().references('tags', { onDelete: 'cascade' }).column('tag_id')
  },
  { primaryKey: ['postId', 'tagId'] }
) {}

/** The statements that ran, once the blog is there. */
export const statements: string[] = []

export const db = await connect('sqlite::memory:', { log: entry => statements.push(entry.sql) })

await db.schema.create([User, Profile, Post, Tag, PostTag])
const createdAt = new Date('2026-01-02T03:04:05Z')
await User.createMany([
  { name: 'Ada', email: 'ada@example.com', age: 36, role: 'admin', createdAt },
  { name: 'Grace', email: 'grace@example.com', age: 45, createdAt },
  { name: 'Alan', email: 'alan@example.com', age: 29, createdAt },
  { name: 'Edsger', email: 'edsger@example.com', age: null, createdAt }
])
await Profile.createMany([
  { userId: 1, bio: 'Wrote the first program.' },
  { userId: 2, bio: 'Found the moth.' }
])
await Post.createMany([
  { userId: 1, title: 'Notes', published: true, meta: { likes: 12 } },
  { userId: 1, title: 'Drafts', published: false, meta: null },
  { userId: 2, title: 'Compilers', published: true, meta: { likes: 30 } },
  { userId: 3, title: 'Machines', published: true, meta: { likes: 7 } }
])
await Tag.createMany([{ label: 'history' }, { label: 'software' }, { label: 'hardware' }])
await PostTag.createMany([
  { postId: 1, tagId: 1 },
  { postId: 1, tagId: 3 },
  { postId: 3, tagId: 1 },
  { postId: 3, tagId: 2 },
  { postId: 4, tagId: 3 }
])
statements.length = 0
