import type { Query } from '../../../orm/src/ast/generated/ast.js'

type Select = Extract<Query, { kind: 'select' }>
type Expr = Select['columns'][number]['expr']

/** Queries of usual sizes, as an ORM sends them when their shape is new. */
export const queries: Readonly<Record<string, Query>> = {
  'select by key': {
    kind: 'select',
    columns: columnsOf('customers'),
    from: { kind: 'table', table: { name: 'customers' } },
    filter: equals(column('id'), 0)
  },
  'filter, sort, page': {
    kind: 'select',
    columns: columnsOf('customers'),
    from: { kind: 'table', table: { name: 'customers' } },
    filter: {
      kind: 'and',
      items: [equals(column('city'), 0), equals(column('active'), 1), equals(column('plan'), 2)]
    },
    orderBy: [{ expr: column('name'), direction: 'asc' }],
    limit: { kind: 'param', index: 3, type: 'int' },
    offset: { kind: 'param', index: 4, type: 'int' }
  },
  update: {
    kind: 'update',
    table: { name: 'customers' },
    set: [
      { column: 'name', value: { kind: 'param', index: 0, type: 'text' } },
      { column: 'city', value: { kind: 'param', index: 1, type: 'text' } }
    ],
    filter: equals(column('id'), 2)
  }
}

function columnsOf(table: string): Select['columns'] {
  const names = ['id', 'name', 'email', 'city', 'plan', 'active', 'created', 'updated']
  return names.map(name => ({ expr: { ...column(name), table }, type: 'text' }))
}

function column(name: string): Extract<Expr, { kind: 'column' }> {
  return { kind: 'column', name }
}

function equals(left: Expr, index: number): Expr {
  return { kind: 'compare', op: '=', left, right: { kind: 'param', index, type: 'text' } }
}
