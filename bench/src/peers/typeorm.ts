import Database from 'better-sqlite3'
import {
  DataSource,
  type DataSourceOptions,
  type FindOptionsRelations,
  In,
  LessThanOrEqual,
  MoreThanOrEqual
} from 'typeorm'
import { countries } from '../data/shop.js'
import type { NewNote, Peer, Target } from '../peer.js'
import { clausesOf } from './new-shape.js'
import { poolSize } from './pool-size.js'
import { atlasByTypeorm } from './typeorm/atlas.js'
import { type Customer, customers, details, entities, movies, notes } from './typeorm/entities.js'

/** Repositories, and the query builder where its documentation prefers it. */
export const typeorm: Peer = {
  name: 'typeorm',
  kind: 'orm',
  package: 'typeorm',
  databases: ['SQLite', 'PostgreSQL', 'MariaDB'],
  async open(target) {
    const source = await new DataSource(optionsOf(target)).initialize()
    const customersHere = source.getRepository(customers)
    const detailsHere = source.getRepository(details)
    const moviesHere = source.getRepository(movies)
    const notesHere = source.getRepository(notes)
    const page = (country: string, offset: number) =>
      customersHere
        .createQueryBuilder('c')
        .where('c.country = :country', { country })
        .andWhere('c.active = :active', { active: true })
        .orderBy('c.name', 'ASC')
        .addOrderBy('c.id', 'ASC')
        .limit(20)
        .offset(offset)
    // `take` beside relations is two queries as well: the first, for the keys, joins all the rows
    // that may be taken. Relations by queries of their own (`relationLoadStrategy: 'query'`) take
    // many times as long as joins here.
    const withRelations = async (
      first: number,
      take: number,
      relations: FindOptionsRelations<Customer>
    ) => {
      const found = await customersHere.find({
        select: { id: true },
        where: { id: MoreThanOrEqual(first) },
        order: { id: 'ASC' },
        take
      })
      const ids = found.map(({ id }) => id)
      return customersHere.find({ where: { id: In(ids) }, order: { id: 'ASC' }, relations })
    }
    // Rows that are not read again afterwards: their keys need not be put into the objects.
    const insertMany = (list: readonly NewNote[]) =>
      notesHere
        .createQueryBuilder()
        .insert()
        .values([...list])
        .updateEntity(false)
    return {
      customer: id => customersHere.findOneBy({ id }),
      detailsUpTo: id =>
        detailsHere.find({ where: { id: LessThanOrEqual(id) }, order: { id: 'ASC' } }),
      customerPage: (country, offset) => page(country, offset).getMany(),
      revenueByCountry: () =>
        customersHere
          .createQueryBuilder('c')
          .innerJoin('c.orders', 'o')
          .innerJoin('o.details', 'd')
          .select('c.country', 'country')
          .addSelect('count(distinct o.id)', 'orders')
          .addSelect('sum(d.unitPrice * d.quantity)', 'revenue')
          .groupBy('c.country')
          .orderBy('c.country', 'ASC')
          .getRawMany<object>(),
      withOrders: (first, count) => withRelations(first, count, { orders: true }),
      withDetails: (first, count) => withRelations(first, count, { orders: { details: true } }),
      withProducts: (first, count) =>
        withRelations(first, count, { orders: { details: { product: true } } }),
      // `findOne` would ask for the key first, as above.
      movie: id =>
        moviesHere
          .createQueryBuilder('m')
          .leftJoinAndSelect('m.directors', 'd')
          .leftJoinAndSelect('m.cast', 'c')
          .leftJoinAndSelect('m.reviews', 'r')
          .leftJoinAndSelect('r.author', 'a')
          .where('m.id = :id', { id })
          .getOne(),
      ...atlasByTypeorm(source),
      // What is inserted is given its key: a copy keeps the caller's note as it is.
      insertNote: note => notesHere.insert({ ...note }),
      insertNotes: list => insertMany(list).execute(),
      updateNote: (id, n) => notesHere.update(id, { n }),
      upsertNotes: list => insertMany(list).orUpdate(['title', 'score', 'n'], ['slug']).execute(),
      transaction: note =>
        source.transaction(async manager => {
          await manager.insert(notes, { ...note })
          await manager.findOneBy(customers, { id: note.n + 1 })
          await manager.update(notes, 1, { n: note.n })
          await manager.insert(notes, { ...note, slug: `${note.slug}b` })
          return manager.count(notes)
        }),
      build: round => page(countries[round % countries.length] ?? '', 0).getQueryAndParameters()[0],
      buildNew(round) {
        const query = customersHere.createQueryBuilder('c')
        for (const [at, { column, operator, value }] of clausesOf(round).entries()) {
          query.andWhere(`c.${column} ${operator} :value${at}`, { [`value${at}`]: value })
        }
        return query.getQueryAndParameters()[0]
      },
      close: () => source.destroy()
    }
  }
}

function optionsOf({ database, file, url }: Target): DataSourceOptions {
  switch (database) {
    case 'SQLite':
      return {
        type: 'better-sqlite3',
        driver: Database,
        database: file,
        enableWAL: true,
        entities
      }
    case 'PostgreSQL':
      return { type: 'postgres', url, poolSize, entities }
    case 'MariaDB':
      return { type: 'mariadb', url, poolSize, timezone: 'Z', entities }
  }
}
