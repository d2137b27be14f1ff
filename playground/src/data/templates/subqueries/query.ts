import { Post, User } from './models'

// A query is a value: of a filter, of a selection, or what is joined.
const writers = Post.published().select('userId')
show(await User.whereNotIn('id', writers).pluck('name'), 'Have published nothing')

const latest = Post.query().whereColumn('userId', 'users.id').orderBy('createdAt', 'desc').limit(1)

export default User.query()
  .select('name', { latest: latest.select('title') })
  .orderBy('id')
  .limit(10)
  .rows()
