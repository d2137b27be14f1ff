import { Tag } from './models'

await db.transaction(async tx => {
  tx.afterCommit(() => console.log('Kept: now a mail could be sent'))
  await Tag.createMany([{ label: 'kept' }])

  // A transaction within is a savepoint: it can fail on its own.
  await db
    .transaction(async () => {
      await Tag.create({ label: 'undone' })
      throw new Error('only this part')
    })
    .catch(error => console.warn(error.message))
})

export default Tag.whereIn('label', ['kept', 'undone'])
