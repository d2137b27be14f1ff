// biome-ignore-all lint/a11y/useSemanticElements: a table lays its rows out itself
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus for its cells
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys for its cells

// A table of which only what is seen is in the document. The grid itself has the focus and names
// the cell that is active: cells come and go while one scrolls.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ResultColumn, ResultTable } from '../../protocol'
import { CellValue, standsRight } from './cell'
import { columnWidths } from './column-widths'
import { type CellPlace, nextCell } from './grid-keys'
import { isNumeric } from './markdown'
import { offsetsOf, type Range, scrollInto, visibleColumns, visibleRows } from './window'
import './grid.css'

const rowHeight = 26
const headerHeight = 40
const scrollbarHeight = 15

/** What is drawn before the grid was measured. */
const firstViewport = { width: 900, height: 520 }

interface GridProps {
  readonly table: ResultTable
  readonly label: string
  readonly onOpen: (cell: CellPlace) => void
}

export function Grid({ table, label, onOpen }: GridProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [scroll, setScroll] = useState({ top: 0, left: 0 })
  const [active, setActive] = useState<CellPlace | null>(null)
  const viewport = useViewport(box)
  const offsets = useMemo(() => offsetsOf(columnWidths(table)), [table])
  const gutter = 22 + String(table.rows.length).length * 8
  const rows = visibleRows(table.rows.length, rowHeight, scroll.top, viewport.height)
  const columns = visibleColumns(offsets, scroll.left, viewport.width)
  const width = gutter + (offsets.at(-1) ?? 0)

  // The border, and the bar by which one scrolls to the right.
  const below = width > viewport.width ? 2 + scrollbarHeight : 2

  const move = (cell: CellPlace) => {
    setActive(cell)
    const { current } = box
    if (current === null) return
    const top = headerHeight + cell.row * rowHeight
    const row = { start: top, end: top + rowHeight }
    const column = {
      start: gutter + (offsets[cell.column] ?? 0),
      end: gutter + (offsets[cell.column + 1] ?? 0)
    }
    current.scrollTop = scrollInto(row, current.scrollTop, viewport.height, headerHeight)
    current.scrollLeft = scrollInto(column, current.scrollLeft, viewport.width, gutter)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (table.rows.length === 0 || table.columns.length === 0) return
    const from = active ?? { row: 0, column: 0 }
    if (event.key === 'Enter') return onOpen(from)
    const page = Math.max(1, Math.floor((viewport.height - headerHeight) / rowHeight) - 1)
    const size = { rows: table.rows.length, columns: table.columns.length, page }
    const cell = nextCell(from, event, size)
    if (cell === null) return
    event.preventDefault()
    move(cell)
  }
  return (
    <div
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={table.rows.length + 1}
      aria-colcount={table.columns.length + 1}
      aria-activedescendant={active ? cellId(id, active.row, active.column) : undefined}
      tabIndex={0}
      ref={box}
      onKeyDown={onKeyDown}
      onFocus={() => active ?? (table.rows.length > 0 && setActive({ row: 0, column: 0 }))}
      onScroll={event => {
        const { scrollTop, scrollLeft } = event.currentTarget
        setScroll({ top: scrollTop, left: scrollLeft })
      }}
      style={{ '--grid-height': px(headerHeight + table.rows.length * rowHeight + below) }}
    >
      <Header {...{ table, offsets, columns, gutter, width }} />
      <div
        class="grid-rows"
        role="rowgroup"
        style={{ width: px(width), height: px(table.rows.length * rowHeight) }}
      >
        {range(rows.start, rows.end).map(row => (
          <Row
            key={row}
            {...{ id, row, table, offsets, columns, gutter, width, onOpen }}
            activeColumn={active?.row === row ? active.column : null}
            onPick={column => setActive({ row, column })}
          />
        ))}
      </div>
    </div>
  )
}

