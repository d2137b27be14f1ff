import { Order } from './models'

// Nothing leads from a customer to the orders: the database reads all 1,500. See the panel Plan.
await Order.where('customerId', 17).all()

await db.sql`create index orders_customer_id on orders (customer_id)`.execute()

// The same query, by the index.
export default Order.where('customerId', 17)
