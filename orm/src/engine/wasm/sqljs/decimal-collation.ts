import type { Decimals } from '../executor.js'
import type { SqlJsModule, SqlJsStatic } from './library.js'

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/

/**
 * Makes SQLite's collation `rtrim` compare decimals as numbers; all other text it compares as it
 * always did. sql.js cannot add a collation, but its functions lie in a table: the one that is
 * called to compare by `rtrim` is found by trying, and replaced.
 *
 * @returns Whether it could be found.
 */
export function replaceRtrim(sql: SqlJsStatic, module: SqlJsModule, decimals: Decimals): boolean {
  const { table, memory } = module
  const decoder = new TextDecoder()
  const compare = (_: number, leftSize: number, left: number, rightSize: number, right: number) => {
    const bytes = new Uint8Array(memory.buffer)
    const text = (from: number, size: number): string =>
      decoder.decode(bytes.slice(from, from + size))
    return compareTexts(text(left, leftSize), text(right, rightSize), decimals)
  }
  const replacement = table.get(sql.addFunction(compare, 'iiiiii'))
  for (let place = 0; place < table.length; place++) {
    const original = table.get(place)
    // A comparison has five arguments: the context, and each side's length and place.
    if (original === null || original === replacement || original.length !== 5) continue
    table.set(place, replacement)
    if (comparesDecimals(sql)) return true
    table.set(place, original)
  }
  return false
}

function compareTexts(left: string, right: string, decimals: Decimals): number {
  if (decimal.test(left) && decimal.test(right)) return decimals.compare(left, right)
  const [a, b] = [left.replace(/ +$/, ''), right.replace(/ +$/, '')]
  if (a === b) return 0
  const encoder = new TextEncoder()
  const [x, y] = [encoder.encode(a), encoder.encode(b)]
  const at = x.findIndex((unit, index) => unit !== y[index])
  return at === -1 ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? -1)
}

function comparesDecimals(sql: SqlJsStatic): boolean {
  try {
    const scratch = new sql.Database()
    try {
      const [result] = scratch.exec(
        "SELECT '10.0' > '9' COLLATE RTRIM, '1.50' = '1.5' COLLATE RTRIM"
      )
      return JSON.stringify(result?.values) === '[[1,1]]'
    } finally {
      scratch.close()
    }
  } catch {
    // What was replaced is called for something else.
    return false
  }
}
