// The formatter gives each column a line of its own. Lists that fit on one line are put there.
import { tokensOf } from './tokens'

const widthMax = 76

/** Laid out SQL with what fits on one line on one line. */
export function compacted(sql: string): string {
  const lines = sql.split('\n')
  const result: string[] = []
  for (let at = 0; at < lines.length; ) {
    const head = lines[at] ?? ''
    const parts = partsOf(lines, at)
    const joined = [head, ...parts.map(part => part.trim())].join(' ').replace(/\( /g, '(')
    const joins = parts.length > 0 && joined.length <= widthMax && sameTokens(lines, at, joined)
    result.push(joins ? joined : head)
    at += joins ? parts.length + 1 : 1
  }
  return result.join('\n')
}

/** The lines that are one level deeper than the line, as long as none is deeper still. */
function partsOf(lines: readonly string[], at: number): string[] {
  const depth = indentOf(lines[at] ?? '')
  let end = at + 1
  while (end < lines.length && indentOf(lines[end] ?? '') > depth) end += 1
  const parts = lines.slice(at + 1, end)
  return parts.every(part => indentOf(part) === depth + 2) ? parts : []
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** A text or a comment over several lines is not what it was on one. */
function sameTokens(lines: readonly string[], at: number, joined: string): boolean {
  const solid = (sql: string) =>
    tokensOf(sql).flatMap(({ kind, text }) => (kind === 'space' ? [] : [text]))
  const count = partsOf(lines, at).length + 1
  const before = solid(lines.slice(at, at + count).join('\n'))
  const after = solid(joined)
  return before.length === after.length && before.every((text, index) => text === after[index])
}
