import Translate from '@docusaurus/Translate'
import TabItem from '@theme/TabItem'
import Tabs from '@theme/Tabs'
import { type ReactNode, useEffect, useState } from 'react'
import { CodeHtml } from './html'
import type { PageRuns, Runnable } from './page-data'

type Run = PageRuns['runs'][number]

const dialects = [
  { value: 'sqlite', label: 'SQLite' },
  { value: 'postgres', label: 'PostgreSQL' },
  { value: 'mysql', label: 'MySQL' },
  { value: 'mariadb', label: 'MariaDB' }
] as const

/** The statements of a block, for each database: the build ran the block and compiled them. */
export function SqlPanel({ load, run }: Runnable): ReactNode {
  const [found, setFound] = useState<Run | 'loading' | 'failed'>('loading')
  useEffect(() => {
    load().then(
      ({ default: { runs } }) => setFound(runs[run] ?? 'failed'),
      () => setFound('failed')
    )
  }, [load, run])
  if (typeof found === 'string') {
    return (
      <p className="code-sql-note" role="status">
        {found === 'loading' ? (
          <Translate id="code.sql.loading">Loading…</Translate>
        ) : (
          <Translate id="code.sql.failed">
            The SQL could not be loaded. Is there a network?
          </Translate>
        )}
      </p>
    )
  }
  if (found.statements.length === 0) {
    return (
      <p className="code-sql-note">
        <Translate id="code.sql.none">This block sends no statement.</Translate>
      </p>
    )
  }
  return <Statements {...found} />
}

/** Statements in tabs, of which one chooses a database once for the whole site. */
export function Statements({ statements, more }: Pick<Run, 'statements' | 'more'>): ReactNode {
  return (
    <div className="code-sql">
      <Tabs groupId="database">
        {dialects.map(({ value, label }) => (
          <TabItem key={value} value={value} label={label}>
            <ol>
              {statements.map(statement => (
                <Statement key={statement.sqlite.html} {...statement[value]} />
              ))}
            </ol>
            {more > 0 && (
              <p className="code-sql-note">
                <Translate id="code.sql.more" values={{ more }}>
                  {'…and {more} more.'}
                </Translate>
              </p>
            )}
          </TabItem>
        ))}
      </Tabs>
    </div>
  )
}

function Statement({ html, note, own }: Run['statements'][number]['sqlite']): ReactNode {
  return (
    <li>
      {html !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also without a mouse.
        <pre tabIndex={0}>
          <CodeHtml html={html} />
        </pre>
      )}
      {note !== undefined && <p className="code-sql-note">{note}</p>}
      {own === true && (
        <p className="code-sql-note">
          <Translate id="code.sql.own">SQL of the block’s own: it is sent as it stands.</Translate>
        </p>
      )}
    </li>
  )
}
