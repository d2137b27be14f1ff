import { Order, Product } from './models'

// An instant is a Date. A day is a text: it has no time zone that could move it.
const since = new Date('2025-06-01T00:00:00Z')
show(await Order.where('placedAt', '>=', since).count(), 'Orders since June')
show(await Product.whereBetween('addedOn', '2025-03-01', '2025-03-31').count(), 'New in March')

export default Order.whereNotNull('shippedAt')
  .orderBy('shippedAt', 'desc')
  .select('id', 'placedAt', 'shippedAt')
  .limit(10)
  .rows()
