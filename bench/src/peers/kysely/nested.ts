import { type Kysely, ParseJSONResultsPlugin } from 'kysely'
import * as postgres from 'kysely/helpers/postgres'
import * as sqlite from 'kysely/helpers/sqlite'
import type { Session } from '../../peer.js'
import { columns, type Tables } from './tables.js'

type Relations = Pick<
  Session,
  'withOrders' | 'withDetails' | 'withProducts' | 'movie' | 'countriesOf'
>

/** Relations as JSON in one query: its manual's recipe, for SQLite and PostgreSQL. */
export function nested(db: Kysely<Tables>, database: 'SQLite' | 'PostgreSQL'): Relations {
  const { jsonArrayFrom, jsonObjectFrom } = database === 'SQLite' ? sqlite : postgres
  // pg parses JSON by itself.
  const parsed = database === 'SQLite' ? db.withPlugin(new ParseJSONResultsPlugin()) : db
  const customersFrom = (first: number, count: number) =>
    parsed
      .selectFrom('customers')
      .selectAll('customers')
      .where('customers.id', '>=', first)
      .orderBy('customers.id')
      .limit(count)
  return {
    withOrders: (first, count) =>
      customersFrom(first, count)
        .select(customer =>
          jsonArrayFrom(
            customer
              .selectFrom('orders')
              .select(columns.orders)
              .whereRef('orders.customerId', '=', 'customers.id')
          ).as('orders')
        )
        .execute(),
    withDetails: (first, count) =>
      customersFrom(first, count)
        .select(customer =>
          jsonArrayFrom(
            customer
              .selectFrom('orders')
              .select(columns.orders)
              .select(order =>
                jsonArrayFrom(
                  order
                    .selectFrom('order_details')
                    .select(columns.details)
                    .whereRef('order_details.orderId', '=', 'orders.id')
                ).as('details')
              )
              .whereRef('orders.customerId', '=', 'customers.id')
          ).as('orders')
        )
        .execute(),
    withProducts: (first, count) =>
      customersFrom(first, count)
        .select(customer =>
          jsonArrayFrom(
            customer
              .selectFrom('orders')
              .select(columns.orders)
              .select(order =>
                jsonArrayFrom(
                  order
                    .selectFrom('order_details')
                    .select(columns.details)
                    .select(detail =>
                      jsonObjectFrom(
                        detail
                          .selectFrom('products')
                          .select(columns.products)
                          .whereRef('products.id', '=', 'order_details.productId')
                      ).as('product')
                    )
                    .whereRef('order_details.orderId', '=', 'orders.id')
                ).as('details')
              )
              .whereRef('orders.customerId', '=', 'customers.id')
          ).as('orders')
        )
        .execute(),
    movie: id =>
      parsed
        .selectFrom('movies')
        .selectAll('movies')
        .select(movie => [
          jsonArrayFrom(
            movie
              .selectFrom('people')
              .innerJoin('directors', 'directors.personId', 'people.id')
              .select(columns.people)
              .whereRef('directors.movieId', '=', 'movies.id')
          ).as('directors'),
          jsonArrayFrom(
            movie
              .selectFrom('people')
              .innerJoin('actors', 'actors.personId', 'people.id')
              .select(columns.people)
              .whereRef('actors.movieId', '=', 'movies.id')
          ).as('cast'),
          jsonArrayFrom(
            movie
              .selectFrom('reviews')
              .select(columns.reviews)
              .select(review =>
                jsonObjectFrom(
                  review
                    .selectFrom('users')
                    .select(columns.users)
                    .whereRef('users.id', '=', 'reviews.authorId')
                ).as('author')
              )
              .whereRef('reviews.movieId', '=', 'movies.id')
          ).as('reviews')
        ])
        .where('movies.id', '=', id)
        .executeTakeFirst(),
    countriesOf: continent =>
      parsed
        .selectFrom('countries')
        .selectAll('countries')
        .select(country => [
          jsonArrayFrom(
            country
              .selectFrom('cities')
              .select(columns.cities)
              .whereRef('cities.countryCode', '=', 'countries.code')
          ).as('cities'),
          jsonArrayFrom(
            country
              .selectFrom('languages')
              .innerJoin('country_languages as x', 'x.languageCode', 'languages.code')
              .select(columns.languages)
              .whereRef('x.countryCode', '=', 'countries.code')
          ).as('languages')
        ])
        .where('countries.continent', '=', continent)
        .orderBy('countries.code')
        .execute()
  }
}
