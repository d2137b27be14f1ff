import type { ResultTable } from '../../protocol'
import { idleRun, type RunState } from '../../run/run-state'

/** A table of every kind of value, as large as one likes; the same each time. */
export function sampleTable(rows: number, columns = 20): ResultTable {
  const kinds = ['int', 'text', 'decimal', 'timestamp', 'boolean', 'json', 'bigint', 'bytes']
  const types = Array.from({ length: columns }, (_, index) => kinds[index % kinds.length] ?? 'text')
  return {
    columns: types.map((type, index) => ({ name: `${type}_${index + 1}`, type })),
    rows: Array.from({ length: rows }, (_, row) =>
      types.map((type, column) => sampleValue(type, row, column))
    )
  }
}

function sampleValue(type: string, row: number, column: number): unknown {
  const seed = row * 31 + column * 7
  if (seed % 17 === 0) return null
  switch (type) {
    case 'int':
      return seed
    case 'decimal':
      return (seed * 1.25).toFixed(2)
    case 'timestamp':
      return new Date(Date.UTC(2026, 0, 1) + seed * 3_600_000)
    case 'boolean':
      return seed % 2 === 0
    case 'json':
      return { likes: seed % 40, tags: ['sql', 'orm'].slice(0, seed % 3) }
    case 'bigint':
      return 9_007_199_254_740_993n + BigInt(seed)
    case 'bytes':
      return new Uint8Array([seed & 255, 0, 255, row & 255])
    default:
      return ['null', '', 'Notes on the engine', 'naïve façade', '=1+1'][seed % 5]
  }
}

const table = sampleTable(10_000)

export const largeRun: RunState = {
  ...idleRun,
  durationMs: 420,
  results: [{ title: 'default', table, value: null }]
}
