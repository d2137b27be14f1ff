import type { Select } from '../ast/generated/ast.js'
import type { View, ViewDefinition as ViewRows, ViewValue } from '../ast/generated/schema.js'
import { kindOf } from '../errors/kind-of.js'
import { QueryBuilder } from '../query/build/query-builder.js'
import { buildStatement } from '../query/statement/statement.js'
import { ddlParts, index, literal, tableRef } from '../schema/ddl-table.js'
import { invalidDefinition } from '../schema/invalid-definition.js'
import { SqlFragment } from '../schema/sql-fragment.js'
import type { ViewDefinition } from '../schema/view-definition.js'

/** A view as the engine's DDL wants it; its rows only matter where it is created. */
export function ddlView(view: ViewDefinition, creates: boolean): View {
  const { as } = view
  return {
    view: tableRef(view.name, view.schema),
    columns: view.columns.map(({ name }) => name),
    materialized: view.materialized,
    indexes: view.materialized ? view.indexes.map(own => index(view.name, own)) : [],
    ...(creates && as !== undefined ? { definition: rowsOf(view, as) } : {})
  }
}

function rowsOf(view: ViewDefinition, as: SqlFragment | (() => unknown)): ViewRows {
  if (SqlFragment.is(as)) return { kind: 'sql', sql: ddlParts(as, `as of the view ${view.name}`) }
  const query = as()
  if (!(query instanceof QueryBuilder)) {
    throw invalidDefinition(
      `as of the view ${view.name} gave ${kindOf(query)}, which is no query`,
      "return one: as: () => User.where('active', true).select('id', 'name')"
    )
  }
  if (query.extras.loads !== undefined) {
    throw invalidDefinition(
      `as of the view ${view.name} loads relations, which are no columns`,
      'leave out with(…), and declare the relations at the view'
    )
  }
  return { kind: 'query', query: selectOf(view, query), values: query.params.map(writtenOf(view)) }
}

/** The query, whose columns are called as those of the view. */
function selectOf(view: ViewDefinition, query: QueryBuilder): Select {
  const node = query.node.nextKeyed('view', () => ({ kind: 'rows' }))
  const { kind, ...select } = buildStatement(query.source, node) as { kind: 'select' } & Select
  const given = propertiesOf(query)
  if (given === undefined) return select
  const missing = view.columns.filter(({ property }) => !given.includes(property))
  if (missing.length > 0) {
    const names = missing.map(({ property }) => property).join(', ')
    throw invalidDefinition(
      `the query of the view ${view.name} has no ${names}`,
      `it gives ${given.join(', ')}: select what the view has, or rename it with { id: 'userId' }`
    )
  }
  return {
    ...select,
    columns: select.columns.map((column, at) => {
      const own = view.byProperty.get(given[at] ?? '')
      return own === undefined ? column : { ...column, alias: own.name }
    })
  }
}

/** The properties of a query's rows in their order; undefined where only the database knows. */
function propertiesOf({ source, extras }: QueryBuilder): string[] | undefined {
  if (extras.selection !== undefined) return extras.selection.map(({ property }) => property)
  if (source.columns.length === 0) return undefined
  return [...source.columns, ...extras.computed].map(({ property }) => property)
}

function writtenOf(view: ViewDefinition): (value: unknown) => ViewValue {
  const one = (value: unknown) => {
    // Beyond the safe integers only a double is a number, whatever it looks like.
    const written = literal(value, !Number.isSafeInteger(value))
    if (written !== undefined) return written
    throw invalidDefinition(
      `the query of the view ${view.name} holds ${kindOf(value)}, which no definition can hold`,
      'write the definition as sql`select …`, or compare with a column'
    )
  }
  return value => (Array.isArray(value) ? value.map(one) : one(value))
}
