import Database from 'better-sqlite3'
import {
  type Dialect,
  Kysely,
  MysqlDialect,
  PostgresDialect,
  SqliteDialect,
  sql,
  type Transaction
} from 'kysely'
import mysql from 'mysql2'
import pg from 'pg'
import { countries } from '../data/shop.js'
import type { NewNote, Peer, Row, Target } from '../peer.js'
import { attach, keysOf, refer } from './assemble.js'
import { plainNote } from './dates.js'
import { clausesOf } from './new-shape.js'

/** The tables; what their columns hold does not matter to the queries here. */
type Tables = Record<string, Record<string, unknown>>

/** The builder; relations by a second query and a map, one of the two ways its manual has. */
export const kysely: Peer = {
  name: 'kysely',
  kind: 'orm',
  package: 'kysely',
  databases: ['SQLite', 'PostgreSQL', 'MariaDB'],
  async open(target) {
    const { database } = target
    const db = new Kysely<Tables>({ dialect: dialectOf(target) })
    const yes = database === 'SQLite' ? 1 : true
    const noteOf = (note: NewNote) => plainNote(note, database)
    const customersFrom = (first: number, count: number) =>
      db
        .selectFrom('customers')
        .selectAll()
        .where('id', '>=', first)
        .orderBy('id')
        .limit(count)
        .execute()
    const children = (table: string, column: string, keys: readonly unknown[]): Promise<Row[]> =>
      db.selectFrom(table).selectAll().where(column, 'in', keys).execute()
    const page = (country: string, offset: number) =>
      db
        .selectFrom('customers')
        .selectAll()
        .where('country', '=', country)
        .where('active', '=', yes)
        .orderBy('name')
        .orderBy('id')
        .limit(20)
        .offset(offset)
    const insert = (into: Kysely<Tables> | Transaction<Tables>, notes: readonly NewNote[]) => {
      const query = into.insertInto('notes').values(notes.map(noteOf))
      return (database === 'PostgreSQL' ? query.returning('id') : query).execute()
    }
    const people = (table: string, id: number): Promise<Row[]> =>
      db
        .selectFrom('people')
        .innerJoin(table, `${table}.personId`, 'people.id')
        .selectAll('people')
        .where(`${table}.movieId`, '=', id)
        .execute()
    return {
      customer: id =>
        db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirst(),
      detailsUpTo: id =>
        db.selectFrom('order_details').selectAll().where('id', '<=', id).orderBy('id').execute(),
      customerPage: (country, offset) => page(country, offset).execute(),
      revenueByCountry: () =>
        db
          .selectFrom('customers as c')
          .innerJoin('orders as o', 'o.customerId', 'c.id')
          .innerJoin('order_details as d', 'd.orderId', 'o.id')
          .select(({ fn, ref }) => [
            'c.country',
            fn.count('o.id').distinct().as('orders'),
            sql<number>`sum(${ref('d.unitPrice')} * ${ref('d.quantity')})`.as('revenue')
          ])
          .groupBy('c.country')
          .orderBy('c.country')
          .execute(),
      async withOrders(first, count) {
        const customers: Row[] = await customersFrom(first, count)
        return attach(
          customers,
          await children('orders', 'customerId', keysOf(customers)),
          'customerId',
          'orders'
        )
      },
      async withDetails(first, count) {
        const customers: Row[] = await customersFrom(first, count)
        const orders = await children('orders', 'customerId', keysOf(customers))
        attach(
          orders,
          await children('order_details', 'orderId', keysOf(orders)),
          'orderId',
          'details'
        )
        return attach(customers, orders, 'customerId', 'orders')
      },
      async withProducts(first, count) {
        const customers: Row[] = await customersFrom(first, count)
        const orders = await children('orders', 'customerId', keysOf(customers))
        const details = await children('order_details', 'orderId', keysOf(orders))
        refer(
          details,
          await children('products', 'id', keysOf(details, 'productId')),
          'productId',
          'product'
        )
        attach(orders, details, 'orderId', 'details')
        return attach(customers, orders, 'customerId', 'orders')
      },
      async movie(id) {
        const [movie, directors, cast, reviews] = await Promise.all([
          db.selectFrom('movies').selectAll().where('id', '=', id).executeTakeFirst(),
          people('directors', id),
          people('actors', id),
          children('reviews', 'movieId', [id])
        ])
        refer(
          reviews,
          await children('users', 'id', keysOf(reviews, 'authorId')),
          'authorId',
          'author'
        )
        return movie && { ...movie, directors, cast, reviews }
      },
      insertNote: note => insert(db, [note]),
      insertNotes: notes => insert(db, notes),
      updateNote: (id, n) => db.updateTable('notes').set({ n }).where('id', '=', id).execute(),
      upsertNotes(notes) {
        const query = db.insertInto('notes').values(notes.map(noteOf))
        if (database === 'MariaDB') {
          const given = (column: string) => sql`values(${sql.ref(column)})`
          return query
            .onDuplicateKeyUpdate({ title: given('title'), score: given('score'), n: given('n') })
            .execute()
        }
        return query
          .onConflict(conflict =>
            conflict.column('slug').doUpdateSet(({ ref }) => ({
              title: ref('excluded.title'),
              score: ref('excluded.score'),
              n: ref('excluded.n')
            }))
          )
          .execute()
      },
      transaction: note =>
        db.transaction().execute(async tx => {
          await insert(tx, [note])
          await tx
            .selectFrom('customers')
            .selectAll()
            .where('id', '=', note.n + 1)
            .executeTakeFirst()
          await tx.updateTable('notes').set({ n: note.n }).where('id', '=', 1).execute()
          await insert(tx, [{ ...note, slug: `${note.slug}b` }])
          return tx
            .selectFrom('notes')
            .select(({ fn }) => fn.countAll().as('count'))
            .execute()
        }),
      build: round => page(countries[round % countries.length] ?? '', 0).compile().sql,
      buildNew(round) {
        let query = db.selectFrom('customers').selectAll()
        for (const { column, operator, value } of clausesOf(round)) {
          query = query.where(column, operator, value)
        }
        return query.compile().sql
      },
      close: () => db.destroy()
    }
  }
}

function dialectOf({ database, file, url }: Target): Dialect {
  switch (database) {
    case 'SQLite': {
      const connection = new Database(file)
      connection.pragma('journal_mode = WAL')
      connection.pragma('synchronous = NORMAL')
      return new SqliteDialect({ database: connection })
    }
    case 'PostgreSQL': {
      const types = new pg.TypeOverrides()
      types.setTypeParser(20, Number)
      return new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 10, types }) })
    }
    case 'MariaDB':
      return new MysqlDialect({
        pool: mysql.createPool({
          uri: url.replace('mariadb:', 'mysql:'),
          connectionLimit: 10,
          timezone: 'Z'
        })
      })
  }
}
