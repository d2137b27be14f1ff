import { useState } from 'preact/hooks'
import type { SchemaRecord } from '../../protocol'
import { EmptyState } from '../parts/empty-state'
import { Diagram } from './diagram'
import { TableList } from './table-list'
import './schema.css'

/** The models as a diagram of their tables, or as a list of them. */
export function SchemaPanel({ schema }: { readonly schema: SchemaRecord | null }) {
  const [asList, setAsList] = useState(false)
  if (schema === null || schema.tables.length === 0) {
    const example = `export class Post extends Model.table('posts', {
  id: t.id(),
  userId: t.int().references('users')
}) {}`
    return (
      <EmptyState title="No models were read" example={example}>
        Export models from <code>models.ts</code> and run. Their tables, keys and relations are
        drawn here.
      </EmptyState>
    )
  }
  return (
    <div class="panel schema-panel">
      <div class="panel-bar">
        <fieldset class="switch">
          <legend class="visually-hidden">Show as</legend>
          <button type="button" aria-pressed={!asList} onClick={() => setAsList(false)}>
            Diagram
          </button>
          <button type="button" aria-pressed={asList} onClick={() => setAsList(true)}>
            List
          </button>
        </fieldset>
        <span class="panel-note">
          {schema.tables.length} {schema.tables.length === 1 ? 'table' : 'tables'}
        </span>
      </div>
      {asList ? <TableList schema={schema} /> : <Diagram schema={schema} />}
    </div>
  )
}
