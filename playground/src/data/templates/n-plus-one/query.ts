import { User } from './models'

// A statement for each user: 1 + 40. The panel Findings says so, and what would help.
const users = await User.orderBy('id').all()
const counts: Record<string, number> = {}
for (const user of users) {
  const posts = await user.related('posts').all()
  counts[user.name] = posts.length
}

// Two statements, however many users there are. Comment the loop out, and look at the SQL again.
const loaded = await User.orderBy('id').with({ posts: true }).all()

export default loaded.map(({ name, posts }) => ({ name, posts: posts.length, same: counts[name] }))
