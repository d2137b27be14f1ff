import type { Expr, Order, OutputColumn, Select } from '../../ast/generated/ast.js'
import type { Clauses } from './select.js'

/** The name of the rows that are numbered, and of their number. */
const NUMBERED = 'versa_numbered'
const NUMBER = 'versa_row'

/**
 * A query whose limit and offset count within partitions: the children of each of many parents.
 *
 * ```sql
 * SELECT c0, c1 FROM (
 *   SELECT a AS c0, b AS c1, row_number() OVER (PARTITION BY parent ORDER BY b) AS versa_row FROM …
 * ) AS versa_numbered WHERE versa_row > offset AND versa_row <= offset + limit ORDER BY versa_row
 * ```
 */
export function limitPerPartition({ build, partition = [] }: Clauses, select: Select): Select {
  const { limit, offset, orderBy = [], columns, ...inner } = select
  const place: Expr = {
    kind: 'over',
    function: 'rowNumber',
    partitionBy: partition.map(column => build.column(column, true)),
    orderBy
  }
  const named = columns.map((column, at) => ({ ...column, alias: `c${at}` }))
  return {
    columns: columns.map((column, at) => outer(column, `c${at}`)),
    from: {
      kind: 'query',
      query: { ...inner, columns: [...named, { expr: place, alias: NUMBER, type: 'int' }] },
      alias: NUMBERED
    },
    filter: { kind: 'and', items: [...behind(offset), ...within(limit, offset)] },
    orderBy: [order()]
  }
}

const number: Expr = { kind: 'column', name: NUMBER }

function order(): Order {
  return { expr: number, direction: 'asc' }
}

/** The same column, of the numbered rows. */
function outer(column: OutputColumn, name: string): OutputColumn {
  const { alias, expr, type } = column
  const known = alias ?? (expr.kind === 'column' ? expr.name : undefined)
  return {
    expr: { kind: 'column', name },
    ...(known === undefined ? {} : { alias: known }),
    ...(type === undefined ? {} : { type })
  }
}

function behind(offset: Expr | undefined): Expr[] {
  return offset === undefined ? [] : [{ kind: 'compare', op: '>', left: number, right: offset }]
}

function within(limit: Expr | undefined, offset: Expr | undefined): Expr[] {
  if (limit === undefined) return []
  const last: Expr =
    offset === undefined ? limit : { kind: 'arithmetic', op: '+', left: limit, right: offset }
  return [{ kind: 'compare', op: '<=', left: number, right: last }]
}
