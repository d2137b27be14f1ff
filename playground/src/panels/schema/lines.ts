// The line of a reference: from the column that refers to the one that is referred to.
import type { Cardinality, Reference } from './graph'
import { columnHeight, headerHeight, type Layout, type PlacedTable } from './layout'

/** How far from a table a line passes it, and how far before and behind it is straight. */
const lane = 14
const passageReach = 12

export interface Line {
  readonly reference: Reference
  /** The path of an SVG. */
  readonly path: string
  readonly fromEnd: LineEnd
  readonly toEnd: LineEnd
}

/** Where a line meets a table. */
export interface LineEnd {
  readonly x: number
  readonly y: number
  /** Away from the table: -1 to the left, 1 to the right. */
  readonly side: -1 | 1
  readonly cardinality: Cardinality
}

/** The lines of all references. */
export function linesOf(layout: Layout): Line[] {
  const tables = new Map(layout.tables.map(placed => [placed.table.table, placed]))
  return layout.references.flatMap(reference => {
    const from = tables.get(reference.from.table)
    const to = tables.get(reference.to.table)
    return from && to ? [lineOf(reference, from, to, layout.tables)] : []
  })
}

function lineOf(
  reference: Reference,
  from: PlacedTable,
  to: PlacedTable,
  tables: readonly PlacedTable[]
): Line {
  const [fromSide, toSide] = sidesOf(from, to)
  const fromEnd = endOf(from, reference.from.column, fromSide, reference.many)
  const toEnd = endOf(to, reference.to.column, toSide, reference.one)
  const start = `M ${fromEnd.x} ${fromEnd.y}`
  if (fromSide === toSide) {
    const far = Math.max(fromEnd.x, toEnd.x) + 44
    const path = `${start} C ${far} ${fromEnd.y} ${far} ${toEnd.y} ${toEnd.x} ${toEnd.y}`
    return { reference, path, fromEnd, toEnd }
  }
  const passages = passagesOf(tables, fromEnd, toEnd)
  const points = [
    ...passages.flatMap(({ enter, leave, y }) => [
      [enter, y],
      [leave, y]
    ]),
    [toEnd.x, toEnd.y]
  ]
  const path = [start, ...bends(fromEnd, points)].join(' ')
  return { reference, path, fromEnd, toEnd }
}

/** Curves into the passages and out of them, straight lines within. */
function bends(from: LineEnd, points: readonly (readonly number[])[]): string[] {
  let { x, y } = from
  return points.map(([nextX = 0, nextY = 0]) => {
    const middle = (x + nextX) / 2
    const curve = `C ${middle} ${y} ${middle} ${nextY} ${nextX} ${nextY}`
    x = nextX
    y = nextY
    return curve
  })
}

/** Where a line passes a layer. */
interface Passage {
  readonly enter: number
  readonly leave: number
  readonly y: number
}

/** Between the tables of the layers on the way, as near to the straight line as can be. */
function passagesOf(tables: readonly PlacedTable[], from: LineEnd, to: LineEnd): Passage[] {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
  const between = tables.filter(({ x, width }) => x >= left && x + width <= right)
  const layers = [...new Set(between.map(({ x }) => x))].sort((a, b) => from.side * (a - b))
  return layers.map(x => {
    const layer = between.filter(placed => placed.x === x)
    const width = Math.max(...layer.map(placed => placed.width))
    const share = (x + width / 2 - from.x) / (to.x - from.x)
    const y = freeNear(layer, from.y + share * (to.y - from.y))
    return from.side === 1
      ? { enter: x - passageReach, leave: x + width + passageReach, y }
      : { enter: x + width + passageReach, leave: x - passageReach, y }
  })
}

/** The height between, above or below the tables that is nearest. */
function freeNear(layer: readonly PlacedTable[], wanted: number): number {
  const sorted = [...layer].sort((a, b) => a.y - b.y)
  const inside = sorted.some(({ y, height }) => wanted > y - lane && wanted < y + height + lane)
  if (!inside) return wanted
  const lanes = sorted.flatMap(({ y, height }) => [y - lane, y + height + lane])
  return lanes.reduce((best, y) => (Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best))
}

/** Tables above each other are joined on the same side. */
function sidesOf(from: PlacedTable, to: PlacedTable): readonly [-1 | 1, -1 | 1] {
  if (from.x >= to.x + to.width) return [-1, 1]
  if (to.x >= from.x + from.width) return [1, -1]
  return [1, 1]
}

function endOf(
  placed: PlacedTable,
  column: string,
  side: -1 | 1,
  cardinality: Cardinality
): LineEnd {
  const index = placed.table.columns.findIndex(({ name }) => name === column)
  const y = placed.y + headerHeight + (Math.max(0, index) + 0.5) * columnHeight
  return { x: side === 1 ? placed.x + placed.width : placed.x, y, side, cardinality }
}

/** The mark of a cardinality at a line's end, as an SVG path: a crow's foot, a bar, a ring. */
export function markOf({ x, y, side, cardinality }: LineEnd): string {
  const at = (distance: number) => x + side * distance
  const bar = (distance: number) => `M ${at(distance)} ${y - 5} V ${y + 5}`
  if (cardinality === 'one') return `${bar(7)} ${bar(11)}`
  if (cardinality === 'zero-or-one') {
    return `${bar(6)} M ${at(9)} ${y} a 3.5 3.5 0 1 0 ${side * 7} 0 a 3.5 3.5 0 1 0 ${-side * 7} 0`
  }
  return `M ${at(11)} ${y} L ${x} ${y - 6} M ${at(11)} ${y} L ${x} ${y + 6}`
}
