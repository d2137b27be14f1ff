import type { ResultTable } from '../../protocol'
import { CopyButton } from '../parts/copy-button'
import { JsonTree } from '../parts/json-tree'
import { jsonText } from '../values/json-text'
import { kindOf, sizeOf } from '../values/kinds'
import type { CellPlace } from './grid-keys'

interface CellDetailsProps {
  readonly table: ResultTable
  readonly cell: CellPlace
  readonly onClose: () => void
}

/** All of a cell's value, below the grid. */
export function CellDetails({ table, cell, onClose }: CellDetailsProps) {
  const column = table.columns[cell.column]
  const value = table.rows[cell.row]?.[cell.column]
  return (
    <section class="cell-details" aria-label={`Row ${cell.row + 1}, ${column?.name}`}>
      <div class="cell-details-bar">
        <strong>{column?.name}</strong>
        <span class="panel-note">
          row {cell.row + 1} · {describe(value, column?.type ?? '')}
        </span>
        <span class="panel-push" />
        <CopyButton
          label="Copy"
          text={() => (typeof value === 'string' ? value : jsonText(value))}
        />
        <button type="button" class="panel-button" onClick={onClose}>
          Close
        </button>
      </div>
      <div class="cell-details-value">
        {typeof value === 'string' && value !== '' ? (
          <pre class="cell-details-text">{value}</pre>
        ) : (
          <JsonTree value={value} open={2} />
        )}
      </div>
    </section>
  )
}

function describe(value: unknown, type: string): string {
  const kind = kindOf(value)
  if (kind === 'text') return `${type}, ${String(value).length} characters`
  if (kind === 'list' || kind === 'object') return `${type}, ${sizeOf(value as object)} parts`
  return type
}
