import { Post, User } from './models'

// Once: a second run finds the user that the first one made.
const user = await User.firstOrCreate({ email: 'user1@example.com' }, { name: 'User 1', age: 36 })
await Post.createMany([
  { userId: user.id, title: 'Notes on the engine' },
  { userId: user.id, title: 'On numbers' }
])

// Hover over `posts`: it is in the type because it was loaded.
export default User.where('age', '>', 18).with({ posts: true })
