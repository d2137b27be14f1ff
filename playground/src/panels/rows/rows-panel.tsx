import type { RunState } from '../../run/run-state'
import { EmptyState } from '../parts/empty-state'
import { ErrorCard } from '../parts/error-card'
import { ResultView } from './result-view'
import './rows.css'

const example = `export default User.where('age', '>', 30).all()

// or in between
show(await User.count(), 'How many')`

/** What the run gave: its results, one below the other, or why there are none. */
export function RowsPanel({ run }: { readonly run: RunState }) {
  if (run.results.length === 0 && run.error === null) {
    return run.durationMs === null ? (
      <EmptyState title="Nothing has run yet" example={example}>
        Press <kbd>Ctrl</kbd> <kbd>Enter</kbd> to run the query. What it exports as its default, and
        what is given to <code>show</code>, is here.
      </EmptyState>
    ) : (
      <EmptyState title="It ran, and showed nothing" example={example}>
        Export something as the default of the query file, or give it to <code>show</code>.
      </EmptyState>
    )
  }
  const single = run.results.length === 1 && run.error === null
  return (
    <div class={`panel-body rows-panel${single ? ' rows-single' : ''}`}>
      {run.error && <ErrorCard error={run.error} />}
      {run.results.map((result, index) => (
        <ResultView key={index} result={result} />
      ))}
    </div>
  )
}
