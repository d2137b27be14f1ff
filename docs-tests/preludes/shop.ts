// A shop of tea: what the first two parts of the tutorial make, with data to ask about.
import { belongsTo, belongsToMany, connect, hasMany, Model, sql, t } from 'versa-orm'

export class Customer extends Model.table('customers', {
  id: t.id(),
  email: t.varchar(255).unique(),
  name: t.text(),
  createdAt: t.timestamp().defaultNow().column('created_at')
}) {
  static orders = hasMany(() => Order, 'customerId')
}

export class Category extends Model.table('categories', {
  id: t.id(),
  name: t.varchar(50).unique()
}) {
  static products = belongsToMany(() => Product, {
    through: () => ProductCategory,
    foreignKey: 'categoryId',
    relatedKey: 'productId',
    pivot: ['position']
  })
}

export class Product extends Model.table('products', {
  id: t.id(),
  sku: t.varchar(20).unique(),
  name: t.text(),
  price: t.decimal(10, 2),
  stock: t.int().default(0).check(sql`stock >= 0`),
  active: t.boolean().default(true)
}) {
  static lines = hasMany(() => OrderLine, 'productId')
  static categories = belongsToMany(() => Category, {
    through: () => ProductCategory,
    foreignKey: 'productId',
    relatedKey: 'categoryId'
  })
}

export class ProductCategory extends Model.table(
  'product_categories',
  {
    productId: t.int().references('products', { onDelete: 'cascade' }).column('product_id'),
    categoryId: t.int().references('categories', { onDelete: 'cascade' }).column('category_id'),
    position: t.int().default(0)
  },
  { primaryKey: ['productId', 'categoryId'] }
) {}

export class Order extends Model.table('orders', {
  id: t.id(),
  customerId: t.int().references('customers').column('customer_id'),
  status: t.enum(['open', 'paid', 'shipped']).default('open'),
  total: t.decimal(10, 2).default('0.00'),
  placedAt: t.timestamp().defaultNow().column('placed_at')
}) {
  static customer = belongsTo(() => Customer, 'customerId')
  static lines = hasMany(() => OrderLine, 'orderId')
  static products = belongsToMany(() => Product, {
    through: () => OrderLine,
    foreignKey: 'orderId',
    relatedKey: 'productId',
    pivot: ['quantity', 'price']
  })
}

export class OrderLine extends Model.table(
  'order_lines',
  {
    orderId: t.int().references('orders', { onDelete: 'cascade' }).column('order_id'),
    productId: t.int().references('products').column('product_id'),
    quantity: t.int().check(sql`quantity > 0`),
    price: t.decimal(10, 2)
  },
  { primaryKey: ['orderId', 'productId'] }
) {
  static order = belongsTo(() => Order, 'orderId')
  static product = belongsTo(() => Product, 'productId')
}

/** The statements that ran, once the shop is there. */
export const statements: string[] = []

export const db = await connect('sqlite::memory:', { log: entry => statements.push(entry.sql) })

await db.schema.create([Customer, Category, Product, ProductCategory, Order, OrderLine])
const createdAt = new Date('2026-01-02T03:04:05Z')
await Customer.createMany([
  { name: 'Ada', email: 'ada@example.com', createdAt },
  { name: 'Grace', email: 'grace@example.com', createdAt },
  { name: 'Alan', email: 'alan@example.com', createdAt }
])
await Category.createMany([{ name: 'Tea' }, { name: 'Tableware' }, { name: 'Gifts' }])
await Product.createMany([
  { sku: 'tea-green', name: 'Green tea', price: '8.50', stock: 40, active: true },
  { sku: 'tea-black', name: 'Black tea', price: '7.20', stock: 25, active: true },
  { sku: 'pot-clay', name: 'Clay pot', price: '34.00', stock: 6, active: true },
  { sku: 'cup-glass', name: 'Glass cup', price: '4.90', stock: 0, active: true },
  { sku: 'box-gift', name: 'Gift box', price: '49.90', stock: 3, active: false }
])
await ProductCategory.createMany([
  { productId: 1, categoryId: 1, position: 1 },
  { productId: 2, categoryId: 1, position: 2 },
  { productId: 3, categoryId: 2, position: 1 },
  { productId: 4, categoryId: 2, position: 2 },
  { productId: 3, categoryId: 3, position: 1 },
  { productId: 5, categoryId: 3, position: 2 }
])
await Order.createMany([
  { customerId: 1, status: 'paid', total: '51.00', placedAt: new Date('2026-01-05T10:00:00Z') },
  { customerId: 1, status: 'open', total: '29.40', placedAt: new Date('2026-02-10T18:30:00Z') },
  { customerId: 2, status: 'shipped', total: '107.00', placedAt: new Date('2026-01-20T09:15:00Z') }
])
await OrderLine.createMany([
  { orderId: 1, productId: 1, quantity: 2, price: '8.50' },
  { orderId: 1, productId: 3, quantity: 1, price: '34.00' },
  { orderId: 2, productId: 4, quantity: 6, price: '4.90' },
  { orderId: 3, productId: 2, quantity: 1, price: '7.20' },
  { orderId: 3, productId: 5, quantity: 2, price: '49.90' }
])
statements.length = 0
