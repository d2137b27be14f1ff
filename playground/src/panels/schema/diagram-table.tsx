import type { ColumnRecord } from '../../protocol'
import { columnHeight, headerHeight, type PlacedTable } from './layout'

interface DiagramTableProps {
  readonly placed: PlacedTable
  readonly onPoint: (table: string | null) => void
}

/** A table of the diagram: its name, and its columns with their keys and types. */
export function DiagramTable({ placed, onPoint }: DiagramTableProps) {
  const { table, x, y, width, height } = placed
  return (
    <g
      class="diagram-table"
      transform={`translate(${x} ${y})`}
      onPointerEnter={() => onPoint(table.table)}
      onPointerLeave={() => onPoint(null)}
    >
      <rect class="diagram-frame" width={width} height={height} rx={6} />
      <path class="diagram-head" d={headOf(width)} />
      <text class="diagram-name" x={10} y={headerHeight / 2}>
        {table.table}
      </text>
      <text class="diagram-model" x={width - 10} y={headerHeight / 2}>
        {table.model}
      </text>
      {table.columns.map((column, index) => (
        <g
          key={column.name}
          transform={`translate(0 ${headerHeight + (index + 0.5) * columnHeight})`}
        >
          <text class={`diagram-key${column.primaryKey ? ' diagram-primary' : ''}`} x={10}>
            {keyMark(column)}
          </text>
          <text class={`diagram-column${column.primaryKey ? ' diagram-primary' : ''}`} x={32}>
            {column.name}
          </text>
          <text class="diagram-type" x={width - 10}>
            {column.nullable ? `${column.type}?` : column.type}
          </text>
        </g>
      ))}
    </g>
  )
}

function keyMark({ primaryKey, references, unique }: ColumnRecord): string {
  if (primaryKey) return 'PK'
  if (references) return 'FK'
  return unique ? 'U' : ''
}

/** The coloured part behind the name, round above as the frame is. */
function headOf(width: number): string {
  const top = `V 6 a 6 6 0 0 1 6 -6 H ${width - 6} a 6 6 0 0 1 6 6`
  return `M 0 ${headerHeight} ${top} V ${headerHeight} Z`
}
