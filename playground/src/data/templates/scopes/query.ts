import { Post, User } from './models'

// A scope is a part of a query with a name. `models.ts` has three.
show(await User.adult().count(), 'Adults')

export default Post.published().scope('likedBy', 60).with({ author: true }).orderBy('likes', 'desc')
