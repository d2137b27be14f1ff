// The blog of the page for those who come from Prisma: models of tables that Prisma made.
import { belongsTo, belongsToMany, connect, hasMany, hasOne, Model, t } from 'versa-orm'

export class User extends Model.table('User', {
  id: t.id(),
  email: t.text().unique(),
  name: t.text(),
  age: t.int({ bits: 32 }).nullable(),
  role: t.enum(['ADMIN', 'MEMBER']).default('MEMBER'),
  balance: t.decimal(12, 2).default('0'),
  createdAt: t.timestamp().defaultNow()
}) {
  static profile = hasOne(() => Profile, 'userId')
  static posts = hasMany(() => Post, 'authorId')
}

export class Profile extends Model.table('Profile', {
  id: t.id(),
  userId: t.int().unique().references('User', { onDelete: 'cascade' }),
  bio: t.text()
}) {
  static user = belongsTo(() => User, 'userId')
}

export class Post extends Model.table('Post', {
  id: t.id(),
  authorId: t.int().references('User', { onDelete: 'cascade' }),
  title: t.text(),
  published: t.boolean().default(false),
  views: t.int({ bits: 32 }).default(0),
  meta: t.json<{ lang: string; likes: number }>().nullable()
}) {
  static author = belongsTo(() => User, 'authorId')
  static tags = belongsToMany(() => Tag, {
    through: () => PostTag,
    foreignKey: 'postId',
    relatedKey: 'tagId'
  })
}

export class Tag extends Model.table('Tag', {
  id: t.id(),
  label: t.text().unique()
}) {
  static posts = belongsToMany(() => Post, {
    through: () => PostTag,
    foreignKey: 'tagId',
    relatedKey: 'postId'
  })
}

export class PostTag extends Model.table(
  '_PostToTag',
  {
    postId: t.int().references('Post', { onDelete: 'cascade' }).column('A'),
    tagId: t.int().references('Tag', { onDelete: 'cascade' }).column('B')
  },
  { primaryKey: ['postId', 'tagId'] }
) {}

export class Document extends Model.table(
  'Document',
  { id: t.id(), title: t.text() },
  { version: true, softDelete: { column: 'deletedAt' } }
) {}

/** The statements that ran, once the blog is there. */
export const statements: string[] = []

export const db = await connect('sqlite::memory:', { log: entry => statements.push(entry.sql) })

await db.schema.createIfMissing([User, Profile, Post, Tag, PostTag, Document])
if (!(await User.query().exists())) {
  const createdAt = new Date('2026-01-02T03:04:05Z')
  const [ada, grace, alan, edsger] = ['Ada', 'Grace', 'Alan', 'Edsger'].map((name, index) => ({
    id: index + 1,
    name,
    email: `${name.toLowerCase()}@example.com`,
    createdAt
  }))
  await User.create({ ...ada, age: 36, role: 'ADMIN', balance: '120.50' })
  await User.create({ ...grace, age: 45, balance: '80.25' })
  await User.create({ ...alan, age: 29 })
  await User.create({ ...edsger, balance: '15' })
  await Profile.createMany([
    { userId: 1, bio: 'Wrote the first program.' },
    { userId: 2, bio: 'Found the moth.' }
  ])
  const read = { published: true }
  await Post.createMany([
    { ...read, id: 1, authorId: 1, title: 'Notes', views: 12, meta: { lang: 'en', likes: 12 } },
    { published: false, id: 2, authorId: 1, title: 'Drafts', views: 0, meta: null },
    { ...read, id: 3, authorId: 2, title: 'Compilers', views: 30, meta: { lang: 'en', likes: 30 } },
    { ...read, id: 4, authorId: 3, title: 'Machines', views: 7, meta: { lang: 'fr', likes: 7 } }
  ])
  await Tag.createMany(['history', 'software', 'hardware'].map(label => ({ label })))
  await PostTag.createMany([
    { postId: 1, tagId: 1 },
    { postId: 1, tagId: 3 },
    { postId: 3, tagId: 1 },
    { postId: 3, tagId: 2 },
    { postId: 4, tagId: 3 }
  ])
  await Document.createMany(['Charter', 'Minutes', 'Budget'].map(title => ({ title })))
}
statements.length = 0
