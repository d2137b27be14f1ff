import { type Collection, EntitySchema, ReferenceKind, Type, wrap } from '@mikro-orm/core'
import type { DatabaseName } from '../../peer.js'
import { sqliteText } from '../dates.js'

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
  orders: Collection<Order>
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
  details: Collection<Detail>
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
  product: Product
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
  author: User
}

export interface Movie {
  id: number
  title: string
  year: number
  image: string
  description: string
  directors: Collection<Person>
  cast: Collection<Person>
  reviews: Collection<Review>
}

export interface Country {
  code: string
  name: string
  continent: string
  capital: string | null
  area: number
  unMember: boolean
  cities: Collection<City>
  languages: Collection<Language>
}

export interface City {
  id: number
  name: string
  countryCode: string
  population: number
  latitude: number
  longitude: number
}

export interface Language {
  code: string
  name: string
}

const id = { type: 'integer', primary: true, autoincrement: true } as const
const int = { type: 'integer' } as const
// `double` is for numbers that may be text, and converts each of them.
const float = { type: 'float' } as const
const text = { type: 'string' } as const
const code = { type: 'string', primary: true } as const
const maybeText = { type: 'string', nullable: true } as const
const flag = { type: 'boolean' } as const
const instant = { type: 'Date' } as const
const maybeInstant = { type: 'Date', nullable: true } as const

/** A reference that is never loaded: its key, under the name of the column. */
const keyOf = (entity: string, fieldName: string) =>
  ({ kind: ReferenceKind.MANY_TO_ONE, entity, fieldName, mapToPk: true }) as const

/** The key beside a reference to a row that can be loaded. */
const key = { type: 'integer', persist: false } as const

/** Such a reference: absent from JSON as long as the row is not loaded. */
const reference = (entity: string, fieldName: string) =>
  ({
    kind: ReferenceKind.MANY_TO_ONE,
    entity,
    fieldName,
    serializer: (value: object) => (wrap(value).isInitialized() ? value : undefined)
  }) as const

/** The tables keep instants on SQLite as text; when writing it would make numbers of them. */
class TextInstant extends Type<Date, string> {
  override convertToDatabaseValue(value: Date): string {
    return sqliteText(value)
  }

  override convertToJSValue(value: string): Date {
    return new Date(`${value.replace(' ', 'T')}Z`)
  }

  override getColumnType(): string {
    return 'text'
  }
}

export const customers = new EntitySchema<Customer>({
  name: 'Customer',
  tableName: 'customers',
  properties: {
    id,
    company: text,
    name: text,
    email: text,
    country: text,
    city: text,
    phone: maybeText,
    credit: float,
    active: flag,
    since: instant,
    orders: { kind: ReferenceKind.ONE_TO_MANY, entity: 'Order', mappedBy: 'customerId' }
  }
})

export const orders = new EntitySchema<Order>({
  name: 'Order',
  tableName: 'orders',
  properties: {
    id,
    customerId: keyOf('Customer', 'customerId'),
    employeeId: int,
    orderedAt: instant,
    shippedAt: maybeInstant,
    freight: float,
    shipName: text,
    shipCity: text,
    note: maybeText,
    details: { kind: ReferenceKind.ONE_TO_MANY, entity: 'Detail', mappedBy: 'orderId' }
  }
})

export const details = new EntitySchema<Detail>({
  name: 'Detail',
  tableName: 'order_details',
  properties: {
    id,
    orderId: keyOf('Order', 'orderId'),
    productId: key,
    unitPrice: float,
    quantity: int,
    discount: float,
    returned: flag,
    comment: maybeText,
    packedAt: instant,
    product: reference('Product', 'productId')
  }
})

export const products = new EntitySchema<Product>({
  name: 'Product',
  tableName: 'products',
  properties: {
    id,
    name: text,
    supplierId: int,
    unitPrice: float,
    inStock: int,
    discontinued: flag
  }
})

const notesOf = (instants: 'Date' | typeof TextInstant) =>
  new EntitySchema<Note>({
    name: 'Note',
    tableName: 'notes',
    properties: {
      id,
      slug: { type: 'string', unique: true },
      title: text,
      body: text,
      score: float,
      n: int,
      createdAt: { type: instants }
    }
  })

export const people = new EntitySchema<Person>({
  name: 'Person',
  tableName: 'people',
  properties: { id, firstName: text, lastName: text, bio: text }
})

export const users = new EntitySchema<User>({
  name: 'User',
  tableName: 'users',
  properties: { id, name: text, image: text }
})

export const reviews = new EntitySchema<Review>({
  name: 'Review',
  tableName: 'reviews',
  properties: {
    id,
    movieId: keyOf('Movie', 'movieId'),
    authorId: key,
    body: text,
    rating: int,
    createdAt: instant,
    author: reference('User', 'authorId')
  }
})

/** People of a movie, through the table between. */
const through = (pivotTable: string) =>
  ({
    kind: ReferenceKind.MANY_TO_MANY,
    entity: 'Person',
    pivotTable,
    joinColumn: 'movieId',
    inverseJoinColumn: 'personId'
  }) as const

export const movies = new EntitySchema<Movie>({
  name: 'Movie',
  tableName: 'movies',
  properties: {
    id,
    title: text,
    year: int,
    image: text,
    description: text,
    directors: through('directors'),
    cast: through('actors'),
    reviews: { kind: ReferenceKind.ONE_TO_MANY, entity: 'Review', mappedBy: 'movieId' }
  }
})

export const countries = new EntitySchema<Country>({
  name: 'Country',
  tableName: 'countries',
  properties: {
    code,
    name: text,
    continent: text,
    capital: maybeText,
    area: float,
    unMember: flag,
    cities: { kind: ReferenceKind.ONE_TO_MANY, entity: 'City', mappedBy: 'countryCode' },
    languages: {
      kind: ReferenceKind.MANY_TO_MANY,
      entity: 'Language',
      pivotTable: 'country_languages',
      joinColumn: 'countryCode',
      inverseJoinColumn: 'languageCode'
    }
  }
})

export const cities = new EntitySchema<City>({
  name: 'City',
  tableName: 'cities',
  properties: {
    id,
    name: text,
    countryCode: keyOf('Country', 'countryCode'),
    population: int,
    latitude: float,
    longitude: float
  }
})

export const languages = new EntitySchema<Language>({
  name: 'Language',
  tableName: 'languages',
  properties: { code, name: text }
})

const atlas = [countries, cities, languages]

/** The entities for a database, and the notes among them. */
export function entitiesOf(database: DatabaseName) {
  const notes = notesOf(database === 'SQLite' ? TextInstant : 'Date')
  return {
    notes,
    entities: [
      ...[customers, orders, details, products, notes],
      ...[people, users, reviews, movies],
      ...atlas
    ]
  }
}
