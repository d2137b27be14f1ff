import { limited, VersaError } from 'versa-orm'
import { City } from './models'

// Nobody waits for it any more: the statement is not sent, or stopped in the database.
const controller = new AbortController()
controller.abort(new Error('the user left'))

try {
  await City.query().options({ signal: controller.signal }).all()
} catch (error) {
  if (!(error instanceof VersaError)) throw error
  console.warn(error.code, error.cause)
}

// A limit for all statements of a function and of what it calls.
export default limited({ timeoutMs: 5_000 }, () => City.orderBy('population', 'desc').first())
