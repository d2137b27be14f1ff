import { relations } from 'drizzle-orm'
import { boolean, datetime, double, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core'

export const customers = mysqlTable('customers', {
  id: int('id').autoincrement().primaryKey(),
  company: varchar('company', { length: 80 }).notNull(),
  name: varchar('name', { length: 80 }).notNull(),
  email: varchar('email', { length: 120 }).notNull(),
  country: varchar('country', { length: 40 }).notNull(),
  city: varchar('city', { length: 60 }).notNull(),
  phone: varchar('phone', { length: 24 }),
  credit: double('credit').notNull(),
  active: boolean('active').notNull(),
  since: datetime('since', { fsp: 3 }).notNull()
})

export const orders = mysqlTable('orders', {
  id: int('id').autoincrement().primaryKey(),
  customerId: int('customerId').notNull(),
  employeeId: int('employeeId').notNull(),
  orderedAt: datetime('orderedAt', { fsp: 3 }).notNull(),
  shippedAt: datetime('shippedAt', { fsp: 3 }),
  freight: double('freight').notNull(),
  shipName: varchar('shipName', { length: 80 }).notNull(),
  shipCity: varchar('shipCity', { length: 60 }).notNull(),
  note: varchar('note', { length: 200 })
})

export const details = mysqlTable('order_details', {
  id: int('id').autoincrement().primaryKey(),
  orderId: int('orderId').notNull(),
  productId: int('productId').notNull(),
  unitPrice: double('unitPrice').notNull(),
  quantity: int('quantity').notNull(),
  discount: double('discount').notNull(),
  returned: boolean('returned').notNull(),
  comment: varchar('comment', { length: 120 }),
  packedAt: datetime('packedAt', { fsp: 3 }).notNull()
})

export const products = mysqlTable('products', {
  id: int('id').autoincrement().primaryKey(),
  name: varchar('name', { length: 80 }).notNull(),
  supplierId: int('supplierId').notNull(),
  unitPrice: double('unitPrice').notNull(),
  inStock: int('inStock').notNull(),
  discontinued: boolean('discontinued').notNull()
})

export const notes = mysqlTable('notes', {
  id: int('id').autoincrement().primaryKey(),
  slug: varchar('slug', { length: 60 }).notNull(),
  title: varchar('title', { length: 80 }).notNull(),
  body: varchar('body', { length: 400 }).notNull(),
  score: double('score').notNull(),
  n: int('n').notNull(),
  createdAt: datetime('createdAt', { fsp: 3 }).notNull()
})

export const movies = mysqlTable('movies', {
  id: int('id').autoincrement().primaryKey(),
  title: varchar('title', { length: 80 }).notNull(),
  year: int('year').notNull(),
  image: varchar('image', { length: 120 }).notNull(),
  description: varchar('description', { length: 400 }).notNull()
})

export const people = mysqlTable('people', {
  id: int('id').autoincrement().primaryKey(),
  firstName: varchar('firstName', { length: 40 }).notNull(),
  lastName: varchar('lastName', { length: 40 }).notNull(),
  bio: varchar('bio', { length: 300 }).notNull()
})

export const users = mysqlTable('users', {
  id: int('id').autoincrement().primaryKey(),
  name: varchar('name', { length: 60 }).notNull(),
  image: varchar('image', { length: 120 }).notNull()
})

export const reviews = mysqlTable('reviews', {
  id: int('id').autoincrement().primaryKey(),
  movieId: int('movieId').notNull(),
  authorId: int('authorId').notNull(),
  body: varchar('body', { length: 400 }).notNull(),
  rating: int('rating').notNull(),
  createdAt: datetime('createdAt', { fsp: 3 }).notNull()
})

export const directors = mysqlTable('directors', {
  movieId: int('movieId').notNull(),
  personId: int('personId').notNull()
})

export const actors = mysqlTable('actors', {
  movieId: int('movieId').notNull(),
  personId: int('personId').notNull()
})

export const countries = mysqlTable('countries', {
  code: varchar('code', { length: 2 }).primaryKey(),
  name: varchar('name', { length: 60 }).notNull(),
  continent: varchar('continent', { length: 20 }).notNull(),
  capital: varchar('capital', { length: 60 }),
  area: double('area').notNull(),
  unMember: boolean('unMember').notNull()
})

export const cities = mysqlTable('cities', {
  id: int('id').autoincrement().primaryKey(),
  name: varchar('name', { length: 80 }).notNull(),
  countryCode: varchar('countryCode', { length: 2 }).notNull(),
  population: int('population').notNull(),
  latitude: double('latitude').notNull(),
  longitude: double('longitude').notNull()
})

export const languages = mysqlTable('languages', {
  code: varchar('code', { length: 3 }).primaryKey(),
  name: varchar('name', { length: 40 }).notNull()
})

export const countryLanguages = mysqlTable('country_languages', {
  countryCode: varchar('countryCode', { length: 2 }).notNull(),
  languageCode: varchar('languageCode', { length: 3 }).notNull()
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