interface PlacesProps {
  readonly table: ResultTable
  /** Where the columns begin, and where the last one ends. */
  readonly offsets: readonly number[]
  /** The columns that are drawn. */
  readonly columns: Range
  /** The width of the rows' numbers. */
  readonly gutter: number
  readonly width: number
}

interface RowProps extends PlacesProps {
  /** What the ids of cells begin with. */
  readonly id: string
  readonly row: number
  readonly activeColumn: number | null
  readonly onPick: (column: number) => void
  readonly onOpen: (cell: CellPlace) => void
}

function Row(props: RowProps) {
  const { id, row, table, offsets, columns, gutter, width, activeColumn, onPick, onOpen } = props
  return (
    <div
      class="grid-row"
      role="row"
      aria-rowindex={row + 2}
      style={{ transform: `translateY(${px(row * rowHeight)})`, width: px(width) }}
    >
      <div class="grid-number" role="rowheader" aria-colindex={1} style={{ width: px(gutter) }}>
        {row + 1}
      </div>
      {range(columns.start, columns.end).map(column => (
        <Cell
          key={column}
          id={cellId(id, row, column)}
          value={table.rows[row]?.[column]}
          column={table.columns[column]}
          index={column}
          active={activeColumn === column}
          left={gutter + (offsets[column] ?? 0)}
          width={(offsets[column + 1] ?? 0) - (offsets[column] ?? 0)}
          onPick={() => onPick(column)}
          onOpen={() => onOpen({ row, column })}
        />
      ))}
    </div>
  )
}

function cellId(id: string, row: number, column: number): string {
  return `${id}-${row}-${column}`
}

function Header({ table, offsets, columns, gutter, width }: PlacesProps) {
  return (
    <div class="grid-header" role="rowgroup" style={{ width: px(width) }}>
      <div class="grid-header-row" role="row" aria-rowindex={1}>
        <div
          class="grid-number"
          role="columnheader"
          aria-colindex={1}
          style={{ width: px(gutter) }}
        >
          <span class="visually-hidden">Row</span>
        </div>
        {range(columns.start, columns.end).map(column => (
          <div
            key={column}
            class="grid-head"
            role="columnheader"
            aria-colindex={column + 2}
            style={{
              left: px(gutter + (offsets[column] ?? 0)),
              width: px((offsets[column + 1] ?? 0) - (offsets[column] ?? 0))
            }}
          >
            <span class="grid-name">{table.columns[column]?.name}</span>
            <span class="grid-type">{table.columns[column]?.type}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

interface CellProps {
  readonly id: string
  readonly value: unknown
  readonly column: ResultColumn | undefined
  readonly index: number
  readonly active: boolean
  readonly left: number
  readonly width: number
  readonly onPick: () => void
  readonly onOpen: () => void
}

function Cell({ id, value, column, index, active, left, width, onPick, onOpen }: CellProps) {
  const right = standsRight(value) || isNumeric(column?.type ?? '')
  const opens = typeof value === 'object' && value !== null && !(value instanceof Date)
  return (
    <div
      id={id}
      class={`grid-cell${right ? ' grid-right' : ''}${opens ? ' grid-opens' : ''}`}
      role="gridcell"
      aria-colindex={index + 2}
      aria-selected={active}
      style={{ left: px(left), width: px(width) }}
      onClick={() => {
        onPick()
        if (opens) onOpen()
      }}
      onDblClick={onOpen}
    >
      <CellValue value={value} />
    </div>
  )
}

/** How much of the grid is seen. */
function useViewport(box: { readonly current: HTMLDivElement | null }) {
  const [viewport, setViewport] = useState(firstViewport)
  const measure = () => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = box.current ?? {}
    if (width === 0 || height === 0) return
    setViewport(known =>
      known.width === width && known.height === height ? known : { width, height }
    )
  }
  useLayoutEffect(measure, [])
  useEffect(() => {
    if (typeof ResizeObserver === 'undefined' || box.current === null) return
    const observer = new ResizeObserver(measure)
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return viewport
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index)
}

function px(length: number): string {
  return `${length}px`
}
