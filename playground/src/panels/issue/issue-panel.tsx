import { useMemo } from 'preact/hooks'
import type { RunState } from '../../run/run-state'
import { CopyButton } from '../parts/copy-button'
import { EmptyState } from '../parts/empty-state'
import { type IssueContext, issueText } from './issue-text'
import './issue.css'

interface IssuePanelProps {
  readonly run: RunState
  readonly context: () => IssueContext
}

/** The run as the text of an issue, to be looked at before it is copied. */
export function IssuePanel({ run, context }: IssuePanelProps) {
  const text = useMemo(() => issueText(run, context()), [run, context])
  if (run.durationMs === null && run.error === null && run.statements.length === 0) {
    return (
      <EmptyState title="Nothing has run yet">
        Run what goes wrong. Its code, error, statements, plans and versions are put together here
        as Markdown that you can paste into an issue.
      </EmptyState>
    )
  }
  return (
    <div class="panel">
      <div class="panel-bar">
        <span class="panel-note">
          Look through it before you paste it: it holds your code and values of your data.
        </span>
        <span class="panel-push" />
        <CopyButton label="Copy Markdown" text={() => issueText(run, context())} />
      </div>
      <pre class="issue-text">{text}</pre>
    </div>
  )
}
