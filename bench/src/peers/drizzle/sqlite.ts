import { relations } from 'drizzle-orm'
import { customType, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Instants as the tables keep them: text in UTC. */
const instant = customType<{ data: Date; driverData: string }>({
  dataType: () => 'text',
  toDriver: value => value.toISOString().slice(0, 23).replace('T', ' '),
  fromDriver: value => new Date(`${value.replace(' ', 'T')}Z`)
})

export const customers = sqliteTable('customers', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  company: text('company').notNull(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  country: text('country').notNull(),
  city: text('city').notNull(),
  phone: text('phone'),
  credit: real('credit').notNull(),
  active: integer('active', { mode: 'boolean' }).notNull(),
  since: instant('since').notNull()
})

export const orders = sqliteTable('orders', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  customerId: integer('customerId').notNull(),
  employeeId: integer('employeeId').notNull(),
  orderedAt: instant('orderedAt').notNull(),
  shippedAt: instant('shippedAt'),
  freight: real('freight').notNull(),
  shipName: text('shipName').notNull(),
  shipCity: text('shipCity').notNull(),
  note: text('note')
})

export const details = sqliteTable('order_details', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  orderId: integer('orderId').notNull(),
  productId: integer('productId').notNull(),
  unitPrice: real('unitPrice').notNull(),
  quantity: integer('quantity').notNull(),
  discount: real('discount').notNull(),
  returned: integer('returned', { mode: 'boolean' }).notNull(),
  comment: text('comment'),
  packedAt: instant('packedAt').notNull()
})

export const products = sqliteTable('products', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  supplierId: integer('supplierId').notNull(),
  unitPrice: real('unitPrice').notNull(),
  inStock: integer('inStock').notNull(),
  discontinued: integer('discontinued', { mode: 'boolean' }).notNull()
})

export const notes = sqliteTable('notes', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  slug: text('slug').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  score: real('score').notNull(),
  n: integer('n').notNull(),
  createdAt: instant('createdAt').notNull()
})

export const movies = sqliteTable('movies', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  title: text('title').notNull(),
  year: integer('year').notNull(),
  image: text('image').notNull(),
  description: text('description').notNull()
})

export const people = sqliteTable('people', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  firstName: text('firstName').notNull(),
  lastName: text('lastName').notNull(),
  bio: text('bio').notNull()
})

export const users = sqliteTable('users', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  image: text('image').notNull()
})

export const reviews = sqliteTable('reviews', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  movieId: integer('movieId').notNull(),
  authorId: integer('authorId').notNull(),
  body: text('body').notNull(),
  rating: integer('rating').notNull(),
  createdAt: instant('createdAt').notNull()
})

export const directors = sqliteTable('directors', {
  movieId: integer('movieId').notNull(),
  personId: integer('personId').notNull()
})

export const actors = sqliteTable('actors', {
  movieId: integer('movieId').notNull(),
  personId: integer('personId').notNull()
})

export const countries = sqliteTable('countries', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  continent: text('continent').notNull(),
  capital: text('capital'),
  area: real('area').notNull(),
  unMember: integer('unMember', { mode: 'boolean' }).notNull()
})

export const cities = sqliteTable('cities', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  countryCode: text('countryCode').notNull(),
  population: integer('population').notNull(),
  latitude: real('latitude').notNull(),
  longitude: real('longitude').notNull()
})

export const languages = sqliteTable('languages', {
  code: text('code').primaryKey(),
  name: text('name').notNull()
})

export const countryLanguages = sqliteTable('country_languages', {
  countryCode: text('countryCode').notNull(),
  languageCode: text('languageCode').notNull()
})

export const customerRelations = relations(customers, ({ many }) => ({ orders: many(orders) }))
export const orderRelations = relations(orders, ({ one, many }) => ({
  customer: one(customers, { fields: [orders.customerId], references: [customers.id] }),
  details: many(details)
}))
export const detailRelations = relations(details, ({ one }) => ({
  order: one(orders, { fields: [details.orderId], references: [orders.id] }),
  product: one(products, { fields: [details.productId], references: [products.id] })
}))
export const movieRelations = relations(movies, ({ many }) => ({
  directors: many(directors),
  cast: many(actors),
  reviews: many(reviews)
}))
export const directorRelations = relations(directors, ({ one }) => ({
  movie: one(movies, { fields: [directors.movieId], references: [movies.id] }),
  person: one(people, { fields: [directors.personId], references: [people.id] })
}))
export const actorRelations = relations(actors, ({ one }) => ({
  movie: one(movies, { fields: [actors.movieId], references: [movies.id] }),
  person: one(people, { fields: [actors.personId], references: [people.id] })
}))
export const reviewRelations = relations(reviews, ({ one }) => ({
  movie: one(movies, { fields: [reviews.movieId], references: [movies.id] }),
  author: one(users, { fields: [reviews.authorId], references: [users.id] })
}))
export const countryRelations = relations(countries, ({ many }) => ({
  cities: many(cities),
  languages: many(countryLanguages)
}))
export const cityRelations = relations(cities, ({ one }) => ({
  country: one(countries, { fields: [cities.countryCode], references: [countries.code] })
}))
export const countryLanguageRelations = relations(countryLanguages, ({ one }) => ({
  country: one(countries, { fields: [countryLanguages.countryCode], references: [countries.code] }),
  language: one(languages, {
    fields: [countryLanguages.languageCode],
    references: [languages.code]
  })
}))
