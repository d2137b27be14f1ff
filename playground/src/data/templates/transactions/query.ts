import { Customer } from './models'

// All or nothing: what is thrown takes everything back. Models take part by themselves.
async function transfer(from: number, to: number, amount: number) {
  await db.transaction(async () => {
    await Customer.where('id', to).increment('credit', amount)
    await Customer.where('id', from).decrement('credit', amount)
    const { credit } = await Customer.findOrFail(from)
    if (credit.startsWith('-')) throw new Error('There is not enough credit')
  })
}

const credits = () => Customer.whereIn('id', [1, 2]).orderBy('id').select('id', 'credit').rows()
show(await credits(), 'Before')
await transfer(1, 2, 1)
await transfer(1, 2, 1_000_000).catch(error => console.warn(error.message))

export default credits()
