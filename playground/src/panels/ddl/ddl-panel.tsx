import { useState } from 'preact/hooks'
import type { Compiled, DialectName, SchemaRecord } from '../../protocol'
import { CopyButton } from '../parts/copy-button'
import { dialectOrder } from '../parts/dialect-labels'
import { EmptyState } from '../parts/empty-state'
import { SqlBlock } from '../parts/sql-text'
import './ddl.css'

/** What creates the tables of the models, for each database. */
export function DdlPanel({ schema }: { readonly schema: SchemaRecord | null }) {
  const dialects = dialectOrder.filter(dialect => schema?.ddl[dialect] !== undefined)
  const [chosen, setChosen] = useState<DialectName>('SQLite')
  const dialect = dialects.includes(chosen) ? chosen : dialects[0]
  const ddl = dialect && schema?.ddl[dialect]
  if (!dialect || !ddl) {
    const example = `export class Tag extends Model.table('tags', {
  id: t.id(),
  label: t.text().unique()
}) {}`
    return (
      <EmptyState title="No models were read" example={example}>
        Export a model from <code>models.ts</code> and run. The SQL that creates its table is here,
        for every database.
      </EmptyState>
    )
  }
  return (
    <div class="panel">
      <div class="panel-bar">
        <fieldset class="switch">
          <legend class="visually-hidden">Database</legend>
          {dialects.map(name => (
            <button
              key={name}
              type="button"
              aria-pressed={name === dialect}
              onClick={() => setChosen(name)}
            >
              {name}
            </button>
          ))}
        </fieldset>
        <span class="panel-push" />
        {isList(ddl) && <CopyButton label="Copy all" text={() => `${ddl.join(';\n\n')};\n`} />}
      </div>
      <div class="panel-body">
        <Statements key={dialect} dialect={dialect} ddl={ddl} />
      </div>
    </div>
  )
}

interface StatementsProps {
  readonly dialect: DialectName
  readonly ddl: readonly string[] | Compiled
}

function Statements({ dialect, ddl }: StatementsProps) {
  if (isList(ddl)) {
    return (
      <>
        {ddl.map(sql => (
          <SqlBlock key={sql} sql={sql} dialect={dialect} />
        ))}
      </>
    )
  }
  if ('sql' in ddl) return <SqlBlock sql={ddl.sql} dialect={dialect} />
  return (
    <p class="ddl-error">
      <code>{ddl.error.code}</code> {ddl.error.message}
    </p>
  )
}

function isList(ddl: readonly string[] | Compiled): ddl is readonly string[] {
  return Array.isArray(ddl)
}
