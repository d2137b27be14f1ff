import type { PreparableQuery, PreparedQuery } from '../types/prepared-query.js'
import { PreparedQueryRunner } from './prepared-query.js'

/**
 * A query that is built once and run with other values each time: nothing is left to do at a run
 * but to check the values and to send them.
 *
 * The function describes the query. It is called once, at the first run, with placeholders for its
 * parameters, so it can hand them on to conditions, `limit`, `offset` and `sql` templates, and
 * cannot look at them. A parameter may be an object whose properties are handed on. `null` is
 * refused: it is compared by other SQL.
 *
 * @param build Returns the query, of a model or a table; without defaults or rest parameters.
 * @returns The query's terminals, which take what the function takes.
 * @throws VersaError `INVALID_QUERY` at a run with another number of arguments, or with `null` or
 * `undefined`; what the conditions throw for values of the wrong type.
 * @example
 * ```ts
 * import { prepare } from 'versa-orm'
 *
 * const eldest = prepare((role: 'admin' | 'member', most: number) =>
 *   User.where('role', role).orderBy('age', 'desc').limit(most).with({ posts: true })
 * )
 * const users = await eldest.all('member', 1)
 * users.map(user => user.name) //=> ['Grace']
 * ```
 */
export function prepare<A extends readonly unknown[], Q extends PreparableQuery>(
  build: (...args: A) => Q
): PreparedQuery<A, Q> {
  // The methods are those of the query with the arguments before them.
  return new PreparedQueryRunner(build) as unknown as PreparedQuery<A, Q>
}
