import { User } from './models'

// Models like those of the examples in the documentation: "models.ts" has them, with their rows.
export default User.with({ posts: q => q.with({ tags: true }) }).orderBy('id')
