import type { AnyModel } from '../../schema/model-types.js'
import type { Query } from './query.js'

/** What a scope takes besides the query; for the compiler only. */
export declare const scopeArguments: unique symbol

/** A part of queries with a name; made by {@link scope}. */
export interface LocalScope<A extends readonly unknown[]> {
  /**
   * Begins a query with the scope, as a static method of its model.
   *
   * @param args What it takes besides the query.
   * @example
   * ```ts
   * import { Model, scope, t } from 'versa-orm'
   *
   * class Person extends Model.table('users', { id: t.id(), name: t.text(), age: t.int() }) {
   *   static olderThan = scope(() => Person, (q, age: number) => q.where('age', '>', age))
   * }
   *
   * await Person.olderThan(40).pluck('name') //=> ['Grace']
   * ```
   */
  <S extends AnyModel>(this: S, ...args: A): Query<S>
  /** @internal */
  readonly [scopeArguments]: A
}

/** What the scope of a name takes; of what is none, nothing can be passed. */
export type ScopeArguments<F> = F extends {
  readonly [scopeArguments]: infer A extends readonly unknown[]
}
  ? A
  : [never]
