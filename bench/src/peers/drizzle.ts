import Database from 'better-sqlite3'
import { and, asc, count, countDistinct, eq, gt, gte, lt, lte, ne, sql } from 'drizzle-orm'
import { type BetterSQLite3Database, drizzle as onSqlite } from 'drizzle-orm/better-sqlite3'
import { drizzle as onMysql } from 'drizzle-orm/mysql2'
import { drizzle as onPostgres } from 'drizzle-orm/node-postgres'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { countries } from '../data/shop.js'
import type { DatabaseName, NewNote, Peer, PeerKind, Row, Session, Target } from '../peer.js'
import { atlas, atlasPrepared } from './drizzle/atlas.js'
import * as mysqlSchema from './drizzle/mysql.js'
import * as postgresSchema from './drizzle/postgres.js'
import * as sqliteSchema from './drizzle/sqlite.js'
import { clausesOf } from './new-shape.js'
import { poolSize } from './pool-size.js'

type Schema = typeof postgresSchema
type Drizzle = ReturnType<typeof onPostgres<Schema>>

/** A database with its schema. The three dialects have the same methods and other types. */
export interface Opened {
  readonly db: Drizzle
  readonly schema: Schema
  readonly database: DatabaseName
  /** On SQLite the same database with the types of there: transactions are synchronous. */
  readonly sqlite?: BetterSQLite3Database<typeof sqliteSchema>
  close(): Promise<void>
}

const kind: PeerKind = 'orm'
const common = {
  kind,
  package: 'drizzle-orm',
  databases: ['SQLite', 'PostgreSQL', 'MariaDB']
} as const

/** Relational queries and the builder, built anew for each query. */
export const drizzle: Peer = {
  ...common,
  name: 'drizzle',
  open: async target => plain(await openDrizzle(target))
}

/** The same queries, prepared once. */
export const drizzlePrepared: Peer = {
  ...common,
  name: 'drizzle, prepared',
  open: async target => prepared(await openDrizzle(target))
}

async function openDrizzle({ database, file, url }: Target): Promise<Opened> {
  switch (database) {
    case 'SQLite': {
      const client = new Database(file)
      client.pragma('journal_mode = WAL')
      client.pragma('synchronous = NORMAL')
      const db = onSqlite(client, { schema: sqliteSchema })
      const schema = sqliteSchema as unknown as Schema
      const close = async () => {
        client.close()
      }
      return { database, schema, close, db: db as unknown as Drizzle, sqlite: db }
    }
    case 'PostgreSQL': {
      const pool = new pg.Pool({ connectionString: url, max: poolSize })
      const db = onPostgres(pool, { schema: postgresSchema })
      return { database, db: db as Drizzle, schema: postgresSchema, close: () => pool.end() }
    }
    case 'MariaDB': {
      const uri = url.replace('mariadb:', 'mysql:')
      const pool = mysql.createPool({ uri, connectionLimit: poolSize, timezone: 'Z' })
      // MariaDB has no lateral joins: the planetscale mode does without.
      const db = onMysql(pool, { schema: mysqlSchema, mode: 'planetscale' })
      const schema = mysqlSchema as unknown as Schema
      return { database, schema, close: () => pool.end(), db: db as unknown as Drizzle }
    }
  }
}

