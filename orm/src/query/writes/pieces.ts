import type { EncodedValue } from '../../schema/encoders.js'
import type { Executor } from '../plan/executor.js'

/** The most cells of one statement: more save no time, but take memory. */
const CELLS_MAX = 250_000

/** The most text and bytes of one statement: far below what a string or a message can hold. */
const LENGTH_MAX = 16_000_000

/** How much a statement may hold. */
export interface PieceSize {
  readonly cells: number
  readonly length: number
}

/** What a statement of rows may hold, whose engine cuts them to the size of its packets. */
export const rowsSize: PieceSize = { cells: CELLS_MAX, length: LENGTH_MAX }

/** What a list of keys may hold: fewer than the 32,766 placeholders of SQLite, and one packet. */
export const keysSize: PieceSize = { cells: 30_000, length: 1_000_000 }

/** The ends of the pieces of rows, counted in rows; one where all fit into a statement. */
export function pieceEnds(
  cells: readonly EncodedValue[],
  width: number,
  size: PieceSize = rowsSize
): number[] {
  const ends: number[] = []
  const rows = width === 0 ? 0 : cells.length / width
  let begin = 0
  let length = 0
  for (let row = 0; row < rows; row++) {
    let own = 0
    for (let at = row * width; at < (row + 1) * width; at++) own += lengthOf(cells[at])
    const full = (row + 1 - begin) * width > size.cells || length + own > size.length
    if (full && row > begin) {
      ends.push(row)
      begin = row
      length = 0
    }
    length += own
  }
  if (begin < rows) ends.push(rows)
  return ends
}

/** The cells of each piece; the list itself where there is one only. */
export function piecesOf(
  cells: readonly EncodedValue[],
  width: number,
  size?: PieceSize
): (readonly EncodedValue[])[] {
  const ends = pieceEnds(cells, width, size)
  if (ends.length <= 1) return ends.map(() => cells)
  return ends.map((end, at) => cells.slice((ends[at - 1] ?? 0) * width, end * width))
}

/** Runs pieces one after another, all or none, and adds up what they give. */
export async function sumOfPieces<Piece>(
  executor: Executor,
  pieces: readonly Piece[],
  run: (piece: Piece) => Promise<number> | number
): Promise<number> {
  const [only, second] = pieces
  if (only === undefined) return 0
  if (second === undefined) return run(only)
  return executor.transaction(async () => {
    let sum = 0
    for (const piece of pieces) sum += await run(piece)
    return sum
  })
}

function lengthOf(cell: EncodedValue | undefined): number {
  return typeof cell === 'string' || cell instanceof Uint8Array ? cell.length : 0
}
