import { EmptyState } from '../../panels/parts/empty-state'
import { ErrorCard } from '../../panels/parts/error-card'
import type { ProjectProblem } from '../state'

interface ProblemsPanelProps {
  readonly problems: readonly ProjectProblem[]
  readonly printed: string
}

/** Why models are not there: which file, which line, and what to do. */
export function ProblemsPanel({ problems, printed }: ProblemsPanelProps) {
  if (problems.length === 0) {
    return <EmptyState title="Nothing is wrong">All model files were loaded.</EmptyState>
  }
  return (
    <div class="panel">
      <div class="panel-body">
        {problems.map(problem => (
          <Problem key={JSON.stringify(problem)} {...problem} />
        ))}
        {printed.trim() !== '' && (
          <details>
            <summary>What the model files printed</summary>
            <pre class="project-printed">{printed}</pre>
          </details>
        )}
      </div>
    </div>
  )
}

function Problem({ place, message, ...rest }: ProjectProblem) {
  const { file = 'Your project', line, column = 1 } = place ?? {}
  const at = line === undefined ? {} : { place: { file, line, column } }
  const name = line === undefined ? file : 'Not loaded'
  return <ErrorCard error={{ ...rest, name, message, ...at }} />
}
