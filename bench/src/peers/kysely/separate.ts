import type { Kysely } from 'kysely'
import type { Row, Session } from '../../peer.js'
import { attach, attachThrough, keysOf, refer } from '../assemble.js'
import type { Tables } from './tables.js'

type Relations = Pick<
  Session,
  'withOrders' | 'withDetails' | 'withProducts' | 'movie' | 'countriesOf'
>

/** Relations by a query each and a map: MariaDB cannot run the JSON that the manual nests. */
export function separate(db: Kysely<Tables>): Relations {
  // A list of nothing is no SQL.
  const orNone = async (keys: readonly unknown[], find: (keys: number[]) => Promise<Row[]>) =>
    keys.length === 0 ? [] : find(keys as number[])
  const customersFrom = (first: number, count: number): Promise<Row[]> =>
    db
      .selectFrom('customers')
      .selectAll()
      .where('id', '>=', first)
      .orderBy('id')
      .limit(count)
      .execute()
  const ordersOf = (customers: readonly Row[]) =>
    orNone(keysOf(customers), keys =>
      db.selectFrom('orders').selectAll().where('customerId', 'in', keys).execute()
    )
  const detailsOf = (orders: readonly Row[]) =>
    orNone(keysOf(orders), keys =>
      db.selectFrom('order_details').selectAll().where('orderId', 'in', keys).execute()
    )
  const people = (table: 'directors' | 'actors', id: number) =>
    db
      .selectFrom('people')
      .innerJoin(`${table} as involved`, 'involved.personId', 'people.id')
      .selectAll('people')
      .where('involved.movieId', '=', id)
      .execute()
  return {
    async withOrders(first, count) {
      const customers = await customersFrom(first, count)
      return attach(customers, await ordersOf(customers), 'customerId', 'orders')
    },
    async withDetails(first, count) {
      const customers = await customersFrom(first, count)
      const orders = await ordersOf(customers)
      attach(orders, await detailsOf(orders), 'orderId', 'details')
      return attach(customers, orders, 'customerId', 'orders')
    },
    async withProducts(first, count) {
      const customers = await customersFrom(first, count)
      const orders = await ordersOf(customers)
      const details = await detailsOf(orders)
      const products = await orNone(keysOf(details, 'productId'), keys =>
        db.selectFrom('products').selectAll().where('id', 'in', keys).execute()
      )
      refer(details, products, 'productId', 'product')
      attach(orders, details, 'orderId', 'details')
      return attach(customers, orders, 'customerId', 'orders')
    },
    async movie(id) {
      const [movie, directors, cast, reviews] = await Promise.all([
        db.selectFrom('movies').selectAll().where('id', '=', id).executeTakeFirst(),
        people('directors', id),
        people('actors', id),
        db.selectFrom('reviews').selectAll().where('movieId', '=', id).execute()
      ])
      const authors = await orNone(keysOf(reviews, 'authorId'), keys =>
        db.selectFrom('users').selectAll().where('id', 'in', keys).execute()
      )
      refer(reviews, authors, 'authorId', 'author')
      return movie && { ...movie, directors, cast, reviews }
    },
    async countriesOf(continent) {
      const countries = await db
        .selectFrom('countries')
        .selectAll()
        .where('continent', '=', continent)
        .orderBy('code')
        .execute()
      if (countries.length === 0) return []
      const codes = countries.map(({ code }) => code)
      const [cities, languages] = await Promise.all([
        db.selectFrom('cities').selectAll().where('countryCode', 'in', codes).execute(),
        db
          .selectFrom('country_languages as x')
          .innerJoin('languages as l', 'l.code', 'x.languageCode')
          .select(['x.countryCode', 'l.code', 'l.name'])
          .where('x.countryCode', 'in', codes)
          .execute()
      ])
      attach(countries, cities, 'countryCode', 'cities', 'code')
      return attachThrough(countries, languages, 'countryCode', 'languages', 'code')
    }
  }
}
