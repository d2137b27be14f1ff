// A shop: products, customers, orders and what is in them, reviews.
import { belongsTo, belongsToMany, hasMany, Model, t } from 'versa-orm'

export class Category extends Model.table('categories', {
  id: t.id(),
  name: t.text().unique()
}) {
  static products = hasMany(() => Product, 'categoryId')
}

export class Product extends Model.table('products', {
  id: t.id(),
  sku: t.varchar(20).unique(),
  name: t.text(),
  categoryId: t.int().references('categories').column('category_id').index(),
  // Decimals are exact: '0.10' and '0.20' are '0.30'.
  price: t.decimal(10, 2),
  stock: t.int().default(0),
  attributes: t.json<{ colour: string; sizes: string[]; weight: number }>(),
  addedOn: t.date().column('added_on')
}) {
  static category = belongsTo(() => Category, 'categoryId')
  static reviews = hasMany(() => Review, 'productId')
}

export class Customer extends Model.table('customers', {
  id: t.id(),
  name: t.text(),
  email: t.text({ length: 255 }).unique(),
  city: t.text().nullable(),
  credit: t.decimal(10, 2).default('0.00')
}) {
  static orders = hasMany(() => Order, 'customerId')
}

export class Order extends Model.table('orders', {
  id: t.id(),
  number: t.bigint().unique(),
  // No index: that is what the template "The missing index" is about.
  customerId: t.int().references('customers').column('customer_id'),
  status: t.enum(['open', 'paid', 'shipped', 'returned']),
  placedAt: t.timestamp().column('placed_at'),
  shippedAt: t.timestamp().nullable().column('shipped_at')
}) {
  static customer = belongsTo(() => Customer, 'customerId')
  static items = hasMany(() => OrderItem, 'orderId')
  static products = belongsToMany(() => Product, {
    through: () => OrderItem,
    foreignKey: 'orderId',
    relatedKey: 'productId',
    pivot: ['quantity', 'unitPrice']
  })
}

export class OrderItem extends Model.table(
  'order_items',
  {
    orderId: t.int().references('orders', { onDelete: 'cascade' }).column('order_id'),
    productId: t.int().references('products').column('product_id'),
    quantity: t.int(),
    unitPrice: t.decimal(10, 2).column('unit_price')
  },
  { primaryKey: ['orderId', 'productId'] }
) {
  static product = belongsTo(() => Product, 'productId')
}

export class Review extends Model.table('reviews', {
  id: t.id(),
  productId: t.int().references('products', { onDelete: 'cascade' }).column('product_id').index(),
  customerId: t.int().references('customers').column('customer_id'),
  stars: t.int(),
  text: t.text().nullable(),
  writtenAt: t.timestamp().column('written_at')
}) {
  static product = belongsTo(() => Product, 'productId')
  static customer = belongsTo(() => Customer, 'customerId')
}
