import { VersaError } from 'versa-orm'
import { User } from './models'

async function attempt(what: string, work: () => Promise<unknown>) {
  try {
    await work()
    return { what, code: 'none', hint: '' }
  } catch (error) {
    if (!(error instanceof VersaError)) throw error
    return { what, code: error.code, hint: error.hint ?? '' }
  }
}

// Every error has a code, and says what to do.
export default [
  await attempt('a user that is not there', () => User.findOrFail(999)),
  await attempt('an email twice', () =>
    User.create({ name: 'User 1', email: 'user1@example.com' })
  ),
  await attempt('a delete without a filter', () => User.query().delete())
]