function plain({ db, schema, database, sqlite, close }: Opened): Session {
  const { customers, details, notes } = schema
  const from = (first: number, limit: number) =>
    ({ where: gte(customers.id, first), orderBy: asc(customers.id), limit }) as const
  const page = (country: string, offset: number) =>
    db
      .select()
      .from(customers)
      .where(and(eq(customers.country, country), eq(customers.active, true)))
      .orderBy(asc(customers.name), asc(customers.id))
      .limit(20)
      .offset(offset)
  const insert = (into: Pick<Drizzle, 'insert'>, list: readonly NewNote[]) =>
    into.insert(notes).values([...list])
  const operators = { '=': eq, '!=': ne, '<': lt, '>': gt, '<=': lte }
  const upsert = async (list: readonly NewNote[]) => {
    const query = insert(db, list)
    if (database === 'MariaDB') {
      const given = (column: string) => sql.raw(`values(${column})`)
      const set = { title: given('title'), score: given('score'), n: given('n') }
      return (
        query as unknown as { onDuplicateKeyUpdate(config: object): unknown }
      ).onDuplicateKeyUpdate({ set })
    }
    const excluded = (column: string) => sql.raw(`excluded.${column}`)
    return query.onConflictDoUpdate({
      target: notes.slug,
      set: { title: excluded('title'), score: excluded('score'), n: excluded('n') }
    })
  }
  return {
    customer: id => db.query.customers.findFirst({ where: eq(customers.id, id) }),
    detailsUpTo: async id =>
      await db.select().from(details).where(lte(details.id, id)).orderBy(asc(details.id)),
    customerPage: async (country, offset) => await page(country, offset),
    revenueByCountry: async () => await revenueOf(db, schema),
    withOrders: (first, limit) =>
      db.query.customers.findMany({ ...from(first, limit), with: { orders: true } }),
    withDetails: (first, limit) =>
      db.query.customers.findMany({
        ...from(first, limit),
        with: { orders: { with: { details: true } } }
      }),
    // A relation to one row becomes a derived table that refers to the outer one, without the
    // lateral join that it would be elsewhere: MariaDB has neither.
    ...(database === 'MariaDB'
      ? {}
      : {
          withProducts: (first: number, limit: number) =>
            db.query.customers.findMany({
              ...from(first, limit),
              with: { orders: { with: { details: { with: { product: true } } } } }
            }),
          movie: async (id: number) =>
            movieOf(
              await db.query.movies.findFirst({
                where: eq(schema.movies.id, id),
                with: wholeMovie
              })
            )
        }),
    ...atlas({ db, schema, database }),
    insertNote: async note => await insert(db, [note]),
    insertNotes: async list => await insert(db, list),
    updateNote: async (id, n) => await db.update(notes).set({ n }).where(eq(notes.id, id)),
    upsertNotes: upsert,
    transaction: note =>
      sqlite === undefined
        ? db.transaction(async tx => {
            await insert(tx, [note])
            await tx.query.customers.findFirst({ where: eq(customers.id, note.n + 1) })
            await tx.update(notes).set({ n: note.n }).where(eq(notes.id, 1))
            await insert(tx, [{ ...note, slug: `${note.slug}b` }])
            return tx.select({ count: count() }).from(notes)
          })
        : sqliteTransaction(sqlite, note),
    build: round => page(countries[round % countries.length] ?? '', 0).toSQL().sql,
    buildNew: round =>
      db
        .select()
        .from(customers)
        .where(
          and(
            ...clausesOf(round).map(({ column, operator, value }) =>
              operators[operator](customers[column], value as never)
            )
          )
        )
        .toSQL().sql,
    close
  }
}

/** Per country the number of orders and what they are worth. */
function revenueOf(db: Drizzle, { customers, details, orders }: Schema) {
  return db
    .select({
      country: customers.country,
      orders: countDistinct(orders.id),
      revenue: sql<number>`sum(${details.unitPrice} * ${details.quantity})`
    })
    .from(customers)
    .innerJoin(orders, eq(orders.customerId, customers.id))
    .innerJoin(details, eq(details.orderId, orders.id))
    .groupBy(customers.country)
    .orderBy(asc(customers.country))
}

/** A movie with all that belongs to it; people through the table between. */
const wholeMovie = {
  directors: { columns: {}, with: { person: true } },
  cast: { columns: {}, with: { person: true } },
  reviews: { with: { author: true } }
} as const

interface Involved {
  readonly person: Row
}

