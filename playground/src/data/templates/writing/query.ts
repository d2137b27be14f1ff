import { ref } from 'versa-orm'
import { Post, Tag, User } from './models'

// Values of each row's own, in one statement.
await User.updateMany([
  { id: 1, age: 37 },
  { id: 2, age: 46 }
])

// Added in the database: what others add at the same time is not lost.
await Post.where('userId', 1).increment('likes', 10)

// A write with a join, and a column as a value.
await Post.query()
  .join(User, 'posts.userId', 'users.id')
  .where('users.role', 'admin')
  .update({ title: ref('users.name') })

// In batches, one transaction, as many as there are.
function* labels() {
  for (let at = 1; at <= 2_500; at++) yield { label: `label ${at}` }
}
console.log(await Tag.insertMany(labels()), 'tags')

export default Post.where('userId', 1).with({ author: true })
