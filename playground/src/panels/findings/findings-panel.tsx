import type { Finding } from '../../protocol'
import type { RunState } from '../../run/run-state'
import { EmptyState } from '../parts/empty-state'
import { SqlBlock } from '../parts/sql-text'
import './findings.css'

/** How many statements are linked to by their numbers. */
const linksMax = 24

interface FindingsPanelProps {
  readonly run: RunState
  readonly onOpenStatement: (number: number) => void
}

/** What the statements of the run show together. */
export function FindingsPanel({ run, onOpenStatement }: FindingsPanelProps) {
  if (run.findings.length === 0) {
    const example = `for (const user of await User.all()) {
  await user.load({ posts: true }) // a statement for each user
}`
    return run.statements.length > 0 ? (
      <EmptyState title="Nothing stands out">
        No statement of this run was repeated: neither the same shape many times, nor the same
        statement twice.
      </EmptyState>
    ) : (
      <EmptyState title="Nothing has run yet" example={example}>
        Statements that run again and again, as in this loop, are found here, with what would help.
      </EmptyState>
    )
  }
  return (
    <div class="panel-body">
      {run.findings.map(finding => (
        <FindingCard
          key={`${finding.kind} ${finding.fingerprint}`}
          finding={finding}
          onOpenStatement={onOpenStatement}
        />
      ))}
    </div>
  )
}

interface FindingCardProps {
  readonly finding: Finding
  readonly onOpenStatement: (number: number) => void
}

function FindingCard({ finding, onOpenStatement }: FindingCardProps) {
  const { kind, message, sql, count, statements } = finding
  const left = statements.length - linksMax
  return (
    <article class="finding">
      <h2 class="finding-title">
        <span class="badge badge-warning">
          {kind === 'repeated-shape' ? '↻ Repeated shape' : '= Duplicate'}
        </span>
        <span>{count} times</span>
      </h2>
      <p class="finding-message">{message}</p>
      <SqlBlock sql={sql} dialect="SQLite" />
      <p class="finding-links">
        <span class="panel-note">Statements</span>
        {statements.slice(0, linksMax).map(number => (
          <button
            key={number}
            type="button"
            class="panel-button"
            aria-label={`Statement ${number}`}
            onClick={() => onOpenStatement(number)}
          >
            {number}
          </button>
        ))}
        {left > 0 && <span class="panel-note">and {left} more</span>}
      </p>
    </article>
  )
}
