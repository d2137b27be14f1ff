import { User } from './models'

// One statement for each relation and level, however many users there are.
const users = await User.orderBy('id')
  .limit(5)
  .with({
    posts: posts => posts.scope('published').orderBy('likes', 'desc').limit(2).with({ tags: true })
  })
  .withCount('comments')
  .all()

for (const user of users) {
  console.log(
    user.name,
    user.commentsCount,
    user.posts.map(post => post.title)
  )
}

export default users
