// A blog: users, their posts, comments, tags.
import { belongsTo, belongsToMany, hasMany, hasOne, Model, scope, t } from 'versa-orm'

export class User extends Model.table('users', {
  id: t.id(),
  name: t.text(),
  email: t.text({ length: 255 }).unique(),
  age: t.int().nullable(),
  role: t.enum(['admin', 'member']).default('member')
}) {
  static posts = hasMany(() => Post, 'userId')
  static comments = hasMany(() => Comment, 'userId')
  static latestPost = hasOne(() => Post, 'userId').latestOfMany()
  static adult = scope(
    () => User,
    q => q.where('age', '>=', 18)
  )
}

export class Post extends Model.table('posts', {
  id: t.id(),
  userId: t.int().references('users', { onDelete: 'cascade' }).column('user_id').index(),
  title: t.text(),
  published: t.boolean().default(false),
  likes: t.int().default(0),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {
  static author = belongsTo(() => User, 'userId')
  static comments = hasMany(() => Comment, 'postId')
  static tags = belongsToMany(() => Tag, {
    through: () => PostTag,
    foreignKey: 'postId',
    relatedKey: 'tagId'
  })
  static published = scope(
    () => Post,
    q => q.where('published', true)
  )
  static likedBy = scope(
    () => Post,
    (q, least: number) => q.where('likes', '>=', least)
  )
}

export class Comment extends Model.table('comments', {
  id: t.id(),
  postId: t.int().references('posts', { onDelete: 'cascade' }).column('post_id').index(),
  userId: t.int().references('users', { onDelete: 'cascade' }).column('user_id').index(),
  text: t.text()
}) {
  static post = belongsTo(() => Post, 'postId')
  static author = belongsTo(() => User, 'userId')
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
