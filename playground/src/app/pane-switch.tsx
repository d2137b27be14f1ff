// On a narrow page: which of the two panes is shown.
import { run } from '../run/run'
import { pane } from './commands'

export function PaneSwitch() {
  const { statements, running } = run.value
  const count = statements.length === 0 ? '' : ` (${statements.length})`
  return (
    <nav class="pane-switch" aria-label="Panes">
      <button
        type="button"
        aria-pressed={pane.value === 'code'}
        onClick={() => {
          pane.value = 'code'
        }}
      >
        Code
      </button>
      <button
        type="button"
        aria-pressed={pane.value === 'results'}
        onClick={() => {
          pane.value = 'results'
        }}
      >
        {running ? 'Running…' : `Results${count}`}
      </button>
    </nav>
  )
}
