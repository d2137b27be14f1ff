import { EntityCaseNamingStrategy, FlushMode, MikroORM, sql } from '@mikro-orm/core'
import type { SqlEntityManager } from '@mikro-orm/knex'
import { countries } from '../data/shop.js'
import type { NewNote, Peer } from '../peer.js'
import { atlasByMikroOrm } from './mikro-orm/atlas.js'
import { connectionOf } from './mikro-orm/drivers.js'
import { customers, details, entitiesOf, movies, type Note } from './mikro-orm/entities.js'
import { clausesOf } from './new-shape.js'
import { poolSize } from './pool-size.js'

const operators = { '=': '$eq', '!=': '$ne', '<': '$lt', '>': '$gt', '<=': '$lte' } as const
const byId = { id: 'asc' } as const

/** Entities, each reading with an entity manager of its own; writing without the unit of work. */
export const mikroOrm: Peer = {
  name: 'mikro-orm',
  kind: 'orm',
  package: '@mikro-orm/core',
  databases: ['SQLite', 'PostgreSQL', 'MariaDB'],
  async open(target) {
    const { database } = target
    const { notes, entities } = entitiesOf(database)
    const orm = await MikroORM.init({
      ...connectionOf(target),
      entities,
      namingStrategy: EntityCaseNamingStrategy,
      forceUtcTimezone: true,
      pool: { min: 0, max: poolSize },
      // Queries of many parents: a join would repeat them.
      loadStrategy: 'select-in',
      // No query has to wait for changes of entities: their properties need not be watched.
      flushMode: FlushMode.COMMIT,
      // Nothing is looked for in files or written to them.
      discovery: { disableDynamicFileAccess: true },
      ensureDatabase: false
    })
    // What does without an identity map: the query builder, and what writes at once.
    const direct = orm.em as SqlEntityManager
    // An identity map for each piece of work, as a request has it.
    const fork = () => direct.fork()
    const page = (country: string, offset: number) =>
      direct
        .createQueryBuilder(customers)
        .select('*')
        .where({ country, active: true })
        .orderBy({ name: 'asc', id: 'asc' })
        .limit(20)
        .offset(offset)
    const from = (first: number) => ({ id: { $gte: first } })
    // Several times as fast as `upsertMany` on MariaDB, where that reads each row again.
    const upsert = (em: SqlEntityManager, list: readonly NewNote[]) =>
      em
        .createQueryBuilder(notes)
        .insert([...list])
        .onConflict('slug')
        .merge(['title', 'score', 'n'])
        .execute()
    return {
      customer: id => fork().findOne(customers, id),
      detailsUpTo: id => fork().find(details, { id: { $lte: id } }, { orderBy: byId }),
      customerPage: (country, offset) =>
        fork().find(
          customers,
          { country, active: true },
          { orderBy: { name: 'asc', id: 'asc' }, limit: 20, offset }
        ),
      revenueByCountry: () =>
        direct
          .createQueryBuilder(customers, 'c')
          .select([
            'c.country',
            sql`count(distinct ${sql.ref('o', 'id')})`.as('orders'),
            sql`sum(${sql.ref('d', 'unitPrice')} * ${sql.ref('d', 'quantity')})`.as('revenue')
          ])
          .join('c.orders', 'o')
          .join('o.details', 'd')
          .groupBy('c.country')
          .orderBy({ country: 'asc' })
          .execute(),
      withOrders: (first, limit) =>
        fork().find(customers, from(first), { orderBy: byId, limit, populate: ['orders'] }),
      withDetails: (first, limit) =>
        fork().find(customers, from(first), { orderBy: byId, limit, populate: ['orders.details'] }),
      withProducts: (first, limit) =>
        fork().find(customers, from(first), {
          orderBy: byId,
          limit,
          populate: ['orders.details.product']
        }),
      movie: id =>
        fork().findOne(movies, id, {
          populate: ['directors', 'cast', 'reviews.author'],
          // One parent. It joins the reviews with their authors in brackets, though, and SQLite
          // takes brackets at their word: it would join all reviews.
          strategy: database === 'SQLite' ? 'select-in' : 'joined'
        }),
      ...atlasByMikroOrm(direct),
      insertNote: note => direct.insert<Note>(notes, note),
      insertNotes: list => direct.insertMany<Note>(notes, [...list]),
      updateNote: (id, n) => direct.nativeUpdate(notes, { id }, { n }),
      // On SQLite the builder writes rows as a compound of selects, of which SQLite takes 500 at a
      // time.
      upsertNotes: list =>
        database === 'SQLite'
          ? fork().transactional(async em => {
              for (let at = 0; at < list.length; at += 500) {
                await upsert(em, list.slice(at, at + 500))
              }
            })
          : upsert(direct, list),
      transaction: note =>
        fork().transactional(async em => {
          await em.insert<Note>(notes, note)
          await em.findOne(customers, note.n + 1)
          await em.nativeUpdate(notes, { id: 1 }, { n: note.n })
          await em.insert<Note>(notes, { ...note, slug: `${note.slug}b` })
          return em.count(notes)
        }),
      build: round => page(countries[round % countries.length] ?? '', 0).getQuery(),
      buildNew(round) {
        const query = direct.createQueryBuilder(customers).select('*')
        for (const { column, operator, value } of clausesOf(round)) {
          query.andWhere({ [column]: { [operators[operator]]: value } })
        }
        return query.getQuery()
      },
      close: () => orm.close()
    }
  }
}
