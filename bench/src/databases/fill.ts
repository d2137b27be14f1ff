import { connect, type Database, sql } from 'versa-orm'
import { atlasModels, atlasRows, City, Country, CountryLanguage, Language } from '../data/atlas.js'
import {
  Director,
  FilmUser,
  filmModels,
  filmRows,
  Movie,
  Person,
  Review,
  Role
} from '../data/film.js'
import {
  Customer,
  Detail,
  Employee,
  Note,
  Order,
  Product,
  Supplier,
  shopModels,
  shopRows
} from '../data/shop.js'

/** How many rows are written at once. */
const BATCH = 5_000

interface Writable {
  createMany(rows: object[]): Promise<unknown>
}

/** Makes the tables of a database and fills them with the same rows at each run. */
export async function fill(url: string, progress: (done: string) => void): Promise<void> {
  const db = await connect(url)
  try {
    await db.schema.create([...shopModels, ...filmModels, ...atlasModels])
    const tables: readonly (readonly [string, unknown, () => object[]])[] = [
      ['suppliers', Supplier.using(db), shopRows.suppliers],
      ['products', Product.using(db), shopRows.products],
      ['employees', Employee.using(db), shopRows.employees],
      ['customers', Customer.using(db), shopRows.customers],
      ['orders', Order.using(db), shopRows.orders],
      ['order details', Detail.using(db), shopRows.details],
      ['notes', Note.using(db), shopRows.notes],
      ['people', Person.using(db), filmRows.people],
      ['users', FilmUser.using(db), filmRows.users],
      ['movies', Movie.using(db), filmRows.movies],
      ['reviews', Review.using(db), filmRows.reviews],
      ['directors', Director.using(db), filmRows.directors],
      ['cast', Role.using(db), filmRows.cast],
      ['languages', Language.using(db), atlasRows.languages],
      ['countries', Country.using(db), atlasRows.countries],
      ['languages of countries', CountryLanguage.using(db), atlasRows.countryLanguages],
      ['cities', City.using(db), atlasRows.cities]
    ]
    for (const [name, model, make] of tables) {
      progress(name)
      const rows = make()
      for (let at = 0; at < rows.length; at += BATCH) {
        // Each model takes its own rows; the list above pairs them.
        await (model as Writable).createMany(rows.slice(at, at + BATCH))
      }
    }
    await analyze(db)
  } finally {
    await db.close()
  }
}

/** Lets the database count, so that it does not choose other ways while contenders are measured. */
async function analyze(db: Database): Promise<void> {
  if (db.product === 'PostgreSQL') await db.sql`vacuum analyze`.execute()
  else if (db.product === 'SQLite') await db.sql`analyze`.execute()
  else {
    const tables = await db.sql`
      select table_name as name from information_schema.tables where table_schema = database()
    `.rows<{ name: string }>()
    for (const { name } of tables) await db.sql`analyze table ${sql.id(name)}`.rows()
  }
}
