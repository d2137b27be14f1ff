import { stripVTControlCharacters } from 'node:util'

/** Stands in an expected output for what is another one each time. */
const mask = '…'

/**
 * Output as it is compared: without the spaces at the ends of lines, and without empty lines before
 * its first and behind its last.
 */
export function outputLines(text: string): string[] {
  const lines = stripVTControlCharacters(text).replace(/^(?:[^\S\n]*\n)+/, '')
  return lines
    .trimEnd()
    .split('\n')
    .map(line => line.trimEnd())
}

/** Whether a line is as expected; a mask stands for any characters, at least one. */
export function lineMatches(expected: string, actual: string): boolean {
  if (!expected.includes(mask)) return expected === actual
  const pattern = expected.split(mask).map(escaped).join('.+')
  return new RegExp(`^${pattern}$`, 'u').test(actual)
}

/** Whether an output is as expected; a line that is only a mask stands for any lines. */
export function outputMatches(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected
  if (first === undefined) return actual.length === 0
  if (first.trim() === mask) {
    return actual.some((_, index) => outputMatches(rest, actual.slice(index + 1)))
  }
  const [line, ...others] = actual
  return line !== undefined && lineMatches(first, line) && outputMatches(rest, others)
}

/** The first line (from 0) at which an output is not as expected, and what is there. */
export function firstDifference(
  expected: readonly string[],
  actual: readonly string[]
): { readonly line: number; readonly expected: string; readonly actual: string } {
  const lines = Math.max(expected.length, actual.length)
  for (let line = 0; line < lines; line += 1) {
    const [wanted, had] = [expected[line], actual[line]]
    if (wanted?.trim() === mask) continue
    if (wanted !== undefined && had !== undefined && lineMatches(wanted, had)) continue
    return { line, expected: wanted ?? '(nothing more)', actual: had ?? '(nothing more)' }
  }
  return { line: 0, expected: expected.join('\n'), actual: actual.join('\n') }
}

/** An output as it is written into a page: lines that a masked one matches stay masked. */
export function masked(expected: readonly string[], actual: readonly string[]): string[] {
  let from = 0
  return actual.map(line => {
    const at = expected.findIndex(
      (wanted, index) => index >= from && wanted.trim() !== mask && lineMatches(wanted, line)
    )
    if (at < 0) return line
    from = at + 1
    return expected[at] ?? line
  })
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
