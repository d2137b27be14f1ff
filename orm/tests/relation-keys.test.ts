import { belongsTo, belongsToMany, type Database, hasMany, Model, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Account extends Model.table('accounts', { id: t.uuid().primary(), name: t.text() }) {
  static orders = hasMany(() => Order, 'accountId')
}
class Order extends Model.table('orders', {
  id: t.bigint().primary(),
  accountId: t.uuid().references('accounts').column('account_id')
}) {
  static account = belongsTo(() => Account, 'accountId')
  static products = belongsToMany(() => Product, {
    through: () => OrderProduct,
    foreignKey: 'orderId',
    relatedKey: 'sku'
  })
}
class Product extends Model.table('products', { sku: t.text({ length: 40 }).primary() }) {
  static orders = belongsToMany(() => Order, {
    through: () => OrderProduct,
    foreignKey: 'sku',
    relatedKey: 'orderId'
  })
}
class OrderProduct extends Model.table(
  'order_products',
  {
    orderId: t.bigint().references('orders').column('order_id'),
    sku: t.text({ length: 40 }).references('products', { column: 'sku' })
  },
  { primaryKey: ['orderId', 'sku'] }
) {}

class Parent extends Model.table('parents', { id: t.id(), name: t.text() }) {
  static children = hasMany(() => Child, 'parentId')
}
class Child extends Model.table('children', {
  id: t.id(),
  parentId: t.int().references('parents').column('parent_id')
}) {}

/** Instants and bytes are objects in JavaScript: equal ones are not the same. */
class Hour extends Model.table('hours', {
  begins: t.timestamp().primary(),
  label: t.text()
}) {
  static events = hasMany(() => Event, 'hour')
}
class Event extends Model.table('events', {
  id: t.id(),
  hour: t.timestamp(),
  code: t.bytes().nullable()
}) {
  static begun = belongsTo(() => Hour, 'hour')
  static same = hasMany(() => Twin, 'code', 'code')
}
class Twin extends Model.table('twins', { id: t.id(), code: t.bytes().nullable() }) {}

const accounts = [
  '00000000-0000-4000-8000-000000000001',
  'ffffffff-ffff-4fff-8fff-ffffffffffff'
] as const
const skus = ["it's", 'Größe 漢字', 'a', 'A'] as const
/** They differ only beyond the precision of a number. */
const orders = [2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n] as const

describeEachDatabase('keys of relations', open => {
  let db: Database

  beforeAll(async () => {
    db = await open()
    await db.schema.create([Account, Order, Product, OrderProduct, Parent, Child])
    await db.schema.create([Hour, Event, Twin])
    await Account.createMany(accounts.map(id => ({ id, name: id.slice(0, 4) })))
    await Order.createMany([
      { id: orders[0], accountId: accounts[0] },
      { id: orders[1], accountId: accounts[1] },
      { id: orders[2], accountId: accounts[1] }
    ])
    await Product.createMany(skus.map(sku => ({ sku })))
    await OrderProduct.createMany([
      { orderId: orders[0], sku: skus[0] },
      { orderId: orders[1], sku: skus[1] },
      { orderId: orders[1], sku: skus[2] },
      { orderId: orders[2], sku: skus[3] }
    ])
  })

  test('uuid: children find their parents and back', async () => {
    const found = await Account.orderBy('id')
      .with({ orders: q => q.orderBy('id') })
      .all()
    expect(found.map(account => account.orders.map(order => order.id))).toEqual([
      [orders[0]],
      [orders[1], orders[2]]
    ])
    const [order] = await Order.where('id', orders[2]).with({ account: true }).all()
    expect(order?.account?.name).toBe('ffff')
  })

  test('bigint and text: neighbours and cases are not mixed up', async () => {
    const found = await Order.orderBy('id')
      .with({ products: q => q.orderBy('sku') })
      .all()
    expect(found.map(order => order.products.map(product => product.sku))).toEqual([
      [skus[0]],
      [skus[1], skus[2]],
      [skus[3]]
    ])
    const products = await Product.with({ orders: { account: true } }).all()
    expect(products.find(product => product.sku === 'a')?.orders[0]?.id).toBe(orders[1])
    expect(products.find(product => product.sku === 'A')?.orders[0]?.id).toBe(orders[2])
  })

  test('instants and bytes: what is equal is found, and nothing else', async () => {
    const [first, second] = [new Date('2024-07-01T12:00:00Z'), new Date('2024-07-01T12:00:00.001Z')]
    await Hour.createMany([
      { begins: first, label: 'first' },
      { begins: second, label: 'second' }
    ])
    const codes = [new Uint8Array([0, 255]), new Uint8Array([0]), null]
    await Event.createMany(
      [first, second, first].map((hour, at) => ({ hour, code: codes[at] ?? null }))
    )
    await Twin.createMany(
      [codes[1], codes[0], codes[0], null].map(code => ({ code: code ?? null }))
    )
    const hours = await Hour.orderBy('begins')
      .with({ events: q => q.orderBy('id').with({ begun: true, same: q => q.orderBy('id') }) })
      .all()
    const seen = hours.map(({ label, events }) => [
      label,
      events.map(({ begun, same }) => [begun.label, same.map(({ id }) => id)])
    ])
    const twins = await Twin.orderBy('id').pluck('id')
    expect(seen).toEqual([
      [
        'first',
        [
          ['first', [twins[1], twins[2]]],
          ['first', []]
        ]
      ],
      ['second', [['second', [twins[0]]]]]
    ])
    expect((await Hour.find(second))?.label).toBe('second')
  })

  test('more parents than a statement takes parameters', async () => {
    const size = 70_000
    const names = Array.from({ length: size }, (_, index) => ({ name: `${index}` }))
    await db.table('parents').insert(names)
    await db.table('children').insert([{ parent_id: 1 }, { parent_id: size }])
    const parents = await Parent.with({ children: true }).orderBy('id').all()
    expect(parents).toHaveLength(size)
    const withChildren = parents.filter(parent => parent.children.length > 0)
    expect(withChildren.map(parent => parent.id)).toEqual([1, size])
  })

  test('find by a key of each type', async () => {
    expect((await Account.findOrFail(accounts[1])).name).toBe('ffff')
    expect((await Order.findOrFail(orders[1])).accountId).toBe(accounts[1])
    expect((await Product.findOrFail('A')).sku).toBe('A')
    expect(await Product.find('b')).toBeNull()
  })
})
