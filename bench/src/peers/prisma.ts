import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import { PrismaPg } from '@prisma/adapter-pg'
import type { DatabaseName, NewNote, Peer, Row, Target } from '../peer.js'
import { poolSize } from './pool-size.js'
import { atlasByPrisma } from './prisma/atlas.js'
import type { Movie, PrismaClient } from './prisma/client.js'
import { generatedClient } from './prisma/generate.js'

/** The generated client, on the adapter that Prisma has for the driver of each database. */
export const prisma: Peer = {
  name: 'prisma',
  kind: 'orm',
  package: '@prisma/client',
  databases: ['SQLite', 'PostgreSQL', 'MariaDB'],
  async open(target) {
    const { database } = target
    const db = await openPrisma(target)
    const load = strategiesOn(database)
    const from = (first: number, take: number) =>
      ({ where: { id: { gte: first } }, orderBy: { id: 'asc' }, take, ...load.many }) as const
    // Of what is written, its key is read back, as by most contenders, and not the whole row.
    const select = { id: true }
    return {
      // Those of the same turn become one query.
      customer: id => db.customer.findUnique({ where: { id } }),
      detailsUpTo: id => db.detail.findMany({ where: { id: { lte: id } }, orderBy: { id: 'asc' } }),
      customerPage: (country, skip) =>
        db.customer.findMany({
          where: { country, active: true },
          orderBy: [{ name: 'asc' }, { id: 'asc' }],
          skip,
          take: 20
        }),
      revenueByCountry: () => revenueOf(db, database),
      withOrders: (first, count) =>
        db.customer.findMany({ ...from(first, count), include: { orders: true } }),
      withDetails: (first, count) =>
        db.customer.findMany({
          ...from(first, count),
          include: { orders: { include: { details: true } } }
        }),
      withProducts: (first, count) =>
        db.customer.findMany({
          ...from(first, count),
          include: { orders: { include: { details: { include: { product: true } } } } }
        }),
      movie: async id =>
        movieOf(await db.movie.findUnique({ where: { id }, include: wholeMovie, ...load.one })),
      ...atlasByPrisma(db, database, load.many ?? {}),
      insertNote: data => db.note.create({ data, select }),
      insertNotes: data => db.note.createMany({ data }),
      // `update` would read the row back.
      updateNote: (id, n) => db.note.updateMany({ where: { id }, data: { n } }),
      // It has no upsert of many rows: its documentation puts single ones into a transaction.
      upsertNotes: notes => db.$transaction(notes.map(note => upsertOf(db, note))),
      transaction: note =>
        db.$transaction(async tx => {
          await tx.note.create({ data: note, select })
          await tx.customer.findUnique({ where: { id: note.n + 1 } })
          await tx.note.updateMany({ where: { id: 1 }, data: { n: note.n } })
          await tx.note.create({ data: { ...note, slug: `${note.slug}b` }, select })
          return tx.note.count()
        }),
      // `build` and `buildNew` are left out: it gives nobody the SQL of a query that is not run.
      close: () => db.$disconnect()
    }
  }
}

async function openPrisma({ database, file, url }: Target): Promise<PrismaClient> {
  // The transaction of a thousand upserts must not end at the five seconds that are the default.
  const transactionOptions = { maxWait: 60_000, timeout: 60_000 }
  switch (database) {
    case 'SQLite': {
      const Client = await generatedClient('sqlite')
      // The file is in WAL mode, where better-sqlite3 synchronizes as the others do.
      const adapter = new PrismaBetterSqlite3({ url: `file:${file}` })
      return new Client({ adapter, transactionOptions })
    }
    case 'PostgreSQL': {
      const Client = await generatedClient('postgresql')
      const adapter = new PrismaPg(
        { connectionString: url, max: poolSize },
        // Only statements with names stay prepared.
        { statementNameGenerator: statementNames() }
      )
      return new Client({ adapter, transactionOptions })
    }
    case 'MariaDB': {
      const Client = await generatedClient('mysql')
      const { hostname, port, username, password, pathname } = new URL(url)
      const adapter = new PrismaMariaDb({
        host: hostname,
        port: Number(port || 3306),
        user: decodeURIComponent(username),
        password: decodeURIComponent(password),
        database: pathname.slice(1),
        connectionLimit: poolSize,
        // The driver's own default; Prisma's is to prepare each statement anew.
        prepareCacheLength: 256
      })
      return new Client({ adapter, transactionOptions })
    }
  }
}

/** Names for statements, the same for the same text. */
function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const name = names.get(sql) ?? `s${names.size}`
    names.set(sql, name)
    return name
  }
}

/**
 * How relations are loaded. Where Prisma can join, its documentation leaves the choice to the
 * query: here one movie is faster by a join, and many customers by a query for each relation.
 */
function strategiesOn(database: DatabaseName) {
  return database === 'PostgreSQL'
    ? ({
        one: { relationLoadStrategy: 'join' },
        many: { relationLoadStrategy: 'query' }
      } as const)
    : {}
}

/** A movie with all that belongs to it; people through the table between. */
const people = { select: { person: true } }
const wholeMovie = { directors: people, cast: people, reviews: { include: { author: true } } }

/** A movie without the rows between it and its people. */
function movieOf(movie: Movie | null): Row | null {
  return (
    movie && {
      ...movie,
      directors: movie.directors.map(({ person }) => person),
      cast: movie.cast.map(({ person }) => person)
    }
  )
}

function upsertOf(db: PrismaClient, note: NewNote) {
  const { slug, title, score, n } = note
  const select = { id: true }
  return db.note.upsert({ where: { slug }, create: note, update: { title, score, n }, select })
}

/** Its `groupBy` knows no joins and no sums of products: its documentation gives SQL for that. */
function revenueOf(db: PrismaClient, database: DatabaseName) {
  return database === 'MariaDB'
    ? db.$queryRaw`
        select c.country, count(distinct o.id) as orders, sum(d.unitPrice * d.quantity) as revenue
        from customers c
        join orders o on o.customerId = c.id
        join order_details d on d.orderId = o.id
        group by c.country order by c.country`
    : db.$queryRaw`
        select c.country, count(distinct o.id) as orders, sum(d."unitPrice" * d.quantity) as revenue
        from customers c
        join orders o on o."customerId" = c.id
        join order_details d on d."orderId" = o.id
        group by c.country order by c.country`
}
