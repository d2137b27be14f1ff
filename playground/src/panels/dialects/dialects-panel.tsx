import type { Compiled, DialectName, StatementRecord } from '../../protocol'
import { CopyButton } from '../parts/copy-button'
import { dialectOrder } from '../parts/dialect-labels'
import { EmptyState } from '../parts/empty-state'
import { useFormatted } from '../parts/sql-text'
import { StatementPicker } from '../parts/statement-picker'
import { compareSql } from './token-diff'
import './dialects.css'

interface DialectsPanelProps {
  readonly statements: readonly StatementRecord[]
  readonly chosen: number | null
  readonly onChoose: (number: number) => void
}

/** The same query for each database, side by side. */
export function DialectsPanel({ statements, chosen, onChoose }: DialectsPanelProps) {
  const compiled = statements.filter(({ dialects }) => Object.keys(dialects).length > 0)
  const statement = compiled.find(({ number }) => number === chosen) ?? compiled.at(-1)
  if (statement === undefined) {
    return (
      <EmptyState
        title="Nothing to compare"
        example="await Tag.upsert({ label: 'new' }, { on: ['label'] })"
      >
        Run a query of a model: what it becomes on SQLite, PostgreSQL and MySQL is here, with the
        differences marked.
      </EmptyState>
    )
  }
  const shown = dialectOrder.flatMap(dialect => {
    const result = statement.dialects[dialect]
    return result ? [{ dialect, result }] : []
  })
  const first = shown[0]?.result
  return (
    <div class="panel">
      <div class="panel-bar">
        <StatementPicker statements={compiled} chosen={statement} onChoose={onChoose} />
        <span class="panel-note dialect-legend">
          <mark class="differs-other">differs</mark>{' '}
          <span class="differs-spelled">spelled otherwise</span>
        </span>
      </div>
      <div class="panel-body dialects">
        {shown.map(({ dialect, result }) => (
          <Dialect key={dialect} dialect={dialect} result={result} base={first ?? result} />
        ))}
      </div>
    </div>
  )
}

interface DialectProps {
  readonly dialect: DialectName
  readonly result: Compiled
  /** What it is compared with. */
  readonly base: Compiled
}

function Dialect({ dialect, result, base }: DialectProps) {
  return (
    <section class="dialect" aria-label={dialect}>
      <div class="dialect-bar">
        <h2>{dialect}</h2>
        {'sql' in result && <CopyButton label="Copy" text={() => result.sql} />}
      </div>
      {'sql' in result ? (
        <Compared dialect={dialect} sql={result.sql} base={'sql' in base ? base.sql : result.sql} />
      ) : (
        <p class="dialect-error">
          <code>{result.error.code}</code> {result.error.message}
        </p>
      )}
    </section>
  )
}

interface ComparedProps {
  readonly dialect: DialectName
  readonly sql: string
  readonly base: string
}

function Compared({ dialect, sql, base }: ComparedProps) {
  const text = useFormatted(sql, dialect)
  return (
    <pre class="sql-block">
      <code class="sql-text">
        {compareSql(base, text).map(({ kind, difference, text }, index) => {
          const classes = `sql-${kind} differs-${difference}`
          return difference === 'other' ? (
            <mark key={index} class={classes}>
              {text}
            </mark>
          ) : (
            <span key={index} class={classes}>
              {text}
            </span>
          )
        })}
      </code>
    </pre>
  )
}
