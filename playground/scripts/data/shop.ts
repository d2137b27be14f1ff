// A shop's rows, made up by chance from a seed: the same ones each time, and no real person.
import { Category, Customer, Order, OrderItem, Product, Review } from '../../src/data/shop/models'
import { Chance } from './chance'

export const models = [Category, Product, Customer, Order, OrderItem, Review]

const assortment: Readonly<Record<string, readonly string[]>> = {
  Kitchen: ['Kettle', 'Pan', 'Cutting board', 'Jug', 'Whisk', 'Bowl'],
  Garden: ['Rake', 'Watering can', 'Flower pot', 'Hose', 'Lantern'],
  Office: ['Notebook', 'Desk lamp', 'Stapler', 'Folder', 'Pencil case'],
  Clothes: ['Scarf', 'Jumper', 'Socks', 'Rain jacket', 'Cap'],
  Toys: ['Wooden train', 'Puzzle', 'Kite', 'Ball', 'Marbles'],
  Outdoors: ['Tent', 'Sleeping bag', 'Backpack', 'Flask', 'Compass']
}
const colours = ['black', 'blue', 'green', 'red', 'white', 'yellow']
const sizes = ['S', 'M', 'L', 'XL']
const cities = ['Lisbon', 'Lyon', 'Osaka', 'Porto', 'Tartu', 'Toronto', 'Turin', null]
const opinions = ['Does what it should.', 'Smaller than I thought.', 'Would buy it again.', null]
const hour = 3_600_000
const opened = Date.UTC(2025, 0, 6, 9)

/** Fills the tables of the database that is open. */
export async function fill(): Promise<void> {
  const chance = new Chance(20_260_101)
  const categories = await Category.createMany(Object.keys(assortment).map(name => ({ name })))
  const products = await Product.createMany(
    categories.flatMap(({ id, name }) =>
      (assortment[name] ?? []).flatMap(product => productRows(chance, id, product))
    )
  )
  const customers = await Customer.createMany(
    Array.from({ length: 200 }, (_, index) => ({
      name: `Customer ${index + 1}`,
      email: `customer${index + 1}@example.com`,
      city: chance.one(cities),
      credit: cents(chance.whole(0, 40_000))
    }))
  )
  const orders = await Order.createMany(
    Array.from({ length: 1_500 }, (_, index) => orderRow(chance, index, customers.length))
  )
  await OrderItem.createMany(
    orders.flatMap(order =>
      chance.some(products, chance.whole(1, 4)).map(product => ({
        orderId: order.id,
        productId: product.id,
        quantity: chance.whole(1, 5),
        unitPrice: product.price
      }))
    )
  )
  await Review.createMany(
    Array.from({ length: 600 }, () => ({
      productId: chance.one(products).id,
      customerId: chance.one(customers).id,
      stars: Math.min(5, chance.whole(1, 7)),
      text: chance.one(opinions),
      writtenAt: new Date(opened + chance.whole(0, 8_000) * hour)
    }))
  )
}

function productRows(chance: Chance, categoryId: number, name: string) {
  return chance.some(colours, 4).map(colour => ({
    sku: `${name.slice(0, 4).trim()}-${categoryId}-${colour.slice(0, 3)}`.toUpperCase(),
    name: `${name}, ${colour}`,
    categoryId,
    price: cents(chance.whole(250, 19_900)),
    stock: Math.max(0, chance.whole(-10, 120)),
    attributes: {
      colour,
      sizes: chance.some(sizes, chance.whole(0, 3)),
      weight: chance.whole(5, 400) / 100
    },
    addedOn: new Date(opened + chance.whole(0, 300) * 24 * hour).toISOString().slice(0, 10)
  }))
}

function orderRow(chance: Chance, index: number, customers: number) {
  const placedAt = new Date(opened + index * 5 * hour + chance.whole(0, 240) * 60_000)
  const status = chance.one(['open', 'paid', 'shipped', 'shipped', 'shipped', 'returned'] as const)
  const sent = status === 'shipped' || status === 'returned'
  return {
    // Beyond 2^53: numbers that JavaScript's own would round.
    number: 9_007_199_254_740_993n + BigInt(index),
    customerId: chance.whole(1, customers),
    status,
    placedAt,
    shippedAt: sent ? new Date(placedAt.getTime() + chance.whole(4, 90) * hour) : null
  }
}

function cents(amount: number): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
}
