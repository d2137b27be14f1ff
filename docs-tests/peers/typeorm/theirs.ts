// What the examples of TypeORM find beside them.
import { DataSource } from 'typeorm'
import { Document, Post, Profile, Tag, User } from './entities.js'

export { Document, Post, Profile, Tag, User } from './entities.js'

export const dataSource = await new DataSource({
  type: 'postgres',
  url: process.env['DATABASE_URL'] ?? '',
  entities: [User, Profile, Post, Tag, Document]
}).initialize()

export const users = dataSource.getRepository(User)
export const profiles = dataSource.getRepository(Profile)
export const posts = dataSource.getRepository(Post)
export const tags = dataSource.getRepository(Tag)
export const documents = dataSource.getRepository(Document)

/** What the tests close. */
export const db = { close: () => dataSource.destroy() }
