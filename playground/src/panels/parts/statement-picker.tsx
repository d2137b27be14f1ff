import type { StatementRecord } from '../../protocol'
import { cut } from '../values/short-text'
import './statement-picker.css'

interface StatementPickerProps {
  readonly statements: readonly StatementRecord[]
  readonly chosen: StatementRecord
  readonly onChoose: (number: number) => void
}

/** Which statement a panel is about. */
export function StatementPicker({ statements, chosen, onChoose }: StatementPickerProps) {
  const at = statements.indexOf(chosen)
  const before = statements[at - 1]
  const after = statements[at + 1]
  return (
    <div class="statement-picker">
      <button
        type="button"
        class="panel-button"
        aria-label="Statement before"
        disabled={before === undefined}
        onClick={() => before && onChoose(before.number)}
      >
        ‹
      </button>
      <select
        aria-label="Statement"
        value={String(chosen.number)}
        onChange={event => onChoose(Number(event.currentTarget.value))}
      >
        {statements.map(({ number, sql }) => (
          <option key={number} value={String(number)}>
            {number}. {cut(sql.replace(/\s+/g, ' '), 120)}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="panel-button"
        aria-label="Statement after"
        disabled={after === undefined}
        onClick={() => after && onChoose(after.number)}
      >
        ›
      </button>
    </div>
  )
}
