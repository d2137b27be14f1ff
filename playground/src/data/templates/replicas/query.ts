import { Post } from './models'

// With `connect(url, { replicas: […] })` reads go to copies of the database. A session sees what it
// wrote: its reads go to the primary from its first write on. Here there is one database, so the
// code is the same and nothing else changes.
const likes = await db.session(async () => {
  const post = await Post.findOrFail(1)
  await post.increment('likes')
  return Post.where('id', 1).value('likes')
})
show(likes, 'Likes')

// Where a read must not be behind, it says so.
export default Post.where('id', 1).usePrimary()
