/**
 * How often each line of a file ran that can run.
 *
 * @typedef {{ file: string, lines: ReadonlyMap<number, number> }} FileCoverage
 */

/**
 * Reads coverage in the format of lcov, which both LLVM and Vitest write.
 *
 * @param {string} text
 * @returns {FileCoverage[]}
 */
export function readLcov(text) {
  /** @type {Map<string, Map<number, number>>} */
  const files = new Map()
  /** @type {Map<number, number>} */
  let lines = new Map()
  for (const record of text.split('\n')) {
    const file = /^SF:(.*)$/.exec(record)?.[1]
    if (file !== undefined) {
      lines = files.get(file) ?? new Map()
      files.set(file, lines)
    }
    const [, line, count] = /^DA:(\d+),(\d+)/.exec(record) ?? []
    if (line !== undefined) {
      lines.set(Number(line), (lines.get(Number(line)) ?? 0) + Number(count))
    }
  }
  return [...files].map(([file, counts]) => ({ file, lines: counts }))
}
