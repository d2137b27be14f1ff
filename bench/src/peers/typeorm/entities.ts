import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm'

export interface Customer {
  id: number
  company: string
  name: string
  email: string
  country: string
  city: string
  phone: string | null
  credit: number
  active: boolean
  since: Date
  orders?: Order[]
}

export interface Order {
  id: number
  customerId: number
  employeeId: number
  orderedAt: Date
  shippedAt: Date | null
  freight: number
  shipName: string
  shipCity: string
  note: string | null
  customer?: Customer
  details?: Detail[]
}

export interface Detail {
  id: number
  orderId: number
  productId: number
  unitPrice: number
  quantity: number
  discount: number
  returned: boolean
  comment: string | null
  packedAt: Date
  order?: Order
  product?: Product
}

export interface Product {
  id: number
  name: string
  supplierId: number
  unitPrice: number
  inStock: number
  discontinued: boolean
}

export interface Note {
  id: number
  slug: string
  title: string
  body: string
  score: number
  n: number
  createdAt: Date
}

export interface Person {
  id: number
  firstName: string
  lastName: string
  bio: string
}

export interface User {
  id: number
  name: string
  image: string
}

export interface Review {
  id: number
  movieId: number
  authorId: number
  body: string
  rating: number
  createdAt: Date
  movie?: Movie
  author?: User
}

export interface Movie {
  id: number
  title: string
  year: number
  image: string
  description: string
  directors?: Person[]
  cast?: Person[]
  reviews?: Review[]
}

export interface Country {
  code: string
  name: string
  continent: string
  capital: string | null
  area: number
  unMember: boolean
  cities?: City[]
  languages?: Language[]
}

export interface City {
  id: number
  name: string
  countryCode: string
  population: number
  latitude: number
  longitude: number
  country?: Country
}

export interface Language {
  code: string
  name: string
}

const id: EntitySchemaColumnOptions = { type: 'int', primary: true, generated: true }
// By their names: columns of the type `Number` would have each value parsed.
const int: EntitySchemaColumnOptions = { type: 'int' }
const float: EntitySchemaColumnOptions = { type: 'double precision' }
const text: EntitySchemaColumnOptions = { type: 'varchar' }
const code: EntitySchemaColumnOptions = { type: 'varchar', primary: true }
const maybeText: EntitySchemaColumnOptions = { type: 'varchar', nullable: true }
// By JavaScript's types, which mean the right thing on each database.
const flag: EntitySchemaColumnOptions = { type: Boolean }
const instant: EntitySchemaColumnOptions = { type: Date }
const maybeInstant: EntitySchemaColumnOptions = { type: Date, nullable: true }

export const customers = new EntitySchema<Customer>({
  name: 'Customer',
  tableName: 'customers',
  columns: {
    id,
    company: text,
    name: text,
    email: text,
    country: text,
    city: text,
    phone: maybeText,
    credit: float,
    active: flag,
    since: instant
  },
  relations: {
    orders: { type: 'one-to-many', target: 'Order', inverseSide: 'customer' }
  }
})

export const orders = new EntitySchema<Order>({
  name: 'Order',
  tableName: 'orders',
  columns: {
    id,
    customerId: int,
    employeeId: int,
    orderedAt: instant,
    shippedAt: maybeInstant,
    freight: float,
    shipName: text,
    shipCity: text,
    note: maybeText
  },
  relations: {
    customer: {
      type: 'many-to-one',
      target: 'Customer',
      inverseSide: 'orders',
      joinColumn: { name: 'customerId' }
    },
    details: { type: 'one-to-many', target: 'Detail', inverseSide: 'order' }
  }
})

export const details = new EntitySchema<Detail>({
  name: 'Detail',
  tableName: 'order_details',
  columns: {
    id,
    orderId: int,
    productId: int,
    unitPrice: float,
    quantity: int,
    discount: float,
    returned: flag,
    comment: maybeText,
    packedAt: instant
  },
  relations: {
    order: {
      type: 'many-to-one',
      target: 'Order',
      inverseSide: 'details',
      joinColumn: { name: 'orderId' }
    },
    product: { type: 'many-to-one', target: 'Product', joinColumn: { name: 'productId' } }
  }
})

export const products = new EntitySchema<Product>({
  name: 'Product',
  tableName: 'products',
  columns: {
    id,
    name: text,
    supplierId: int,
    unitPrice: float,
    inStock: int,
    discontinued: flag
  }
})

export const notes = new EntitySchema<Note>({
  name: 'Note',
  tableName: 'notes',
  columns: {
    id,
    slug: { type: 'varchar', unique: true },
    title: text,
    body: text,
    score: float,
    n: int,
    createdAt: instant
  }
})

export const people = new EntitySchema<Person>({
  name: 'Person',
  tableName: 'people',
  columns: { id, firstName: text, lastName: text, bio: text }
})

export const users = new EntitySchema<User>({
  name: 'User',
  tableName: 'users',
  columns: { id, name: text, image: text }
})

export const reviews = new EntitySchema<Review>({
  name: 'Review',
  tableName: 'reviews',
  columns: { id, movieId: int, authorId: int, body: text, rating: int, createdAt: instant },
  relations: {
    movie: {
      type: 'many-to-one',
      target: 'Movie',
      inverseSide: 'reviews',
      joinColumn: { name: 'movieId' }
    },
    author: { type: 'many-to-one', target: 'User', joinColumn: { name: 'authorId' } }
  }
})

/** People of a movie, through the table between. */
const through = (name: string) =>
  ({
    type: 'many-to-many',
    target: 'Person',
    joinTable: {
      name,
      joinColumn: { name: 'movieId' },
      inverseJoinColumn: { name: 'personId' }
    }
  }) as const

export const movies = new EntitySchema<Movie>({
  name: 'Movie',
  tableName: 'movies',
  columns: { id, title: text, year: int, image: text, description: text },
  relations: {
    directors: through('directors'),
    cast: through('actors'),
    reviews: { type: 'one-to-many', target: 'Review', inverseSide: 'movie' }
  }
})

export const countries = new EntitySchema<Country>({
  name: 'Country',
  tableName: 'countries',
  columns: { code, name: text, continent: text, capital: maybeText, area: float, unMember: flag },
  relations: {
    cities: { type: 'one-to-many', target: 'City', inverseSide: 'country' },
    languages: {
      type: 'many-to-many',
      target: 'Language',
      joinTable: {
        name: 'country_languages',
        joinColumn: { name: 'countryCode' },
        inverseJoinColumn: { name: 'languageCode' }
      }
    }
  }
})

export const cities = new EntitySchema<City>({
  name: 'City',
  tableName: 'cities',
  columns: {
    id,
    name: text,
    countryCode: text,
    population: int,
    latitude: float,
    longitude: float
  },
  relations: {
    country: {
      type: 'many-to-one',
      target: 'Country',
      inverseSide: 'cities',
      joinColumn: { name: 'countryCode', referencedColumnName: 'code' }
    }
  }
})

export const languages = new EntitySchema<Language>({
  name: 'Language',
  tableName: 'languages',
  columns: { code, name: text }
})

export const entities = [
  customers,
  orders,
  details,
  products,
  notes,
  people,
  users,
  reviews,
  movies,
  countries,
  cities,
  languages
]
