import type { AnyModel, SoftDeletedModel, tableOf } from '../../schema/model-types.js'
import type { ScopeArguments } from './local-scope.js'

/** The static names of a model among which its scopes are. */
export type ScopeName<S extends AnyModel> = Exclude<keyof S, S[typeof tableOf]['inherited']> &
  string

/** What a method takes that only models have whose rows are marked as deleted. */
type IfMarked<S> = S extends SoftDeletedModel ? [] : [never]

/** The scopes of a model's queries. */
export interface Scoping<S extends AnyModel> {
  /**
   * Applies a scope of the model; see `scope`.
   *
   * @example
   * User.where('id', 1).scope('olderThan', 18)
   * User.with({ posts: q => q.scope('published') })
   */
  scope<K extends ScopeName<S>>(name: K, ...args: ScopeArguments<S[K]>): this
  /**
   * Leaves out global scopes of the model, by their names; not those of joined tables or relations.
   *
   * @throws VersaError `INVALID_QUERY` for a name that is none.
   */
  withoutGlobalScope(...names: readonly string[]): this
  /** Leaves out all global scopes of the model; deleted rows are there, too. */
  withoutGlobalScopes(): this
  /** Rows that are marked as deleted are there, too. */
  withTrashed(...only: IfMarked<S>): this
  /** Only rows that are marked as deleted. */
  onlyTrashed(...only: IfMarked<S>): this
  /**
   * Takes back that rows were deleted, and what was deleted together with them; how many rows.
   *
   * @throws VersaError `UNIQUE_VIOLATION` where other rows have their unique values now; then
   * nothing has changed.
   * @example
   * await User.where('id', 1).restore()
   * await User.onlyTrashed().restore()
   */
  restore(...only: IfMarked<S>): Promise<number>
  /** Removes the rows instead of marking them as deleted: those that the query sees. */
  forceDelete(...only: IfMarked<S>): Promise<number>
}
