import { Order } from './models'

// Beyond 2^53 JavaScript's numbers round; a bigint keeps all 64 bits.
const order = await Order.orderBy('number', 'desc').firstOrFail()
console.log(order.number, 'is not', Number(order.number))

export default Order.where('number', '>', 9_007_199_254_740_993n)
  .orderBy('number')
  .select('id', 'number')
  .limit(5)
  .rows()
