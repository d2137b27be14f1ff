import type { Generated } from 'kysely'

/** An instant: text on SQLite, a date on the others. */
type Instant = Date | string

/** Booleans are numbers on SQLite. */
type Flag = boolean | number

interface Customers {
  id: Generated<number>
  company: string
  name: string
  email: string
  country: string
  city: string
  phone: string | null
  credit: number
  active: Flag
  since: Instant
}

interface Orders {
  id: Generated<number>
  customerId: number
  employeeId: number
  orderedAt: Instant
  shippedAt: Instant | null
  freight: number
  shipName: string
  shipCity: string
  note: string | null
}

interface Details {
  id: Generated<number>
  orderId: number
  productId: number
  unitPrice: number
  quantity: number
  discount: number
  returned: Flag
  comment: string | null
  packedAt: Instant
}

interface Products {
  id: Generated<number>
  name: string
  supplierId: number
  unitPrice: number
  inStock: number
  discontinued: Flag
}

interface Notes {
  id: Generated<number>
  slug: string
  title: string
  body: string
  score: number
  n: number
  createdAt: Instant
}

interface Movies {
  id: Generated<number>
  title: string
  year: number
  image: string
  description: string
}

interface People {
  id: Generated<number>
  firstName: string
  lastName: string
  bio: string
}

interface Users {
  id: Generated<number>
  name: string
  image: string
}

interface Reviews {
  id: Generated<number>
  movieId: number
  authorId: number
  body: string
  rating: number
  createdAt: Instant
}

interface Involved {
  movieId: number
  personId: number
}

interface Countries {
  code: string
  name: string
  continent: string
  capital: string | null
  area: number
  unMember: Flag
}

interface Cities {
  id: number
  name: string
  countryCode: string
  population: number
  latitude: number
  longitude: number
}

interface Languages {
  code: string
  name: string
}

interface CountryLanguages {
  countryCode: string
  languageCode: string
}

/** The tables, as Kysely wants them. */
export interface Tables {
  customers: Customers
  orders: Orders
  order_details: Details
  products: Products
  notes: Notes
  movies: Movies
  people: People
  users: Users
  reviews: Reviews
  directors: Involved
  actors: Involved
  countries: Countries
  cities: Cities
  languages: Languages
  country_languages: CountryLanguages
}

/** The columns of what is nested: SQLite's JSON takes no `*`. */
export const columns = {
  orders: [
    'orders.id',
    'orders.customerId',
    'orders.employeeId',
    'orders.orderedAt',
    'orders.shippedAt',
    'orders.freight',
    'orders.shipName',
    'orders.shipCity',
    'orders.note'
  ],
  details: [
    'order_details.id',
    'order_details.orderId',
    'order_details.productId',
    'order_details.unitPrice',
    'order_details.quantity',
    'order_details.discount',
    'order_details.returned',
    'order_details.comment',
    'order_details.packedAt'
  ],
  products: [
    'products.id',
    'products.name',
    'products.supplierId',
    'products.unitPrice',
    'products.inStock',
    'products.discontinued'
  ],
  people: ['people.id', 'people.firstName', 'people.lastName', 'people.bio'],
  reviews: [
    'reviews.id',
    'reviews.movieId',
    'reviews.authorId',
    'reviews.body',
    'reviews.rating',
    'reviews.createdAt'
  ],
  users: ['users.id', 'users.name', 'users.image'],
  cities: [
    'cities.id',
    'cities.name',
    'cities.countryCode',
    'cities.population',
    'cities.latitude',
    'cities.longitude'
  ],
  languages: ['languages.code', 'languages.name']
} as const
