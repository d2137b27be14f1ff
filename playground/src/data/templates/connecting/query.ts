import { connect } from 'versa-orm'
import { User } from './models'

// A connection of your own, with a log. Here it is one more SQLite in this tab.
const own = await connect('sqlite::memory:', {
  name: 'own',
  log: ({ sql }) => console.log(sql)
})
await own.schema.create([User])
await User.using(own).create({ name: 'Ada', email: 'ada@example.com' })

export default User.using(own).all()
