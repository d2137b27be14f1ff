import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, sql } from 'versa-orm'
import { afterAll, beforeAll } from 'vitest'
import {
  describeProduct,
  type Open,
  type Place,
  type Product,
  sqlite,
  type TestDatabase
} from './describe-database.js'

export type { Open, TestDatabase, Traits } from './describe-database.js'

/** Every database that has to pass; a new one is one entry more. */
const products: readonly Product[] = [
  {
    name: 'SQLite file',
    group: 'sqlite',
    traits: { ...sqlite, shared: true },
    provide: provideFile
  },
  {
    name: 'SQLite memory',
    group: 'sqlite',
    traits: { ...sqlite, shared: false },
    provide: async () => ({ url: 'sqlite::memory:', remove: async () => {} })
  },
  {
    name: 'sql.js',
    group: 'wasm',
    traits: { ...sqlite, shared: false },
    provide: async () => ({ url: 'sqljs::memory:', remove: async () => {} })
  },
  {
    name: 'sqlite-wasm',
    group: 'wasm',
    traits: { ...sqlite, shared: false },
    provide: async () => ({ url: 'sqlite-wasm::memory:', remove: async () => {} })
  },
  {
    name: 'PostgreSQL',
    group: 'postgres',
    traits: {
      product: 'PostgreSQL',
      schema: 'public',
      shared: true,
      server: true,
      concurrentWriters: true,
      negativeZero: true,
      fullJoin: true,
      tellsTypes: true,
      virtualColumns: false,
      partialIndexes: true,
      expressionIndexes: true,
      caseInsensitive: undefined,
      backslashMode: false,
      async hasComment(db, table, column, comment) {
        const rows = await db.sql`
          select obj_description(c.oid) as comment from pg_class c where relname = ${table}
          union all
          select col_description(attrelid, attnum) from pg_attribute
          join pg_class on pg_class.oid = attrelid
          where relname = ${table} and attname = ${column}`.rows()
        return rows.length === 2 && rows.every(row => row['comment'] === comment)
      },
      nulInText: false,
      namesForeignKey: true,
      namesUniqueColumn: true
    },
    provide: () =>
      provideOnServer(
        process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
        {
          create: name => sql`create database ${sql.id(name)} template template0 encoding 'UTF8'`,
          drop: name => sql`drop database if exists ${sql.id(name)} with (force)`
        }
      )
  },
  {
    name: 'MariaDB',
    group: 'mariadb',
    traits: {
      product: 'MariaDB',
      schema: undefined,
      shared: true,
      server: true,
      concurrentWriters: true,
      negativeZero: false,
      fullJoin: false,
      tellsTypes: false,
      virtualColumns: true,
      partialIndexes: false,
      expressionIndexes: false,
      caseInsensitive: 'utf8mb4_general_ci',
      backslashMode: true,
      async hasComment(db, table, column, comment) {
        const rows = await db.sql`
          select table_comment as comment from information_schema.tables
          where table_schema = database() and table_name = ${table}
          union all
          select column_comment from information_schema.columns
          where table_schema = database() and table_name = ${table}
          and column_name = ${column}`.rows()
        return rows.length === 2 && rows.every(row => row['comment'] === comment)
      },
      nulInText: true,
      namesForeignKey: true,
      namesUniqueColumn: false
    },
    provide: () =>
      provideOnServer(process.env['VERSA_TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306/', {
        create: name => sql`create database ${sql.id(name)}`,
        drop: name => sql`drop database if exists ${sql.id(name)}`
      })
  }
]

/**
 * Runs the same cases on every database, each time on a new one that is dropped afterwards,
 * whatever became of the cases. `VERSA_TEST_DATABASES=sqlite,wasm,postgres,mariadb` narrows.
 */
export function describeEachDatabase(
  topic: string,
  cases: (open: Open, database: TestDatabase) => void
): void {
  for (const product of chosenProducts()) describeProduct(topic, product, cases)
}

/** A folder for files that some cases need; removed after them. */
export function temporaryFolder(): () => string {
  let folder: string | undefined
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'versa-test-'))
  })
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })
  return () => {
    if (folder === undefined) throw new Error('there is no folder before the cases run')
    return folder
  }
}

async function provideFile(): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'versa-test-'))
  return {
    url: `sqlite:${path.join(folder, 'test.db')}`,
    remove: () => rm(folder, { recursive: true, force: true })
  }
}

interface Administration {
  create(name: string): ReturnType<typeof sql>
  drop(name: string): ReturnType<typeof sql>
}

async function provideOnServer(adminUrl: string, statements: Administration): Promise<Place> {
  const name = `versa_test_${randomBytes(8).toString('hex')}`
  await administer(adminUrl, statements.create(name))
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return { url: url.href, remove: () => administer(adminUrl, statements.drop(name)) }
}

async function administer(url: string, statement: ReturnType<typeof sql>): Promise<void> {
  const admin = await connect(url, { maxConnections: 1 })
  try {
    await admin.sql`${statement}`.execute()
  } finally {
    await admin.close()
  }
}

function chosenProducts(): readonly Product[] {
  const groups = process.env['VERSA_TEST_DATABASES']?.split(',').map(name => name.trim())
  // SQLite in WebAssembly runs the cases of tests/conformance.
  if (groups === undefined) return products.filter(product => product.group !== 'wasm')
  const unknown = groups.find(group => !products.some(product => product.group === group))
  if (unknown !== undefined) {
    throw new Error(`VERSA_TEST_DATABASES names "${unknown}", which is no database of the tests`)
  }
  return products.filter(product => groups.includes(product.group))
}
