import { VersaError } from 'versa-orm'
import { Item } from './models'

await Item.query().allRows().delete()
const item = await Item.create({ sku: 'A-1', price: 300, quantity: 4 })
console.log('The database computes the total:', item.total)

await item.update({ quantity: 5 })
try {
  await Item.create({ sku: 'A-2', price: -1 })
} catch (error) {
  if (!(error instanceof VersaError)) throw error
  console.warn(error.code, error.hint)
}

export default Item.query()
