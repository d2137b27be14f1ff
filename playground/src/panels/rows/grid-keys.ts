// Keys of a grid: which cell is next.

/** A cell by its place. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

export interface GridSize {
  readonly rows: number
  readonly columns: number
  /** How many rows a page has. */
  readonly page: number
}

/** What a key means. */
export interface GridKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** The cell that a key leads to; null where the key means nothing to a grid. */
export function nextCell(from: CellPlace, pressed: GridKey, size: GridSize): CellPlace | null {
  const target = targetOf(from, pressed, size)
  if (target === null) return null
  return {
    row: Math.max(0, Math.min(size.rows - 1, target.row)),
    column: Math.max(0, Math.min(size.columns - 1, target.column))
  }
}

function targetOf(from: CellPlace, pressed: GridKey, size: GridSize): CellPlace | null {
  const far = pressed.ctrlKey || pressed.metaKey
  const { row, column } = from
  switch (pressed.key) {
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column }
    case 'ArrowDown':
      return { row: far ? size.rows - 1 : row + 1, column }
    case 'ArrowLeft':
      return { row, column: far ? 0 : column - 1 }
    case 'ArrowRight':
      return { row, column: far ? size.columns - 1 : column + 1 }
    case 'Home':
      return { row: far ? 0 : row, column: 0 }
    case 'End':
      return { row: far ? size.rows - 1 : row, column: size.columns - 1 }
    case 'PageUp':
      return { row: row - size.page, column }
    case 'PageDown':
      return { row: row + size.page, column }
    default:
      return null
  }
}
