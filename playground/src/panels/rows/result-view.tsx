import { useState } from 'preact/hooks'
import type { ResultRecord } from '../../protocol'
import { CopyButton } from '../parts/copy-button'
import { JsonTree } from '../parts/json-tree'
import { jsonText } from '../values/json-text'
import { CellDetails } from './cell-details'
import { csvText } from './csv'
import { Grid } from './grid'
import type { CellPlace } from './grid-keys'
import { markdownText } from './markdown'

/** A result: its rows as a table, or its value as a tree. */
export function ResultView({ result }: { readonly result: ResultRecord }) {
  const { table } = result
  const [asTree, setAsTree] = useState(false)
  const [opened, setOpened] = useState<CellPlace | null>(null)
  const shown = asTree ? undefined : table
  const title = result.title === 'default' ? 'Result' : result.title
  return (
    <section
      class="result"
      aria-label={title}
      onKeyDown={event => event.key === 'Escape' && setOpened(null)}
    >
      <div class="result-bar">
        <h2 class="result-title">{title}</h2>
        {table && (
          <span class="panel-note">{sizeText(table.rows.length, table.columns.length)}</span>
        )}
        <span class="panel-push" />
        {table && (
          <fieldset class="switch">
            <legend class="visually-hidden">Show as</legend>
            <button type="button" aria-pressed={!asTree} onClick={() => setAsTree(false)}>
              Table
            </button>
            <button type="button" aria-pressed={asTree} onClick={() => setAsTree(true)}>
              JSON
            </button>
          </fieldset>
        )}
        <fieldset class="copy-as">
          <legend>Copy as</legend>
          {table && <CopyButton label="CSV" text={() => csvText(table)} />}
          <CopyButton label="JSON" text={() => jsonText(result.value)} />
          {table && <CopyButton label="Markdown" text={() => markdownText(table)} />}
        </fieldset>
      </div>
      {shown ? (
        <Grid table={shown} label={title} onOpen={setOpened} />
      ) : (
        <div class="result-tree">
          <JsonTree value={result.value} open={2} />
        </div>
      )}
      {shown && shown.rows.length === 0 && <p class="panel-note">No rows meet the conditions.</p>}
      {shown && opened && opened.row < shown.rows.length && (
        <CellDetails table={shown} cell={opened} onClose={() => setOpened(null)} />
      )}
    </section>
  )
}

function sizeText(rows: number, columns: number): string {
  const counted = (count: number, word: string) =>
    `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
  return `${counted(rows, 'row')} · ${counted(columns, 'column')}`
}
