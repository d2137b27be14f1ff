import type { PeerKind } from '../peer.js'

/** A program that opens a SQLite file, its last argument, and prints a row of it. */
export interface Program {
  readonly name: string
  readonly kind: PeerKind
  readonly package: string
  /** An ES module, as somebody would write it who wants no more than that row. */
  readonly source: string
}

const model = `class Customer extends Model.table('customers', {
  id: t.id(), company: t.text(), name: t.text(), email: t.text(), country: t.text(), city: t.text(),
  phone: t.text().nullable(), credit: t.float(), active: t.boolean(), since: t.timestamp()
}) {}`

const columns = ['company', 'name', 'email', 'country', 'city', 'phone']

/** The programs; each finds its file at the end of its arguments. */
export const programs: readonly Program[] = [
  {
    name: 'better-sqlite3',
    kind: 'driver',
    package: 'better-sqlite3',
    source: `import Database from 'better-sqlite3'
const db = new Database(process.argv.at(-1))
console.log(db.prepare('select * from customers where id = ?').get(7).name)`
  },
  {
    name: 'versa-orm',
    kind: 'versa',
    package: 'versa-orm',
    source: `import { connect, Model, t } from 'versa-orm'
${model}
await connect('sqlite:' + process.argv.at(-1))
console.log((await Customer.find(7)).name)
process.exit()`
  },
  {
    name: 'drizzle',
    kind: 'orm',
    package: 'drizzle-orm',
    source: `import Database from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
const customers = sqliteTable('customers', { id: integer().primaryKey(),
  ${columns.map(column => `${column}: text()`).join(', ')}, credit: real(),
  active: integer({ mode: 'boolean' }), since: text() })
const db = drizzle(new Database(process.argv.at(-1)))
console.log(db.select().from(customers).where(eq(customers.id, 7)).get().name)`
  },
  {
    name: 'kysely',
    kind: 'orm',
    package: 'kysely',
    source: `import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
const dialect = new SqliteDialect({ database: new Database(process.argv.at(-1)) })
const db = new Kysely({ dialect })
const row = await db.selectFrom('customers').selectAll().where('id', '=', 7).executeTakeFirst()
console.log(row.name)`
  },
  {
    name: 'knex',
    kind: 'orm',
    package: 'knex',
    source: `import knex from 'knex'
const db = knex({ client: 'better-sqlite3', connection: { filename: process.argv.at(-1) },
  useNullAsDefault: true })
console.log((await db('customers').where({ id: 7 }).first()).name)
process.exit()`
  },
  {
    name: 'typeorm',
    kind: 'orm',
    package: 'typeorm',
    source: `import { DataSource, EntitySchema } from 'typeorm'
const Customer = new EntitySchema({ name: 'customers', columns: {
  id: { type: 'integer', primary: true },
  ${columns.map(column => `${column}: { type: 'text', nullable: true }`).join(', ')},
  credit: { type: 'real' }, active: { type: 'boolean' }, since: { type: 'text' } } })
const db = new DataSource({ type: 'better-sqlite3', database: process.argv.at(-1),
  entities: [Customer] })
await db.initialize()
console.log((await db.getRepository(Customer).findOneBy({ id: 7 })).name)
process.exit()`
  }
]
