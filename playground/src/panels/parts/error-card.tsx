import type { ErrorRecord } from '../../protocol'
import { SqlBlock } from './sql-text'
import './error-card.css'

interface ErrorCardProps {
  readonly error: ErrorRecord
}

/** An error: what went wrong, where, and what to do. */
export function ErrorCard({ error }: ErrorCardProps) {
  const { place } = error
  return (
    <section class="error-card" aria-label="Error">
      <p class="error-head">
        <span aria-hidden="true">✕</span> <strong>{error.name}</strong>
        {error.code !== undefined && <code class="error-code">{error.code}</code>}
        {place && (
          <span class="error-place">
            {place.file}:{place.line}:{place.column}
          </span>
        )}
      </p>
      <p class="error-message">{error.message}</p>
      {error.hint !== undefined && <p class="error-hint">{error.hint}</p>}
      {error.sql !== undefined && <SqlBlock sql={error.sql} dialect="SQLite" />}
      {error.stack !== undefined && (
        <details class="error-stack">
          <summary>Stack</summary>
          <pre>{error.stack}</pre>
        </details>
      )}
    </section>
  )
}
