/** Lines of a page that are to be others. */
export interface Edit {
  readonly page: string
  /** The first line that goes, from 1. */
  readonly line: number
  /** How many lines go; 0 where lines are only added before it. */
  readonly count: number
  readonly lines: readonly string[]
}

/** A page with its edits made; no two of them touch the same lines. */
export function edited(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n')
  for (const { line, count, lines: added } of [...edits].sort((a, b) => b.line - a.line)) {
    lines.splice(line - 1, count, ...added)
  }
  return lines.join('\n')
}
