import { sum } from 'versa-orm'
import { OrderItem, Product } from './models'

console.log('In JavaScript:', 0.1 + 0.2)

// Decimals are texts, so that no digit is lost, and the database compares them as numbers.
show(await Product.where('price', '<', '10.00').orderBy('price').limit(3).pluck('price'), 'Cheap')

export default OrderItem.query()
  .groupBy('orderId')
  .select('orderId', { units: sum('quantity'), dearest: sum('unitPrice') })
  .orderBy('orderId')
  .limit(10)
  .rows()
