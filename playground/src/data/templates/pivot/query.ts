import { Order } from './models'

// The columns of the table between come with each row, under `pivot`.
const order = await Order.where('status', 'paid')
  .with({ customer: true, products: true })
  .orderBy('id')
  .firstOrFail()

show(order.customer.name, 'Customer')

export default order.products.map(({ name, pivot }) => ({
  name,
  quantity: pivot.quantity,
  unitPrice: pivot.unitPrice
}))
