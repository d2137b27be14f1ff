import { checkFragment, invalidDefinition } from './invalid-definition.js'
import { SqlFragment } from './sql-fragment.js'
import { TableDefinition } from './table-definition.js'
import type { IndexOption } from './table-options.js'

/** What `Model.view` was told at run time; `makeQuery` gives a query that its rows are. */
export interface ViewSettings {
  readonly as?: SqlFragment | (() => unknown) | undefined
  readonly primaryKey?: string | readonly string[] | undefined
  readonly materialized?: boolean | undefined
  readonly indexes?: readonly IndexOption[] | undefined
  readonly schema?: string | undefined
  readonly connection?: string | undefined
}

/** A view and its columns: like a table, but nothing is written to it. */
export class ViewDefinition extends TableDefinition {
  /** What its rows are; undefined: it exists, and is made by somebody else. */
  readonly as: SqlFragment | (() => unknown) | undefined
  readonly materialized: boolean

  constructor(
    name: string,
    columns: Readonly<Record<string, unknown>>,
    settings: ViewSettings,
    reserved: (property: string) => boolean
  ) {
    const { as, primaryKey, materialized = false, indexes, schema, connection } = settings
    if (typeof as !== 'function' && as !== undefined) checkFragment(`as of the view ${name}`, as)
    if (indexes !== undefined && !materialized) {
      throw invalidDefinition(
        `the view ${name} has indexes, but keeps no rows`,
        'index the tables that it reads, or make it materialized: true'
      )
    }
    const key = typeof primaryKey === 'string' ? [primaryKey] : primaryKey
    super(name, columns, { primaryKey: key, indexes, schema, connection }, reserved)
    this.as = as
    this.materialized = materialized
  }

  /** Whether rows can be told apart while they are replaced, which the view says of its indexes. */
  get hasUniqueIndex(): boolean {
    return this.indexes.some(
      ({ unique, where, keys }) =>
        unique && where === undefined && !keys.some(({ key }) => SqlFragment.is(key))
    )
  }
}