/** A movie without the rows between it and its people. */
function movieOf<M extends { directors: readonly Involved[]; cast: readonly Involved[] }>(
  movie: M | undefined
) {
  return (
    movie && {
      ...movie,
      directors: movie.directors.map(({ person }) => person),
      cast: movie.cast.map(({ person }) => person)
    }
  )
}

/** better-sqlite3's transactions are synchronous, and so are drizzle's on it. */
function sqliteTransaction(db: BetterSQLite3Database<typeof sqliteSchema>, note: NewNote) {
  const { customers, notes } = sqliteSchema
  return db.transaction(tx => {
    tx.insert(notes).values(note).run()
    tx.query.customers.findFirst({ where: eq(customers.id, note.n + 1) }).sync()
    tx.update(notes).set({ n: note.n }).where(eq(notes.id, 1)).run()
    tx.insert(notes)
      .values({ ...note, slug: `${note.slug}b` })
      .run()
    return tx.select({ count: count() }).from(notes).get()
  })
}

/** A query that was prepared, of any dialect. */
export interface Prepared<R> {
  execute(values: Record<string, unknown>): PromiseLike<R> & { sync?(): R }
}

function prepared({ db, schema, database, close }: Opened): Session {
  const { customers, details, movies, notes } = schema
  const value = sql.placeholder
  // On SQLite an answer is there at once.
  const run = <R>(query: Prepared<R>, values: Record<string, unknown>): R | Promise<R> => {
    const result = query.execute(values)
    return result.sync === undefined ? (result as Promise<R>) : result.sync()
  }
  const customer = db.query.customers
    .findFirst({ where: eq(customers.id, value('id')) })
    .prepare('customer')
  const upTo = db
    .select()
    .from(details)
    .where(lte(details.id, value('id')))
    .orderBy(asc(details.id))
    .prepare('details')
  const page = db
    .select()
    .from(customers)
    .where(and(eq(customers.country, value('country')), eq(customers.active, true)))
    .orderBy(asc(customers.name), asc(customers.id))
    .limit(20)
    .offset(value('offset'))
    .prepare('page')
  const revenue = revenueOf(db, schema).prepare('revenue')
  const from = {
    where: gte(customers.id, value('first')),
    orderBy: asc(customers.id),
    limit: value('limit')
  }
  const withOrders = db.query.customers
    .findMany({ ...from, with: { orders: true } })
    .prepare('orders')
  const withDetails = db.query.customers
    .findMany({ ...from, with: { orders: { with: { details: true } } } })
    .prepare('orders_details')
  const withProducts = db.query.customers
    .findMany({ ...from, with: { orders: { with: { details: { with: { product: true } } } } } })
    .prepare('orders_details_products')
  const movie = db.query.movies
    .findFirst({ where: eq(movies.id, value('id')), with: wholeMovie })
    .prepare('movie')
  const insert = db
    .insert(notes)
    .values({
      slug: value('slug'),
      title: value('title'),
      body: value('body'),
      score: value('score'),
      n: value('n'),
      createdAt: value('createdAt')
    })
    .prepare('insert')
  const update = db
    .update(notes)
    .set({ n: sql`${value('n')}` })
    .where(eq(notes.id, value('id')))
    .prepare('update')
  return {
    customer: id => run(customer, { id }),
    detailsUpTo: id => run(upTo, { id }),
    customerPage: (country, offset) => run(page, { country, offset }),
    revenueByCountry: () => run(revenue, {}),
    withOrders: (first, limit) => run(withOrders, { first, limit }),
    withDetails: (first, limit) => run(withDetails, { first, limit }),
    // As above.
    ...(database === 'MariaDB'
      ? {}
      : {
          withProducts: (first: number, limit: number) => run(withProducts, { first, limit }),
          movie: async (id: number) => movieOf(await run(movie, { id }))
        }),
    ...atlasPrepared({ db, schema, database }, run),
    insertNote: note => run(insert, { ...note }),
    updateNote: (id, n) => run(update, { id, n }),
    close
  }
}
