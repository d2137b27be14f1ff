import { randomBytes } from 'node:crypto'
import { connect, sql } from 'versa-orm'
import { afterAll, beforeAll } from 'vitest'
import type { Scratch } from './scratch.js'

/** A database that runs go to. */
export interface RunDatabase {
  readonly name: string
  /** Its URL, once the tests run. */
  url(): string
}

const servers = {
  PostgreSQL: process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
  MariaDB: process.env['VERSA_TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306/'
}

/** The databases of the products; each is made before the tests of a file and dropped after. */
export function runDatabases(project: Scratch): readonly RunDatabase[] {
  const name = `versa_test_${randomBytes(8).toString('hex')}`
  const urls = new Map<string, string>([['SQLite', `sqlite:${project.path('app.sqlite')}`]])
  beforeAll(async () => {
    for (const [product, server] of Object.entries(servers)) {
      await administer(server, sql`create database ${sql.id(name)}`)
      const url = new URL(server)
      url.pathname = `/${name}`
      urls.set(product, url.href)
    }
  })
  afterAll(async () => {
    for (const server of Object.values(servers)) {
      await administer(server, sql`drop database if exists ${sql.id(name)}`)
    }
  })
  return ['SQLite', ...Object.keys(servers)].map(product => ({
    name: product,
    url: () => urls.get(product) ?? ''
  }))
}

async function administer(url: string, statement: ReturnType<typeof sql>): Promise<void> {
  await using admin = await connect(url, { name: randomBytes(8).toString('hex') })
  await admin.sql`${statement}`.execute()
}
