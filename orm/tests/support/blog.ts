import { belongsTo, belongsToMany, type Database, hasMany, hasOne, Model, t } from 'versa-orm'

/** A person who writes; the schema that most cases use. */
export class User extends Model.table('users', {
  id: t.id(),
  email: t.text({ length: 190 }).unique(),
  name: t.text(),
  age: t.int().nullable(),
  role: t.enum(['admin', 'member']).default('member'),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {
  static profile = hasOne(() => Profile, 'userId')
  static posts = hasMany(() => Post, 'userId')
  static friends = belongsToMany(() => User, {
    through: 'friendships',
    foreignKey: 'user_id',
    relatedKey: 'friend_id'
  })

  get initials(): string {
    return this.name.slice(0, 1)
  }
}

/** At most one per person. */
export class Profile extends Model.table('profiles', {
  id: t.id(),
  userId: t.int().unique().references('users', { onDelete: 'cascade' }).column('user_id'),
  bio: t.text()
}) {
  static user = belongsTo(() => User, 'userId')
}

/** What a person wrote; the author may be unknown. */
export class Post extends Model.table(
  'posts',
  {
    id: t.id(),
    userId: t.int().nullable().references('users', { onDelete: 'cascade' }).column('user_id'),
    title: t.text({ length: 200 }),
    published: t.boolean().default(false),
    meta: t.json<{ likes: number; tags?: string[] }>().nullable()
  },
  { indexes: [['userId', 'title']] }
) {
  static author = belongsTo(() => User, 'userId')
  static comments = hasMany(() => Comment, 'postId')
  static tags = belongsToMany(() => Tag, {
    through: () => PostTag,
    foreignKey: 'postId',
    relatedKey: 'tagId'
  })
}

/** What others wrote under it. */
export class Comment extends Model.table('comments', {
  id: t.id(),
  postId: t.int().references('posts', { onDelete: 'cascade' }).column('post_id'),
  body: t.text()
}) {
  static post = belongsTo(() => Post, 'postId')
}

/** A word to find posts by. */
export class Tag extends Model.table('tags', {
  id: t.id(),
  label: t.text({ length: 100 }).unique()
}) {
  static posts = belongsToMany(() => Post, {
    through: 'post_tags',
    foreignKey: 'tag_id',
    relatedKey: 'post_id'
  })
}

/** Which tags a post has. */
export class PostTag extends Model.table(
  'post_tags',
  {
    postId: t.int().references('posts', { onDelete: 'cascade' }).column('post_id'),
    tagId: t.int().references('tags', { onDelete: 'cascade' }).column('tag_id')
  },
  { primaryKey: ['postId', 'tagId'] }
) {}

/** Who knows whom. */
export class Friendship extends Model.table(
  'friendships',
  {
    userId: t.int().references('users', { onDelete: 'cascade' }).column('user_id'),
    friendId: t.int().references('users', { onDelete: 'cascade' }).column('friend_id')
  },
  { primaryKey: ['userId', 'friendId'] }
) {}

/** Parents first, so that rows are removed from the last to the first. */
export const blogModels = [User, Profile, Post, Comment, Tag, PostTag, Friendship] as const

/** Removes all rows, and leaves the tables. */
export async function emptyBlog(database: Database): Promise<void> {
  for (const model of [...blogModels].reverse()) {
    await model.using(database).query().allRows().delete()
  }
}
