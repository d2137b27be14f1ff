import { relations } from 'drizzle-orm'
import { boolean, doublePrecision, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

export const customers = pgTable('customers', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  company: text('company').notNull(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  country: text('country').notNull(),
  city: text('city').notNull(),
  phone: text('phone'),
  credit: doublePrecision('credit').notNull(),
  active: boolean('active').notNull(),
  since: timestamp('since', { withTimezone: true }).notNull()
})

export const orders = pgTable('orders', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  customerId: integer('customerId').notNull(),
  employeeId: integer('employeeId').notNull(),
  orderedAt: timestamp('orderedAt', { withTimezone: true }).notNull(),
  shippedAt: timestamp('shippedAt', { withTimezone: true }),
  freight: doublePrecision('freight').notNull(),
  shipName: text('shipName').notNull(),
  shipCity: text('shipCity').notNull(),
  note: text('note')
})

export const details = pgTable('order_details', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  orderId: integer('orderId').notNull(),
  productId: integer('productId').notNull(),
  unitPrice: doublePrecision('unitPrice').notNull(),
  quantity: integer('quantity').notNull(),
  discount: doublePrecision('discount').notNull(),
  returned: boolean('returned').notNull(),
  comment: text('comment'),
  packedAt: timestamp('packedAt', { withTimezone: true }).notNull()
})

export const products = pgTable('products', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  name: text('name').notNull(),
  supplierId: integer('supplierId').notNull(),
  unitPrice: doublePrecision('unitPrice').notNull(),
  inStock: integer('inStock').notNull(),
  discontinued: boolean('discontinued').notNull()
})

export const notes = pgTable('notes', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  slug: text('slug').notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  score: doublePrecision('score').notNull(),
  n: integer('n').notNull(),
  createdAt: timestamp('createdAt', { withTimezone: true }).notNull()
})

export const movies = pgTable('movies', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  title: text('title').notNull(),
  year: integer('year').notNull(),
  image: text('image').notNull(),
  description: text('description').notNull()
})

export const people = pgTable('people', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  firstName: text('firstName').notNull(),
  lastName: text('lastName').notNull(),
  bio: text('bio').notNull()
})

export const users = pgTable('users', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  name: text('name').notNull(),
  image: text('image').notNull()
})

export const reviews = pgTable('reviews', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  movieId: integer('movieId').notNull(),
  authorId: integer('authorId').notNull(),
  body: text('body').notNull(),
  rating: integer('rating').notNull(),
  createdAt: timestamp('createdAt', { withTimezone: true }).notNull()
})

export const directors = pgTable('directors', {
  movieId: integer('movieId').notNull(),
  personId: integer('personId').notNull()
})

export const actors = pgTable('actors', {
  movieId: integer('movieId').notNull(),
  personId: integer('personId').notNull()
})

export const countries = pgTable('countries', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  continent: text('continent').notNull(),
  capital: text('capital'),
  area: doublePrecision('area').notNull(),
  unMember: boolean('unMember').notNull()
})

export const cities = pgTable('cities', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  name: text('name').notNull(),
  countryCode: text('countryCode').notNull(),
  population: integer('population').notNull(),
  latitude: doublePrecision('latitude').notNull(),
  longitude: doublePrecision('longitude').notNull()
})

export const languages = pgTable('languages', {
  code: text('code').primaryKey(),
  name: text('name').notNull()
})

export const countryLanguages = pgTable('country_languages', {
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
