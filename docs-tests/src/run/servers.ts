import { randomBytes } from 'node:crypto'
import { connect, type Database, sql } from 'versa-orm'
import { type DatabaseName, databaseNames } from '../markdown/fence-meta.js'

/** A database that was made for one run. */
export interface Place {
  readonly url: string
  remove(): Promise<void>
}

interface Server {
  readonly adminUrl: string
  create(name: string): ReturnType<typeof sql>
  drop(name: string): ReturnType<typeof sql>
}

const servers: Readonly<Record<'postgres' | 'mariadb', Server>> = {
  postgres: {
    adminUrl: process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
    create: name => sql`create database ${sql.id(name)} template template0 encoding 'UTF8'`,
    drop: name => sql`drop database if exists ${sql.id(name)} with (force)`
  },
  mariadb: {
    adminUrl: process.env['VERSA_TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306/',
    create: name => sql`create database ${sql.id(name)}`,
    drop: name => sql`drop database if exists ${sql.id(name)}`
  }
}

/** The connections by which databases are made and dropped. */
const open = new Map<string, Promise<Database>>()

/** Makes a database for a run; SQLite's is in memory and gone with its process. */
export async function provideDatabase(name: DatabaseName): Promise<Place> {
  if (name === 'sqlite') return { url: 'sqlite::memory:', remove: async () => {} }
  const server = servers[name]
  const database = `versa_docs_${randomBytes(8).toString('hex')}`
  const admin = await administrator(server.adminUrl)
  await admin.sql`${server.create(database)}`.execute()
  const url = new URL(server.adminUrl)
  url.pathname = `/${database}`
  return {
    url: url.href,
    remove: async () => {
      await admin.sql`${server.drop(database)}`.execute()
    }
  }
}

function administrator(url: string): Promise<Database> {
  const known = open.get(url)
  if (known !== undefined) return known
  const made = connect(url, { maxConnections: 4, name: `docs-tests ${url}` })
  open.set(url, made)
  return made
}

/** Closes the connections by which databases were made. */
export async function leaveServers(): Promise<void> {
  const all = [...open.values()]
  open.clear()
  await Promise.all(all.map(async database => (await database).close()))
}

/**
 * The databases of this run of the tests: all, or those of `VERSA_TEST_DATABASES`.
 *
 * @throws {Error} For a name that is none.
 */
export function availableDatabases(): readonly DatabaseName[] {
  const names = process.env['VERSA_TEST_DATABASES']?.split(',').map(name => name.trim())
  if (names === undefined) return databaseNames
  return databaseNames.filter(name => names.includes(name))
}
