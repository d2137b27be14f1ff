import { User } from './models'

const user = await User.findOrFail(3)

// Columns are plain properties. `save` writes those that changed, and no other: see the SQL.
user.name = 'User Three'
await user.save()
await user.save() // nothing has changed: no statement

await user.update({ age: 30 })
await user.increment('age')

export default user
