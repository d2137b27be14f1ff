import { type ConnectOptions, connect, type Database } from 'versa-orm'
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
export interface Place {
  readonly url: string
  /** What `connect` needs besides; the cases' options come on top. */
  readonly options?: ConnectOptions
  remove(): Promise<void>
}

/** A kind of database that cases run on. */
export interface Product {
  readonly name: string
  /** What `VERSA_TEST_DATABASES` calls it. */
  readonly group: 'sqlite' | 'wasm' | 'postgres' | 'mariadb'
  readonly traits: Traits
  provide(): Promise<Place>
}

/** SQLite, natively and in WebAssembly. */
export const sqlite: Omit<Traits, 'shared'> = {
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

/** Runs cases on a new database of a product, which is dropped whatever became of them. */
export function describeProduct(
  topic: string,
  product: Product,
  cases: (open: Open, database: TestDatabase) => void
): void {
  describe(`${topic} on ${product.name}`, () => describeOn(product, cases))
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
    const database = await connect(url(), { ...place?.options, ...options })
    opened.push(database)
    return database
  }
  cases(open, { name: product.name, traits: product.traits, url })
}

/** A case that left a transaction open must not keep the database from being dropped. */
async function closeAll(databases: readonly Database[]): Promise<void> {
  const closed = Promise.all(databases.map(database => database.close()))
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<void>(resolve => {
    timer = setTimeout(resolve, 5_000)
  })
  await Promise.race([closed, patience])
  clearTimeout(timer)
}
