// The tables of a schema and the references between them, as a graph to be laid out.
import type { ColumnRecord, SchemaRecord, TableRecord } from '../../protocol'

/** How many rows there may be at an end of a relation. */
export type Cardinality = 'one' | 'zero-or-one' | 'many'

/** A reference from a column to another table. */
export interface Reference {
  readonly from: { readonly table: string; readonly column: string }
  readonly to: { readonly table: string; readonly column: string }
  /** How many rows refer to one row. */
  readonly many: Cardinality
  /** How many rows one row refers to. */
  readonly one: Cardinality
}

/** The references between tables that are there. */
export function referencesOf(schema: SchemaRecord): Reference[] {
  const tables = new Set(schema.tables.map(table => table.table))
  return schema.tables.flatMap(table =>
    table.columns.flatMap(column => {
      const to = column.references
      if (to === undefined || !tables.has(to.table)) return []
      return [
        {
          from: { table: table.table, column: column.name },
          to,
          many: isAlone(table, column) ? 'zero-or-one' : 'many',
          one: column.nullable ? 'zero-or-one' : 'one'
        }
      ]
    })
  )
}

/** Whether no two rows have the same value in the column. */
function isAlone(table: TableRecord, column: ColumnRecord): boolean {
  const key = table.columns.filter(other => other.primaryKey)
  if (column.unique || (column.primaryKey && key.length === 1)) return true
  return table.indexes.some(
    index => index.unique && index.columns.length === 1 && index.columns[0] === column.name
  )
}

/** A reference as a sentence, for the list and for screen readers. */
export function referenceText({ from, to, many, one }: Reference): string {
  const words = { one: 'one row', 'zero-or-one': 'one row or none', many: 'any number of rows' }
  const refers = `${from.table}.${from.column} refers to ${words[one]} of ${to.table}.${to.column}`
  return `${refers}, which has ${words[many]} of ${from.table}.`
}
