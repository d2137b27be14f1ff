import createKnex, { type Knex } from 'knex'
import { countries } from '../data/shop.js'
import type { NewNote, Peer, Row, Target } from '../peer.js'
import { attach, keysOf, refer } from './assemble.js'
import { plainNote } from './dates.js'
import { atlasByKnex } from './knex/atlas.js'
import { clausesOf } from './new-shape.js'
import { poolSize } from './pool-size.js'

/** The builder; it has no relations, so they are put together by hand. */
export const knex: Peer = {
  name: 'knex',
  kind: 'orm',
  package: 'knex',
  databases: ['SQLite', 'PostgreSQL', 'MariaDB'],
  async open(target) {
    const { database } = target
    const db = createKnex(configOf(target))
    const noteOf = (note: NewNote) => plainNote(note, database)
    const customersFrom = (first: number, count: number): Promise<Row[]> =>
      db('customers').where('id', '>=', first).orderBy('id').limit(count)
    const children = (table: string, column: string, keys: readonly unknown[]): Promise<Row[]> =>
      db(table).whereIn(column, keys as number[])
    const page = (country: string, offset: number) =>
      db('customers')
        .where({ country, active: true })
        .orderBy(['name', 'id'])
        .limit(20)
        .offset(offset)
    const insert = (into: Knex, notes: readonly NewNote[]) => {
      const query = into('notes').insert(notes.map(noteOf))
      return database === 'PostgreSQL' ? query.returning('id') : query
    }
    const upsert = (into: Knex, notes: readonly NewNote[]) =>
      into('notes').insert(notes.map(noteOf)).onConflict('slug').merge(['title', 'score', 'n'])
    const people = (table: string, id: number): Promise<Row[]> =>
      db('people')
        .select('people.*')
        .join(table, `${table}.personId`, 'people.id')
        .where(`${table}.movieId`, id)
    return {
      customer: async id => await db('customers').where({ id }).first(),
      detailsUpTo: async id => await db('order_details').where('id', '<=', id).orderBy('id'),
      customerPage: async (country, offset) => await page(country, offset),
      revenueByCountry: async () =>
        await db('customers as c')
          .join('orders as o', 'o.customerId', 'c.id')
          .join('order_details as d', 'd.orderId', 'o.id')
          .select('c.country')
          .countDistinct('o.id as orders')
          .select(db.raw('sum(?? * ??) as revenue', ['d.unitPrice', 'd.quantity']))
          .groupBy('c.country')
          .orderBy('c.country'),
      async withOrders(first, count) {
        const customers = await customersFrom(first, count)
        return attach(
          customers,
          await children('orders', 'customerId', keysOf(customers)),
          'customerId',
          'orders'
        )
      },
      async withDetails(first, count) {
        const customers = await customersFrom(first, count)
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
        const customers = await customersFrom(first, count)
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
          db('movies').where({ id }).first(),
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
      ...atlasByKnex(db),
      insertNote: async note => await insert(db, [note]),
      // On SQLite it writes rows as a compound of selects, of which SQLite takes 500 at a time:
      // its manual has batchInsert, which is a transaction.
      insertNotes: async notes =>
        database === 'SQLite'
          ? await db.batchInsert('notes', notes.map(noteOf), 500)
          : await insert(db, notes),
      updateNote: async (id, n) => await db('notes').where({ id }).update({ n }),
      upsertNotes: async notes =>
        database === 'SQLite'
          ? await db.transaction(async tx => {
              for (let at = 0; at < notes.length; at += 500) {
                await upsert(tx, notes.slice(at, at + 500))
              }
            })
          : await upsert(db, notes),
      transaction: async note =>
        await db.transaction(async tx => {
          await insert(tx, [note])
          await tx('customers')
            .where({ id: note.n + 1 })
            .first()
          await tx('notes').where({ id: 1 }).update({ n: note.n })
          await insert(tx, [{ ...note, slug: `${note.slug}b` }])
          return await tx('notes').count({ count: '*' })
        }),
      build: round => page(countries[round % countries.length] ?? '', 0).toSQL().sql,
      buildNew(round) {
        const query = db('customers')
        for (const { column, operator, value } of clausesOf(round))
          query.where(column, operator, value)
        return query.toSQL().sql
      },
      close: () => db.destroy()
    }
  }
}

function configOf({ database, file, url }: Target): Knex.Config {
  switch (database) {
    case 'SQLite':
      return {
        client: 'better-sqlite3',
        connection: { filename: file },
        // The file is in WAL mode, where better-sqlite3 synchronizes as the others do.
        useNullAsDefault: true
      }
    case 'PostgreSQL':
      return { client: 'pg', connection: url, pool: { min: 0, max: poolSize } }
    case 'MariaDB':
      return {
        client: 'mysql2',
        connection: { uri: url.replace('mariadb:', 'mysql:'), timezone: 'Z' } as never,
        pool: { min: 0, max: poolSize }
      }
  }
}
