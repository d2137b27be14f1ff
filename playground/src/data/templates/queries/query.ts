import { User } from './models'

// A function nests conditions: what is inside is in brackets of its own.
const grown = User.where('age', '>=', 30).where(q =>
  q.where('name', 'like', 'User 1%').orWhere('role', 'admin')
)
show(await grown.count(), 'How many')
show(await User.whereNull('age').pluck('name'), 'Of unknown age')

// Nulls count as the smallest value on every database: compare the dialects.
export default grown.orderBy('age', 'desc').orderBy('id').limit(10)
