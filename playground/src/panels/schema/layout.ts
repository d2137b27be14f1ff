// Where the tables of a diagram stand: in layers, so that a reference leads from right to left. The
// steps are those of Sugiyama: layers by the longest path, order by the neighbours' middle, places.
import type { SchemaRecord, TableRecord } from '../../protocol'
import { type Reference, referencesOf } from './graph'

export const headerHeight = 30
export const columnHeight = 22
const paddingBelow = 6
const gapBetweenLayers = 76
const gapBetweenTables = 28
const sweeps = 6

/** A table, placed. */
export interface PlacedTable {
  readonly table: TableRecord
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Layout {
  readonly tables: readonly PlacedTable[]
  readonly references: readonly Reference[]
  readonly width: number
  readonly height: number
}

/** Places every table of the schema. */
export function layoutSchema(schema: SchemaRecord): Layout {
  const references = referencesOf(schema)
  const neighbours = neighboursOf(schema, references)
  const layers = ordered(wrapped(layersOf(schema, references)), neighbours)
  const tables = place(layers)
  return {
    tables,
    references,
    width: Math.max(0, ...tables.map(table => table.x + table.width)),
    height: Math.max(0, ...tables.map(table => table.y + table.height))
  }
}

/** How much room a table needs. */
export function sizeOfTable(table: TableRecord): { width: number; height: number } {
  const lines = table.columns.map(column => column.name.length + column.type.length + 5)
  const characters = Math.max(table.table.length + table.model.length + 3, ...lines)
  return {
    width: Math.min(340, Math.max(150, Math.round(characters * 7.1 + 34))),
    height: headerHeight + table.columns.length * columnHeight + paddingBelow
  }
}

/** A table stands one layer behind the last of those that it refers to; circles are cut. */
function layersOf(schema: SchemaRecord, references: readonly Reference[]): TableRecord[][] {
  const depths = new Map<string, number>()
  const depthOf = (table: string, path: readonly string[]): number => {
    const known = depths.get(table)
    if (known !== undefined) return known
    const above = references
      .filter(({ from, to }) => from.table === table && !path.includes(to.table))
      .map(({ to }) => to.table)
      .filter(target => target !== table)
    const depth = Math.max(-1, ...above.map(target => depthOf(target, [...path, target]))) + 1
    depths.set(table, depth)
    return depth
  }
  const layers: TableRecord[][] = []
  for (const table of schema.tables) {
    const depth = depthOf(table.table, [table.table])
    layers[depth] = [...(layers[depth] ?? []), table]
  }
  return Array.from(layers, layer => layer ?? []).filter(layer => layer.length > 0)
}

/** Layers that would be much higher than the diagram is wide become several. */
function wrapped(layers: readonly TableRecord[][]): TableRecord[][] {
  const total = layers.flat().reduce((sum, table) => sum + sizeOfTable(table).height, 0)
  const heightMax = Math.max(640, Math.sqrt(total * 260))
  return layers.flatMap(layer => {
    const parts: TableRecord[][] = [[]]
    let height = 0
    for (const table of layer) {
      const needed = sizeOfTable(table).height + gapBetweenTables
      if (height > 0 && height + needed > heightMax) {
        parts.push([])
        height = 0
      }
      parts.at(-1)?.push(table)
      height += needed
    }
    return parts
  })
}

function neighboursOf(
  schema: SchemaRecord,
  references: readonly Reference[]
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    schema.tables.map(({ table }) => [
      table,
      references.flatMap(({ from, to }) => {
        if (from.table === table) return [to.table]
        return to.table === table ? [from.table] : []
      })
    ])
  )
}

/** Each table as near as can be to the middle of its neighbours in the layer before, or behind. */
function ordered(
  layers: readonly TableRecord[][],
  neighbours: ReadonlyMap<string, readonly string[]>
): TableRecord[][] {
  const result = layers.map(layer => [...layer])
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0
    const indexes = result.map((_, index) => index)
    for (const index of forward ? indexes : indexes.reverse()) {
      const fixed = result[forward ? index - 1 : index + 1]
      const layer = result[index]
      if (fixed === undefined || layer === undefined) continue
      const places = new Map(fixed.map((table, place) => [table.table, place / fixed.length]))
      const middles = new Map(
        layer.map((table, place) => {
          const beside = (neighbours.get(table.table) ?? []).flatMap(name => places.get(name) ?? [])
          const middle = beside.reduce((sum, value) => sum + value, 0) / beside.length
          return [table.table, beside.length > 0 ? middle : place / layer.length]
        })
      )
      layer.sort((a, b) => (middles.get(a.table) ?? 0) - (middles.get(b.table) ?? 0))
    }
  }
  return result
}

function place(layers: readonly TableRecord[][]): PlacedTable[] {
  const heights = layers.map(layer =>
    layer.reduce((sum, table) => sum + sizeOfTable(table).height + gapBetweenTables, 0)
  )
  const highest = Math.max(0, ...heights)
  const placed: PlacedTable[] = []
  let x = 0
  layers.forEach((layer, index) => {
    let y = Math.round((highest - (heights[index] ?? 0)) / 2)
    for (const table of layer) {
      const size = sizeOfTable(table)
      placed.push({ table, x, y, ...size })
      y += size.height + gapBetweenTables
    }
    x += Math.max(0, ...layer.map(table => sizeOfTable(table).width)) + gapBetweenLayers
  })
  return placed
}
