import { useState } from 'preact/hooks'
import type { StatementRecord } from '../../protocol'
import type { RunState } from '../../run/run-state'
import { EmptyState } from '../parts/empty-state'
import { StatementLine } from './statement-line'
import './sql.css'

/** How many statements are drawn before one asks for more. */
const statementsAtOnce = 200

/** The panels that show more of a statement. */
export type StatementPanel = 'plan' | 'ast' | 'dialects'

interface SqlPanelProps {
  readonly run: RunState
  readonly chosen: number | null
  readonly onChoose: (number: number | null) => void
  readonly onShow: (panel: StatementPanel) => void
}

/** Every statement that ran, in its order. */
export function SqlPanel({ run, chosen, onChoose, onShow }: SqlPanelProps) {
  const [shown, setShown] = useState(statementsAtOnce)
  const { statements } = run
  if (statements.length === 0) {
    return (
      <EmptyState title="No statement has run" example="await User.with({ posts: true }).all()">
        Each statement is here with its values, its time and how many rows it read or wrote.
      </EmptyState>
    )
  }
  const slowest = Math.max(...statements.map(statement => statement.durationMs))
  const repeated = repetitions(run)
  return (
    <div class="panel">
      <div class="panel-bar">
        <Totals statements={statements} />
      </div>
      <ol class="sql-list">
        {statements.slice(0, shown).map(statement => (
          <StatementLine
            key={statement.number}
            statement={statement}
            slowestMs={slowest}
            repeated={repeated.get(statement.number) ?? 0}
            open={statement.number === chosen}
            onToggle={() => onChoose(statement.number === chosen ? null : statement.number)}
            onShow={onShow}
          />
        ))}
      </ol>
      {statements.length > shown && (
        <button
          type="button"
          class="panel-button sql-more"
          onClick={() => setShown(shown + statementsAtOnce)}
        >
          {Math.min(statementsAtOnce, statements.length - shown)} more of{' '}
          {statements.length - shown}
        </button>
      )}
    </div>
  )
}

function Totals({ statements }: { readonly statements: readonly StatementRecord[] }) {
  const sum = (part: (statement: StatementRecord) => number) =>
    statements.reduce((total, statement) => total + part(statement), 0)
  const failed = statements.filter(statement => statement.error).length
  return (
    <>
      <strong>
        {statements.length} {statements.length === 1 ? 'statement' : 'statements'}
      </strong>
      <span class="panel-note">{sum(statement => statement.durationMs).toFixed(1)} ms in all</span>
      <span class="panel-note">{sum(statement => statement.rows)} rows read</span>
      <span class="panel-note">{sum(statement => statement.affected)} written</span>
      {failed > 0 && <span class="badge badge-danger">{failed} failed</span>}
    </>
  )
}

/** How often each statement's shape ran, of those that ran too often. */
function repetitions(run: RunState): ReadonlyMap<number, number> {
  return new Map(
    run.findings.flatMap(finding =>
      finding.statements.map(number => [number, finding.count] as const)
    )
  )
}
