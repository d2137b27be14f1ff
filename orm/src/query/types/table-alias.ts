import type { AnyModel, ModelRow } from '../../schema/model-types.js'
import type { Query } from './query.js'
import type { RowQuery } from './row-query.js'

/** What the compiler knows of a table by another name. */
export declare const aliasTypes: unique symbol

/** The rows of a query, by a name: what `query.as('name')` gives. */
export interface AliasedRows<Name extends string, Row> {
  /** @internal */
  readonly [aliasTypes]: { readonly name: Name; readonly row: Row }
  /** A query of these rows. */
  query(): RowQuery<Row, Row>
}

/** A model's table by another name: what `User.as('name')` gives. */
export interface AliasedModel<Name extends string, S extends AnyModel> {
  /** @internal */
  readonly [aliasTypes]: { readonly name: Name; readonly row: ModelRow<S> }
  /** A query of the table by that name. */
  query(): Query<S>
}

/** Anything by another name. */
export interface AnyAlias {
  /** @internal */
  readonly [aliasTypes]: { readonly name: string; readonly row: unknown }
}
