import type { Template } from '../catalogue'

const models = `import { belongsTo, hasMany, Model, t } from 'versa-orm'

export class User extends Model.table('users', {
  id: t.id(),
  email: t.text({ length: 255 }).unique(),
  name: t.text(),
  age: t.int().nullable()
}) {
  static posts = hasMany(() => Post, 'userId')
}

export class Post extends Model.table('posts', {
  id: t.id(),
  userId: t.int().references('users', { onDelete: 'cascade' }).column('user_id'),
  title: t.text(),
  published: t.boolean().default(false)
}) {
  static author = belongsTo(() => User, 'userId')
}
`

const seed = `// Runs once, as long as the tables are empty.
import { Post, User } from './models'

await User.createMany([
  { id: 1, name: 'Ada', email: 'ada@example.com', age: 36 },
  { id: 2, name: 'Grace', email: 'grace@example.com', age: 45 },
  { id: 3, name: 'Alan', email: 'alan@example.com', age: 29 },
  { id: 4, name: 'Edsger', email: 'edsger@example.com', age: null }
])
await Post.createMany([
  { userId: 1, title: 'Notes on the engine', published: true },
  { userId: 1, title: 'Drafts' },
  { userId: 2, title: 'A compiler for everyone', published: true },
  { userId: 3, title: 'Can machines think?', published: true }
])
`

const query = `import { User } from './models'

// Two statements, however many users: the posts of all come with one query.
const users = await User.where('age', '>', 30).with({ posts: true }).orderBy('name').all()

show(users.map(user => \`\${user.name} wrote \${user.posts.length}\`), 'Who wrote how much')

export default users
`

export const blog: Template = {
  id: 'blog',
  title: 'Blog',
  group: 'First steps',
  description: 'Users and their posts: models, a relation, a query.',
  database: 'empty',
  files: [
    { name: 'models.ts', text: models },
    { name: 'seed.ts', text: seed },
    { name: 'query.ts', text: query }
  ]
}
