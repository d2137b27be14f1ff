import type { AnyModel } from '../../schema/model-types.js'
import type { Query } from './query.js'

/** What a scope takes besides the query; for the compiler only. */
export declare const scopeArguments: unique symbol

/** A part of queries with a name; made by `scope`. Called on the model, it begins a query. */
export interface LocalScope<A extends readonly unknown[]> {
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
