import { count, hasMany, Model, sum, t } from 'versa-orm'
import { Post, User } from './models'

// A model that is only read: the database computes its rows.
class Writer extends Model.view(
  'writers',
  { id: t.int(), name: t.text(), posts: t.int(), likes: t.int() },
  {
    as: () =>
      User.query()
        .join(Post, 'users.id', 'posts.userId')
        .where('posts.published', true)
        .select('users.id', 'users.name', { posts: count(), likes: sum('posts.likes') })
        .groupBy('users.id', 'users.name'),
    primaryKey: 'id'
  }
) {
  static written = hasMany(() => Post, 'userId')
}

await db.schema.createIfMissing([Writer])

export default Writer.where('posts', '>', 4).orderBy('likes', 'desc').limit(10)
