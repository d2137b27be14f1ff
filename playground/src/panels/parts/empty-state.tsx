import type { ComponentChildren } from 'preact'
import './empty-state.css'

interface EmptyStateProps {
  readonly title: string
  /** What to do to see something. */
  readonly children: ComponentChildren
  /** Code that would show something. */
  readonly example?: string
}

/** What a panel says while it has nothing to show. */
export function EmptyState({ title, children, example }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <p class="empty-title">{title}</p>
      <p class="empty-text">{children}</p>
      {example !== undefined && (
        <pre class="empty-example">
          <code>{example}</code>
        </pre>
      )}
    </div>
  )
}
