import { belongsTo, hasMany, Model, t } from 'versa-orm'

export class User extends Model.table('users', {
  id: t.id(),
  email: t.text().unique(),
  name: t.text(),
  age: t.int().nullable()
}) {
  static posts = hasMany(() => Post, 'userId')
}

export class Post extends Model.table('posts', {
  id: t.id(),
  userId: t.int().references('users', { onDelete: 'cascade' }).column('user_id'),
  title: t.text()
}) {
  static author = belongsTo(() => User, 'userId')
}
