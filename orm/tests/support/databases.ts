import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConnectOptions, connect, type Database, sql } from 'versa-orm'
import { afterAll, beforeAll, describe } from 'vitest'

/** Opens the database of the running cases; it is closed after the last of them. */
export type Open = (options?: ConnectOptions) => Promise<Database>

/** What is true of one database and not of all; a case asks here, never for a product's name. */
export interface Traits {
  /** `db.product`. */
  readonly product: string
  /** The schema in which tables are made; undefined: it has the name of the database. */
  readonly schema: string | undefined
  /** Whether a second connection sees the same data. */
  readonly shared: boolean
  /** Whether it is a server that can be unreachable and has users. */
  readonly server: boolean
  /** Whether several transactions write at the same time. */
  readonly concurrentWriters: boolean
  /** Whether it tells `-0` from `0`. */
  readonly negativeZero: boolean
  /** Whether it has `full join`. */
  readonly fullJoin: boolean
  /** Whether SQL of the user tells booleans, documents and wall clocks from other values. */
  readonly tellsTypes: boolean
  /** Whether a generated column can be computed when it is read. */
  readonly virtualColumns: boolean
  /** Whether an index can hold some rows only. */
  readonly partialIndexes: boolean
  /** Whether an index can sort by an expression. */
  readonly expressionIndexes: boolean
  /** The name of a collation that knows no case; undefined: there is none without making it. */
  readonly caseInsensitive: string | undefined
  /** Whether a mode of the session decides what a backslash in a literal is. */
  readonly backslashMode: boolean
  /** Whether the database has the comment at the table and at the column. */
  hasComment(db: Database, table: string, column: string, comment: string): Promise<boolean>
  /** Whether text may hold a NUL character. */
  readonly nulInText: boolean
  /** Whether errors of foreign keys name the table and the constraint. */
  readonly namesForeignKey: boolean
  /** Whether errors of unique keys name the table and the column; else only the constraint. */
  readonly namesUniqueColumn: boolean
}

/** The database of the running cases. */
export interface TestDatabase {
  readonly name: string
  readonly traits: Traits
  /** Its URL; only known while cases run. */
  url(): string
}

/** A database that was made for some cases. */
interface Place {
  readonly url: string
  remove(): Promise<void>
}

interface Product {
  readonly name: string
  /** What `VERSA_TEST_DATABASES` calls it. */
  readonly group: 'sqlite' | 'postgres' | 'mariadb'
  readonly traits: Traits
  provide(): Promise<Place>
}

const sqlite: Omit<Traits, 'shared'> = {
  product: 'SQLite',
  schema: 'main',
  server: false,
  concurrentWriters: false,
  negativeZero: false,
  fullJoin: true,
  tellsTypes: true,
  virtualColumns: true,
  partialIndexes: true,
  expressionIndexes: true,
  caseInsensitive: 'nocase',
  backslashMode: false,
  async hasComment(db, table, _, comment) {
    const [row] = await db.sql`select sql from sqlite_schema where name = ${table}`.rows()
    return String(row?.['sql']).split(`/* ${comment.replace('*/', '* /')} */`).length === 3
  },
  nulInText: true,
  namesForeignKey: false,
  namesUniqueColumn: true
}

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
 * whatever became of the cases. `VERSA_TEST_DATABASES=sqlite,postgres,mariadb` narrows.
 */
export function describeEachDatabase(
  topic: string,
  cases: (open: Open, database: TestDatabase) => void
): void {
  for (const product of chosenProducts()) {
    describe(`${topic} on ${product.name}`, () => describeOn(product, cases))
  }
}

function describeOn(product: Product, cases: (open: Open, database: TestDatabase) => void): void {
  const opened: Database[] = []
  let place: Place | undefined

  const url = (): string => {
    if (place === undefined) throw new Error('a database has no URL before its cases run')
    return place.url
  }
  beforeAll(async () => {
    place = await product.provide()
  })
  // Registered first, so it runs after every `afterAll` of the cases.
  afterAll(async () => {
    await closeAll(opened)
    await place?.remove()
  })
  const open: Open = async options => {
    const database = await connect(url(), options)
    opened.push(database)
    return database
  }
  cases(open, { name: product.name, traits: product.traits, url })
}

/** A case that left a transaction open must not keep the database from being dropped. */
async function closeAll(databases: readonly Database[]): Promise<void> {
  const closed = Promise.all(databases.map(database => database.close()))
  await Promise.race([closed, sleep(5_000, undefined, { ref: false })])
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
  if (groups === undefined) return products
  const unknown = groups.find(group => !products.some(product => product.group === group))
  if (unknown !== undefined) {
    throw new Error(`VERSA_TEST_DATABASES names "${unknown}", which is no database of the tests`)
  }
  return products.filter(product => groups.includes(product.group))
}
