import { belongsTo, hasMany, Model, t } from 'versa-orm'
import { Random } from './random.js'

/** A shop modelled on the public Northwind data that drizzle-benchmarks uses; 370,000 rows. */
export const counts = {
  customers: 10_000,
  employees: 200,
  suppliers: 1_000,
  products: 5_000,
  orders: 50_000,
  details: 300_000
} as const

export class Customer extends Model.table(
  'customers',
  {
    id: t.id(),
    company: t.text({ length: 80 }),
    name: t.text({ length: 80 }),
    email: t.text({ length: 120 }),
    country: t.text({ length: 40 }),
    city: t.text({ length: 60 }),
    phone: t.text({ length: 24 }).nullable(),
    credit: t.float(),
    active: t.boolean(),
    since: t.timestamp()
  },
  { indexes: [['country', 'name', 'id']] }
) {
  static orders = hasMany(() => Order, 'customerId')
}

export class Employee extends Model.table('employees', {
  id: t.id(),
  name: t.text({ length: 80 }),
  title: t.text({ length: 60 }),
  hiredAt: t.timestamp(),
  salary: t.int()
}) {}

export class Supplier extends Model.table('suppliers', {
  id: t.id(),
  company: t.text({ length: 80 }),
  country: t.text({ length: 40 })
}) {}

export class Product extends Model.table('products', {
  id: t.id(),
  name: t.text({ length: 80 }),
  supplierId: t.int(),
  unitPrice: t.float(),
  inStock: t.int(),
  discontinued: t.boolean()
}) {}

export class Order extends Model.table(
  'orders',
  {
    id: t.id(),
    customerId: t.int(),
    employeeId: t.int(),
    orderedAt: t.timestamp(),
    shippedAt: t.timestamp().nullable(),
    freight: t.float(),
    shipName: t.text({ length: 80 }),
    shipCity: t.text({ length: 60 }),
    note: t.text({ length: 200 }).nullable()
  },
  { indexes: [['customerId']] }
) {
  static details = hasMany(() => Detail, 'orderId')
}

export class Detail extends Model.table(
  'order_details',
  {
    id: t.id(),
    orderId: t.int(),
    productId: t.int(),
    unitPrice: t.float(),
    quantity: t.int(),
    discount: t.float(),
    returned: t.boolean(),
    comment: t.text({ length: 120 }).nullable(),
    packedAt: t.timestamp()
  },
  { indexes: [['orderId']] }
) {
  static product = belongsTo(() => Product, 'productId')
}

/** What the writing workloads write. */
export class Note extends Model.table('notes', {
  id: t.id(),
  slug: t.text({ length: 60 }).unique(),
  title: t.text({ length: 80 }),
  body: t.text({ length: 400 }),
  score: t.float(),
  n: t.int(),
  createdAt: t.timestamp()
}) {}

export const shopModels = [Customer, Employee, Supplier, Product, Order, Detail, Note] as const

export const countries = [
  'Argentina',
  'Austria',
  'Brazil',
  'Canada',
  'Côte d’Ivoire',
  'Denmark',
  'France',
  'Germany',
  'Italy',
  'Japan',
  'Mexico',
  'Poland',
  'Spain',
  'Sweden',
  'Türkiye',
  'Uruguay'
] as const

const cities = ['Łódź', 'México D.F.', 'Berlin', 'Lyon', 'Salzburg', 'Oulu', 'Kyoto', 'Graz']
const names = ['Ada', 'Grace', 'Édith', 'Nadia', 'José', 'Chidi', 'Mei', 'Lukas', 'Amara', 'Nils']
const goods = ['Chai', 'Tofu', 'Ikura', 'Konbu', 'Pavlova', 'Tunnbröd', 'Gorgonzola', 'Chocolade']

const day = (random: Random, days: number) =>
  new Date(1_500_000_000_000 + random.below(days) * 86_400_000 + random.below(86_400) * 1_000)

function list<T>(count: number, seed: number, make: (random: Random, id: number) => T): T[] {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, at) => make(random, at + 1))
}

/** The rows of each table, in the order of their keys. */
export const shopRows = {
  customers: () =>
    list(counts.customers, 1, (random, id) => {
      const name = `${random.of(names)} ${random.of(names)}`
      return {
        company: `${random.of(goods)} ${random.of(['GmbH', 'Ltd', 'S.A.', 'AB'])} ${id}`,
        name,
        email: `customer${id}@example.com`,
        country: random.of(countries),
        city: random.of(cities),
        phone: random.below(5) === 0 ? null : `+${random.below(90) + 10} 555 ${id}`,
        credit: random.below(1_000_000) / 64,
        active: random.below(4) > 0,
        since: day(random, 2_000)
      }
    }),
  employees: () =>
    list(counts.employees, 2, (random, id) => ({
      name: `${random.of(names)} ${id}`,
      title: random.of(['Sales', 'Support', 'Purchasing']),
      hiredAt: day(random, 2_000),
      salary: 20_000 + random.below(60_000)
    })),
  suppliers: () =>
    list(counts.suppliers, 3, (random, id) => ({
      company: `${random.of(goods)} Supply ${id}`,
      country: random.of(countries)
    })),
  products: () =>
    list(counts.products, 4, (random, id) => ({
      name: `${random.of(goods)} ${id}`,
      supplierId: 1 + random.below(counts.suppliers),
      unitPrice: random.below(20_000) / 64,
      inStock: random.below(500),
      discontinued: random.below(10) === 0
    })),
  orders: () =>
    list(counts.orders, 5, (random, id) => ({
      customerId: 1 + random.below(counts.customers),
      employeeId: 1 + random.below(counts.employees),
      orderedAt: day(random, 2_500),
      shippedAt: random.below(10) === 0 ? null : day(random, 2_500),
      freight: random.below(100_000) / 64,
      shipName: `${random.of(names)} ${id}`,
      shipCity: random.of(cities),
      note: random.below(3) === 0 ? `leave it with ${random.of(names)} next door, please` : null
    })),
  details: () =>
    list(counts.details, 6, random => ({
      orderId: 1 + random.below(counts.orders),
      productId: 1 + random.below(counts.products),
      unitPrice: random.below(20_000) / 64,
      quantity: 1 + random.below(50),
      discount: random.below(16) / 64,
      returned: random.below(40) === 0,
      comment: random.below(4) === 0 ? `packed by ${random.of(names)}` : null,
      packedAt: day(random, 2_500)
    })),
  notes: () => list(1_000, 7, (_, id) => noteOf(`kept-${id}`, id))
}

/** A note with that slug and number. */
export function noteOf(slug: string, n: number) {
  return {
    slug,
    title: `Title of ${n}`,
    body: `The note number ${n} says that queries are cheap and that words are, too.`,
    score: n / 8,
    n,
    createdAt: new Date(1_600_000_000_000 + n * 1_000)
  }
}
