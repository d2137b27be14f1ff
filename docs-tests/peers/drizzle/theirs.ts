// What the examples of Drizzle find beside them.
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import * as schema from './schema.js'

export { documents, posts, postTags, profiles, role, tags, users } from './schema.js'

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] })

/** `close` is for the tests. */
export const db = Object.assign(drizzle(pool, { schema }), { close: () => pool.end() })
