import type { AnyModel, ModelRow } from '../../schema/model-types.js'
import type { Query } from './query.js'
import type { RowQuery } from './row-query.js'

/** What the compiler knows of a table by another name. */
export declare const aliasTypes: unique symbol

/** The rows of a query, by a name: what `query.as('name')` gives. */
export interface AliasedRows<Name extends string, Row> {
  /** @internal */
  readonly [aliasTypes]: { readonly name: Name; readonly row: Row }
  /**
   * Begins a query of these rows.
   *
   * @throws VersaError `INVALID_QUERY` for a name that is none.
   * @example
   * ```ts
   * import { count, max } from 'versa-orm'
   *
   * const written = Post.select('userId', { posts: count() }).groupBy('userId').as('written')
   * await written.query().select({ most: max('posts') }).rows() //=> [{ most: 2 }]
   * ```
   */
  query(): RowQuery<Row, Row>
}

/** A model's table by another name: what `User.as('name')` gives. */
export interface AliasedModel<Name extends string, S extends AnyModel> {
  /** @internal */
  readonly [aliasTypes]: { readonly name: Name; readonly row: ModelRow<S> }
  /**
   * Begins a query of the table by that name.
   *
   * @example
   * ```ts
   * const other = User.as('other')
   * await other.query().where('id', 1).select('name').rows() //=> [{ name: 'Ada' }]
   * ```
   */
  query(): Query<S>
}

/** Anything by another name. */
export interface AnyAlias {
  /** @internal */
  readonly [aliasTypes]: { readonly name: string; readonly row: unknown }
}
