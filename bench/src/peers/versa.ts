import { connect, type Database, prepare, sql } from 'versa-orm'
import { Movie } from '../data/film.js'
import { Customer, countries, Detail, Note, Order } from '../data/shop.js'
import type { Peer, PeerKind, Session } from '../peer.js'
import { clausesOf } from './new-shape.js'
import { poolSize } from './pool-size.js'
import { atlasModels, atlasPlainRows, atlasPrepared } from './versa/atlas.js'

const databases = ['SQLite', 'PostgreSQL', 'MariaDB'] as const
const kind: PeerKind = 'versa'

/** Models, as the documentation shows them. */
export const versa: Peer = {
  name: 'versa-orm',
  kind,
  package: 'versa-orm',
  databases,
  open: async target => models(await connect(target.url, { maxConnections: poolSize }))
}

/** Plain rows instead of models, and look-ups that are not merged. */
export const versaRows: Peer = {
  name: 'versa-orm, rows',
  kind,
  package: 'versa-orm',
  databases,
  open: async ({ url }) => rows(await connect(url, { mergeLookups: false }))
}

/** The same models by queries that are prepared. */
export const versaPrepared: Peer = {
  name: 'versa-orm, prepared',
  kind,
  package: 'versa-orm',
  databases,
  open: async target => prepared(await connect(target.url))
}

function models(db: Database): Session {
  // Several databases are open in one process: each session's models are bound to its own.
  const customers = Customer.using(db)
  const details = Detail.using(db)
  const movies = Movie.using(db)
  const notes = Note.using(db)
  return {
    customer: id => customers.find(id),
    detailsUpTo: id => details.where('id', '<=', id).orderBy('id').all(),
    customerPage: (country, offset) => page(db, country, offset).all(),
    revenueByCountry: () => revenue(db),
    withOrders: (first, count) => from(db, first, count).with({ orders: true }).all(),
    withDetails: (first, count) =>
      from(db, first, count)
        .with({ orders: { details: true } })
        .all(),
    withProducts: (first, count) =>
      from(db, first, count)
        .with({ orders: { details: { product: true } } })
        .all(),
    movie: id =>
      movies
        .where('id', id)
        .with({ directors: true, cast: true, reviews: { author: true } })
        .first(),
    ...atlasModels(db),
    insertNote: note => notes.create({ ...note }),
    insertNotes: list => notes.createMany([...list]),
    updateNote: (id, n) => notes.where('id', id).update({ n }),
    upsertNotes: list =>
      notes.upsertMany([...list], { on: ['slug'], update: ['title', 'score', 'n'] }),
    transaction: note =>
      db.transaction(async () => {
        await notes.create({ ...note })
        await customers.find(note.n + 1)
        await notes.where('id', 1).update({ n: note.n })
        await notes.create({ ...note, slug: `${note.slug}b` })
        return notes.query().count()
      }),
    build: round => page(db, countries[round % countries.length] ?? '', 0).toSQL().sql,
    buildNew(round) {
      let query = customers.query()
      for (const { column, operator, value } of clausesOf(round)) {
        query = query.where(column as 'name', operator, value as string)
      }
      return query.toSQL().sql
    },
    close: () => db.close()
  }
}

function rows(db: Database): Session {
  const customers = Customer.using(db)
  const details = Detail.using(db)
  return {
    customer: async id => (await customers.where('id', id).rows())[0],
    detailsUpTo: id => details.where('id', '<=', id).orderBy('id').rows(),
    customerPage: (country, offset) => page(db, country, offset).rows(),
    withOrders: (first, count) => from(db, first, count).with({ orders: true }).rows(),
    withDetails: (first, count) =>
      from(db, first, count)
        .with({ orders: { details: true } })
        .rows(),
    withProducts: (first, count) =>
      from(db, first, count)
        .with({ orders: { details: { product: true } } })
        .rows(),
    ...atlasPlainRows(db),
    close: () => db.close()
  }
}

function prepared(db: Database): Session {
  const customers = Customer.using(db)
  const details = Detail.using(db)
  const movies = Movie.using(db)
  const customer = prepare((id: number) => customers.where('id', id))
  const upTo = prepare((id: number) => details.where('id', '<=', id).orderBy('id'))
  const pageOf = prepare((country: string, offset: number) => page(db, country, offset))
  const withOrders = prepare((first: number, count: number) =>
    from(db, first, count).with({ orders: true })
  )
  const withDetails = prepare((first: number, count: number) =>
    from(db, first, count).with({ orders: { details: true } })
  )
  const withProducts = prepare((first: number, count: number) =>
    from(db, first, count).with({ orders: { details: { product: true } } })
  )
  const movie = prepare((id: number) =>
    movies.where('id', id).with({ directors: true, cast: true, reviews: { author: true } })
  )
  return {
    customer: id => customer.first(id),
    detailsUpTo: id => upTo.all(id),
    customerPage: (country, offset) => pageOf.all(country, offset),
    withOrders: (first, count) => withOrders.all(first, count),
    withDetails: (first, count) => withDetails.all(first, count),
    withProducts: (first, count) => withProducts.all(first, count),
    movie: id => movie.first(id),
    ...atlasPrepared(db),
    close: () => db.close()
  }
}

function page(db: Database, country: string, offset: number) {
  return Customer.using(db)
    .where('country', country)
    .where('active', true)
    .orderBy('name')
    .orderBy('id')
    .limit(20)
    .offset(offset)
}

function from(db: Database, first: number, count: number) {
  return Customer.using(db).where('id', '>=', first).orderBy('id').limit(count)
}

function revenue(db: Database) {
  const price = sql.id('order_details', 'unitPrice')
  return Customer.using(db)
    .query()
    .join(Order, 'customers.id', 'orders.customerId')
    .join(Detail, 'orders.id', 'order_details.orderId')
    .select({
      country: 'customers.country',
      orders: sql`count(distinct ${sql.id('orders', 'id')})`,
      revenue: sql`sum(${price} * ${sql.id('order_details', 'quantity')})`
    })
    .groupBy('customers.country')
    .orderBy('customers.country')
    .rows()
}
