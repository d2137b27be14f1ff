/** What runs a prepared query. */
export type PreparedTerminal =
  | 'all'
  | 'rows'
  | 'first'
  | 'firstOrFail'
  | 'count'
  | 'exists'
  | 'delete'
  | 'stream'
  | 'streamRows'
  | 'toSQL'

/** A query of a model, a selection, a join or a table. */
export interface PreparableQuery {
  /** @internal */
  all(): Promise<object[]>
  /** @internal */
  first(): Promise<object | null>
  /** @internal */
  toSQL(): object
}

/**
 * A query whose values are given at each run; made by {@link prepare}. Each method does what the
 * query's own does, and takes the values as arguments.
 *
 * @example
 * ```ts
 * import { prepare } from 'versa-orm'
 *
 * const byEmail = prepare((email: string) => User.where('email', email))
 * const user = await byEmail.first('ada@example.com')
 * user?.name //=> 'Ada'
 * ```
 */
export type PreparedQuery<A extends readonly unknown[], Q> = {
  readonly [T in PreparedTerminal & keyof Q]: Q[T] extends () => infer Result
    ? (...args: A) => Result
    : never
}
