import type { ColumnRecord, SchemaRecord, TableRecord } from '../../protocol'
import { referencesOf, referenceText } from './graph'

/** The schema in words and tables: what the diagram shows, for those who do not see it. */
export function TableList({ schema }: { readonly schema: SchemaRecord }) {
  const references = referencesOf(schema)
  return (
    <div class="panel-body">
      {schema.tables.map(table => (
        <section key={table.table} class="table-card" aria-label={table.table}>
          <h2>
            {table.table} <span class="panel-note">{table.model}</span>
          </h2>
          <Columns table={table} />
          <ul class="table-facts">
            {references
              .filter(({ from }) => from.table === table.table)
              .map(reference => (
                <li key={reference.from.column}>{referenceText(reference)}</li>
              ))}
            {table.indexes.map(({ columns, unique }) => (
              <li key={columns.join()}>
                {unique ? 'Unique index' : 'Index'} of {columns.join(', ')}
              </li>
            ))}
            {table.relations.map(({ name, kind, target }) => (
              <li key={name}>
                <code>{name}</code>: {kind} {target}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function Columns({ table }: { readonly table: TableRecord }) {
  return (
    <table class="column-table">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Type</th>
          <th scope="col">Key</th>
          <th scope="col">Null</th>
        </tr>
      </thead>
      <tbody>
        {table.columns.map(column => (
          <tr key={column.name}>
            <th scope="row">{column.name}</th>
            <td>
              <code>{column.type}</code>
            </td>
            <td>{keyText(column)}</td>
            <td>{column.nullable ? 'yes' : 'no'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function keyText({ primaryKey, unique, references }: ColumnRecord): string {
  const parts = [
    primaryKey ? 'primary' : '',
    unique && !primaryKey ? 'unique' : '',
    references ? `→ ${references.table}.${references.column}` : ''
  ]
  return parts.filter(part => part !== '').join(', ')
}
