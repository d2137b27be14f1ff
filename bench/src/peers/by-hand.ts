import type { NewNote, Row, Session } from '../peer.js'
import { attach, keysOf, refer } from './assemble.js'
import { atlasByHand } from './by-hand/atlas.js'

type Rows = readonly Row[] | Promise<readonly Row[]>

/** What a driver gives to the queries that are written by hand for all of them. */
export interface HandWritten {
  /** Runs a statement of this text; the texts are few and the same, so that they stay prepared. */
  query(text: string, values: readonly unknown[]): Rows
  /** Runs a query with a list: `list` stands in the text where the list belongs. */
  queryList(text: string, list: readonly unknown[]): Rows
  insertNotes(notes: readonly NewNote[]): unknown
  upsertNotes(notes: readonly NewNote[]): unknown
  transaction(note: NewNote): unknown
  close(): void | Promise<void>
  /** The quote of names. */
  readonly quote: string
  /** What a placeholder looks like. */
  placeholder(at: number): string
  /** What stands behind an insert to get its key; empty where the driver tells it. */
  readonly returning: string
  /** A note's date as the driver takes it. */
  date(value: Date): unknown
}

/** The texts, in the dialect of a driver. */
export function textsOf({ quote: q, placeholder: p, returning }: HandWritten) {
  const name = (text: string) => `${q}${text}${q}`
  const peopleIn = (table: string) =>
    `select p.* from people p join ${table} x on x.${name('personId')} = p.id ` +
    `where x.${name('movieId')} = ${p(1)}`
  const noteColumns = ['slug', 'title', 'body', 'score', 'n', 'createdAt'].map(name).join(', ')
  return {
    customer: `select * from customers where id = ${p(1)}`,
    details: `select * from order_details where id <= ${p(1)} order by id`,
    page:
      `select * from customers where country = ${p(1)} and active ` +
      `order by name, id limit 20 offset ${p(2)}`,
    revenue:
      'select c.country, count(distinct o.id) as orders, ' +
      `sum(d.${name('unitPrice')} * d.quantity) as revenue ` +
      `from customers c join orders o on o.${name('customerId')} = c.id ` +
      `join order_details d on d.${name('orderId')} = o.id group by c.country order by c.country`,
    customers: `select * from customers where id >= ${p(1)} order by id limit ${p(2)}`,
    orders: `select * from orders where ${name('customerId')} in list`,
    ofOrders: `select * from order_details where ${name('orderId')} in list`,
    products: `select * from products where id in list`,
    movie: `select * from movies where id = ${p(1)}`,
    directors: peopleIn('directors'),
    cast: peopleIn('actors'),
    reviews: `select * from reviews where ${name('movieId')} = ${p(1)}`,
    users: `select * from users where id in list`,
    noteColumns,
    insert:
      `insert into notes (${noteColumns}) ` +
      `values (${[1, 2, 3, 4, 5, 6].map(p).join(', ')})${returning}`,
    update: `update notes set n = ${p(1)} where id = ${p(2)}`,
    count: 'select count(*) as count from notes'
  }
}

/** What an upsert does with a slug that exists, on SQLite and PostgreSQL. */
export const onSlugConflict =
  ' on conflict (slug) do update set title = excluded.title, score = excluded.score, n = excluded.n'

/** The values of a note, in the order of the columns. */
export function noteValues(driver: HandWritten, note: NewNote): unknown[] {
  const { slug, title, body, score, n, createdAt } = note
  return [slug, title, body, score, n, driver.date(createdAt)]
}

/** The workloads as they are written by hand on a driver. */
export function byHand(driver: HandWritten): Session {
  const texts = textsOf(driver)
  const one = (rows: Rows) =>
    rows instanceof Promise ? rows.then(([row]) => row) : (rows[0] as Row | undefined)
  const orders = async (customers: readonly Row[]) =>
    driver.queryList(texts.orders, keysOf(customers))
  const details = async (found: readonly Row[]) => driver.queryList(texts.ofOrders, keysOf(found))
  return {
    customer: id => one(driver.query(texts.customer, [id])),
    detailsUpTo: id => driver.query(texts.details, [id]),
    customerPage: (country, offset) => driver.query(texts.page, [country, offset]),
    revenueByCountry: () => driver.query(texts.revenue, []),
    async withOrders(first, count) {
      const customers = await driver.query(texts.customers, [first, count])
      return attach(customers, await orders(customers), 'customerId', 'orders')
    },
    async withDetails(first, count) {
      const customers = await driver.query(texts.customers, [first, count])
      const found = await orders(customers)
      attach(found, await details(found), 'orderId', 'details')
      return attach(customers, found, 'customerId', 'orders')
    },
    async withProducts(first, count) {
      const customers = await driver.query(texts.customers, [first, count])
      const found = await orders(customers)
      const lines = await details(found)
      const products = await driver.queryList(texts.products, keysOf(lines, 'productId'))
      refer(lines, products, 'productId', 'product')
      attach(found, lines, 'orderId', 'details')
      return attach(customers, found, 'customerId', 'orders')
    },
    async movie(id) {
      const [movie, directors, cast, reviews] = await Promise.all([
        driver.query(texts.movie, [id]),
        driver.query(texts.directors, [id]),
        driver.query(texts.cast, [id]),
        driver.query(texts.reviews, [id])
      ])
      const authors = await driver.queryList(texts.users, keysOf(reviews, 'authorId'))
      refer(reviews, authors, 'authorId', 'author')
      return movie[0] && { ...movie[0], directors, cast, reviews }
    },
    ...atlasByHand(driver),
    insertNote: note => driver.query(texts.insert, noteValues(driver, note)),
    insertNotes: notes => driver.insertNotes(notes),
    updateNote: (id, n) => driver.query(texts.update, [n, id]),
    upsertNotes: notes => driver.upsertNotes(notes),
    transaction: note => driver.transaction(note),
    close: () => driver.close()
  }
}
