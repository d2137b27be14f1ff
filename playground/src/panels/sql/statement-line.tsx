import { useId } from 'preact/hooks'
import type { StatementRecord } from '../../protocol'
import { CopyButton } from '../parts/copy-button'
import { SqlBlock, SqlText } from '../parts/sql-text'
import { hurts } from '../plan/hurts'
import { shortText } from '../values/short-text'
import type { StatementPanel } from './sql-panel'

interface StatementLineProps {
  readonly statement: StatementRecord
  /** The time of the slowest statement, which has the longest bar. */
  readonly slowestMs: number
  /** How often its shape ran, where that is too often; 0 where it is not. */
  readonly repeated: number
  readonly open: boolean
  readonly onToggle: () => void
  readonly onShow: (panel: StatementPanel) => void
}

/** A statement on one line; opened, with all that is known of it. */
export function StatementLine(props: StatementLineProps) {
  const { statement, slowestMs, repeated, open, onToggle, onShow } = props
  const id = useId()
  const share = slowestMs > 0 ? (statement.durationMs / slowestMs) * 100 : 0
  return (
    <li class={`sql-item${open ? ' sql-open' : ''}${statement.error ? ' sql-failed' : ''}`}>
      <button
        type="button"
        class="sql-line"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={onToggle}
      >
        <span class="sql-number">{statement.number}</span>
        <span class="sql-time">
          <span class="sql-bar" style={{ width: `${Math.max(2, share)}%` }} />
          <span class="sql-ms">{statement.durationMs.toFixed(2)} ms</span>
        </span>
        <span class="sql-rows">{outcome(statement)}</span>
        <span class="sql-short">
          {statement.error && <span class="badge badge-danger">✕ failed</span>}
          {hurts(statement) && <span class="badge badge-warning">▲ scan</span>}
          {repeated > 1 && <span class="badge badge-warning">×{repeated}</span>}
          <SqlText sql={statement.sql.replace(/\s+/g, ' ').slice(0, 400)} />
        </span>
      </button>
      {open && <Details id={id} statement={statement} onShow={onShow} />}
    </li>
  )
}

interface DetailsProps {
  readonly id: string
  readonly statement: StatementRecord
  readonly onShow: (panel: StatementPanel) => void
}

function Details({ id, statement, onShow }: DetailsProps) {
  const { sql, parameters, plan, ast, dialects, reads, writes, error } = statement
  return (
    <div class="sql-details" id={id}>
      <SqlBlock sql={sql} dialect="SQLite" parameters={parameters} />
      {error && <p class="sql-error">{error.message}</p>}
      <div class="sql-actions">
        {reads.length > 0 && <span class="panel-note">reads {reads.join(', ')}</span>}
        {writes.length > 0 && <span class="panel-note">writes {writes.join(', ')}</span>}
        <span class="panel-push" />
        {plan && <Show label="Plan" onShow={() => onShow('plan')} />}
        {Object.keys(dialects).length > 0 && (
          <Show label="Dialects" onShow={() => onShow('dialects')} />
        )}
        {ast !== null && ast !== undefined && <Show label="AST" onShow={() => onShow('ast')} />}
        <CopyButton label="Copy SQL" text={() => sqlWithValues(sql, parameters)} />
      </div>
    </div>
  )
}

function Show({ label, onShow }: { readonly label: string; readonly onShow: () => void }) {
  return (
    <button type="button" class="panel-button" onClick={onShow}>
      {label}
    </button>
  )
}

/** The statement, and its values in comments: they are not part of its text. */
function sqlWithValues(sql: string, parameters: readonly unknown[]): string {
  const values = parameters.map((value, index) => {
    const text = shortText(value, { textMax: 500, quoted: true }).replace(/[\r\n]+/g, ' ')
    return `\n-- ${index + 1}: ${text}`
  })
  return `${sql}${values.join('')}\n`
}

function outcome(statement: StatementRecord): string {
  const counted = (count: number) => count.toLocaleString('en')
  if (statement.affected > 0) return `${counted(statement.affected)} written`
  return `${counted(statement.rows)} ${statement.rows === 1 ? 'row' : 'rows'}`
}
