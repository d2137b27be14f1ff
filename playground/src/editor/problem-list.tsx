// How many problems there are, and the list of them.
import { useState } from 'preact/hooks'
import { editorControls } from '../app/commands'
import { Icon } from '../app/icon'
import { type Problem, problems } from './problem-counts'

export function ProblemList() {
  const [open, setOpen] = useState(false)
  const found = problems.value
  const shown = open && found.length > 0
  return (
    <div class="problems">
      {shown && (
        <ul class="problem-list" id="problem-list" aria-label="Problems">
          {found.map(problem => (
            <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}>
              <Row problem={problem} />
            </li>
          ))}
        </ul>
      )}
      <div class="problem-bar">
        <button
          type="button"
          class={found.length > 0 ? 'problem-button problem-some' : 'problem-button'}
          aria-expanded={shown}
          aria-controls={shown ? 'problem-list' : undefined}
          disabled={found.length === 0}
          onClick={() => setOpen(!open)}
        >
          <Icon name={found.length > 0 ? 'error' : 'check'} />
          <span>{counted(found.length)}</span>
        </button>
        <span class="visually-hidden" role="status">
          {counted(found.length)}
        </span>
        <span class="problem-hint">
          <kbd>Ctrl M</kbd> lets Tab leave the editor
        </span>
      </div>
    </div>
  )
}

function Row({ problem }: { readonly problem: Problem }) {
  const { file, line, column, message, severity } = problem
  return (
    <button
      type="button"
      class={`problem problem-${severity}`}
      onClick={() => editorControls.peek()?.goTo(file, line, column)}
    >
      <span class="problem-place">
        {file}:{line}
      </span>
      <span>{message}</span>
    </button>
  )
}

function counted(count: number): string {
  if (count === 0) return 'No problems'
  return count === 1 ? '1 problem' : `${count} problems`
}
