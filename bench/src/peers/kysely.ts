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
import type { NewNote, Peer, Target } from '../peer.js'
import { plainNote } from './dates.js'
import { nested } from './kysely/nested.js'
import { separate } from './kysely/separate.js'
import type { Tables } from './kysely/tables.js'
import { clausesOf } from './new-shape.js'
import { poolSize } from './pool-size.js'

/** The builder; relations by its helpers for JSON, or by queries of their own on MariaDB. */
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
      ...(database === 'MariaDB' ? separate(db) : nested(db, database)),
      citiesNamed: prefix =>
        db
          .selectFrom('cities')
          .selectAll()
          .where('name', 'like', `${prefix}%`)
          .orderBy('population', 'desc')
          .orderBy('id', 'desc')
          .limit(20)
          .execute(),
      populationByContinent: () =>
        db
          .selectFrom('countries as c')
          .innerJoin('cities as t', 't.countryCode', 'c.code')
          .select(({ fn }) => [
            'c.continent',
            fn.countAll().as('cities'),
            fn.sum('t.population').as('population')
          ])
          .groupBy('c.continent')
          .orderBy('c.continent')
          .execute(),
      insertNote: note => insert(db, [note]),
      insertNotes: notes => insert(db, notes),
      updateNote: (id, n) => db.updateTable('notes').set({ n }).where('id', '=', id).execute(),
      upsertNotes(notes) {
        const query = db.insertInto('notes').values(notes.map(noteOf))
        if (database === 'MariaDB') {
          const given = <T>(column: string) => sql<T>`values(${sql.ref(column)})`
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
      return new PostgresDialect({
        pool: new pg.Pool({ connectionString: url, max: poolSize, types })
      })
    }
    case 'MariaDB':
      return new MysqlDialect({
        pool: mysql.createPool({
          uri: url.replace('mariadb:', 'mysql:'),
          connectionLimit: poolSize,
          timezone: 'Z'
        })
      })
  }
}
