import { VersaError } from 'versa-orm'
import { Payment } from './models'

// An answer can be lost on its way. A key of the write's own tells whether it is there.
async function pay(key: string, amount: string) {
  try {
    return await Payment.create({ key, amount })
  } catch (error) {
    if (!(error instanceof VersaError) || error.code !== 'UNIQUE_VIOLATION') throw error
    return Payment.where('key', key).firstOrFail()
  }
}

const first = await pay('order 17', '19.90')
const again = await pay('order 17', '19.90')
console.log('The same payment:', first.id === again.id)

export default Payment.query()
