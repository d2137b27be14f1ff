import pg from 'pg'
import { col, type FindOptions, fn, literal, Op, Sequelize } from 'sequelize'
import type { DatabaseName, Peer, Target } from '../peer.js'
import { poolSize } from './pool-size.js'
import { atlasBySequelize } from './sequelize/atlas.js'
import { modelsOf } from './sequelize/models.js'

/** Models; what has no relations is read as plain rows, which its documentation has for speed. */
export const sequelize: Peer = {
  name: 'sequelize',
  kind: 'orm',
  package: 'sequelize',
  // Not SQLite: Sequelize 6 needs the package sqlite3 there; better-sqlite3 has another interface.
  databases: ['PostgreSQL', 'MariaDB'],
  async open(target) {
    const { database } = target
    const db = openSequelize(target)
    const models = modelsOf(db)
    const { customers, details, movies, notes } = models
    const from = (first: number, limit: number): FindOptions => ({
      where: { id: { [Op.gte]: first } },
      order: ['id'],
      limit
    })
    // On PostgreSQL it would return all columns of what it inserts.
    const returning: string[] = ['id']
    return {
      customer: id => customers.findByPk(id, { raw: true }),
      detailsUpTo: id =>
        details.findAll({ where: { id: { [Op.lte]: id } }, order: ['id'], raw: true }),
      customerPage: (country, offset) =>
        customers.findAll({
          where: { country, active: true },
          order: ['name', 'id'],
          limit: 20,
          offset,
          raw: true
        }),
      revenueByCountry: () => customers.findAll(revenueOn(database)),
      // Up to two levels a query for each relation is faster than one join, at three the join is.
      withOrders: (first, count) =>
        customers.findAll({
          ...from(first, count),
          include: [{ association: 'orders', separate: true }]
        }),
      withDetails: (first, count) =>
        customers.findAll({
          ...from(first, count),
          include: [
            {
              association: 'orders',
              separate: true,
              include: [{ association: 'details', separate: true }]
            }
          ]
        }),
      withProducts: (first, count) =>
        customers.findAll({
          ...from(first, count),
          include: [
            { association: 'orders', include: [{ association: 'details', include: ['product'] }] }
          ]
        }),
      movie: id =>
        movies.findByPk(id, {
          include: [
            { association: 'directors', through: { attributes: [] } },
            { association: 'cast', through: { attributes: [] } },
            { association: 'reviews', separate: true, include: ['author'] }
          ]
        }),
      ...atlasBySequelize(models),
      insertNote: note => notes.create({ ...note }, { returning }),
      insertNotes: list => notes.bulkCreate(list.map(note => ({ ...note }))),
      updateNote: (id, n) => notes.update({ n }, { where: { id } }),
      upsertNotes: list =>
        notes.bulkCreate(
          list.map(note => ({ ...note })),
          { updateOnDuplicate: ['title', 'score', 'n'] }
        ),
      transaction: note =>
        db.transaction(async transaction => {
          await notes.create({ ...note }, { transaction, returning })
          await customers.findByPk(note.n + 1, { transaction, raw: true })
          await notes.update({ n: note.n }, { transaction, where: { id: 1 } })
          await notes.create({ ...note, slug: `${note.slug}b` }, { transaction, returning })
          return notes.count({ transaction })
        }),
      // `build` and `buildNew` are left out: what makes the SQL is not part of its public API.
      close: () => db.close()
    }
  }
}

/** Per country the number of orders and what they are worth; only a product has to be SQL. */
function revenueOn(database: DatabaseName): FindOptions {
  const quote = database === 'MariaDB' ? '`' : '"'
  const name = (...parts: string[]) => parts.map(part => `${quote}${part}${quote}`).join('.')
  const price = name('orders->details', 'unitPrice')
  const quantity = name('orders->details', 'quantity')
  const joined = { attributes: [], required: true }
  return {
    attributes: [
      'country',
      [fn('count', fn('distinct', col('orders.id'))), 'orders'],
      [fn('sum', literal(`${price} * ${quantity}`)), 'revenue']
    ],
    include: [
      { ...joined, association: 'orders', include: [{ ...joined, association: 'details' }] }
    ],
    group: ['country'],
    order: ['country'],
    raw: true
  }
}

function openSequelize({ database, url }: Target): Sequelize {
  const common = { logging: false, pool: { max: poolSize } } as const
  // Whole numbers of 64 bits come as text or `bigint` unless told otherwise; these fit a number.
  if (database === 'MariaDB') {
    const dialectOptions = { bigIntAsNumber: true, insertIdAsNumber: true }
    return new Sequelize(url, { ...common, dialect: 'mariadb', dialectOptions })
  }
  const types = new pg.TypeOverrides()
  types.setTypeParser(20, Number)
  return new Sequelize(url, { ...common, dialect: 'postgres', dialectModule: { ...pg, types } })
}
