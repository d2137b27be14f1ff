// What came of the run: how it ended, and the panels.
import { ResultPanels } from '../panels'
import { run } from '../run/run'
import { idleRun, type RunState } from '../run/run-state'
import { commands, editorControls, pane } from './commands'
import { Icon } from './icon'
import { issueContext } from './issue-context'

export function ResultsPane() {
  const state = run.value
  return (
    <section class="pane results" id="results" tabIndex={-1} aria-labelledby="results-title">
      <h2 class="visually-hidden" id="results-title">
        Results
      </h2>
      <Outcome state={state} />
      <div class="results-body">
        {state === idleRun ? (
          <Invitation />
        ) : (
          <ResultPanels run={state} issueContext={issueContext} />
        )}
      </div>
    </section>
  )
}

/** How the run ended, in one line that screen readers read out. */
function Outcome({ state }: { readonly state: RunState }) {
  const kind = outcomeKind(state)
  return (
    <div class={`outcome outcome-${kind}`}>
      {kind === 'failed' && <Icon name="error" />}
      {kind === 'done' && <Icon name="check" />}
      {kind === 'running' && <span class="spinner" aria-hidden="true" />}
      <p class="outcome-text" role="status">
        {outcomeText(state)}
      </p>
      <PlaceButton state={state} />
    </div>
  )
}

function PlaceButton({ state }: { readonly state: RunState }) {
  const place = state.error?.place
  if (place === undefined) return null
  const { file, line, column } = place
  const show = (): void => {
    pane.value = 'code'
    editorControls.peek()?.goTo(file, line, column)
  }
  return (
    <button type="button" class="link-button" onClick={show}>
      {file}:{line}
    </button>
  )
}

function outcomeKind(state: RunState): 'idle' | 'running' | 'failed' | 'done' {
  if (state.running) return 'running'
  if (state.error !== null) return 'failed'
  return state === idleRun ? 'idle' : 'done'
}

function outcomeText(state: RunState): string {
  const { error, statements, durationMs } = state
  switch (outcomeKind(state)) {
    case 'idle':
      return 'Ready'
    case 'running':
      return 'Running…'
    case 'failed':
      return `${error?.name}: ${error?.message}${error?.hint ? ` ${error.hint}` : ''}`
    case 'done':
      return `Done in ${Math.round(durationMs ?? 0)} ms, ${counted(statements.length)}`
  }
}

function counted(statements: number): string {
  return statements === 1 ? '1 statement' : `${statements} statements`
}

/** Before the first run. */
function Invitation() {
  return (
    <div class="invitation">
      <p class="invitation-title">Run the query to see its rows, its SQL and its plan.</p>
      <button type="button" class="button button-run" onClick={commands.run.act}>
        <Icon name="run" />
        <span>Run</span>
      </button>
      <p>
        <kbd>{commands.run.shortcut}</kbd> runs, <kbd>F1</kbd> shows all commands. The database is
        SQLite, in this tab: nothing leaves it.
      </p>
    </div>
  )
}
