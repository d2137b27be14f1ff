import type { LogEntry } from 'versa-orm'
import { colors, lineWidth } from './colors.js'
import { counted, duration, integer } from './numbers.js'

/** The statements that ran since somebody last asked; give `record` to `connect` as its log. */
export class Statements {
  #entries: LogEntry[] = []

  readonly record = (entry: LogEntry): void => {
    this.#entries.push(entry)
  }

  /** The statements since the last call. */
  take(): readonly LogEntry[] {
    const taken = this.#entries
    this.#entries = []
    return taken
  }
}

/**
 * Statements as text: the time and the rows of each, then its SQL.
 *
 * @param entries What the log heard.
 */
export function statementsText(entries: readonly LogEntry[]): string {
  const total = entries.reduce((sum, entry) => sum + entry.durationMs, 0)
  const heading = `${counted(entries.length, 'statement')}, ${duration(total)} in the database`
  return [colors.cyan(heading), ...entries.map(entryText)].join('\n')
}

function entryText(entry: LogEntry): string {
  const rows = entry.rows > 0 ? counted(entry.rows, 'row') : `${integer(entry.affected)} written`
  const prefix = `${duration(entry.durationMs).padStart(9)} ${rows.padStart(14)}  `
  const lines = wrapped(entry.sql.replace(/\s+/g, ' '), Math.max(40, lineWidth - prefix.length))
  const [first = '', ...others] = lines
  const indent = ' '.repeat(prefix.length)
  return [prefix + colors.dim(first), ...others.map(line => indent + colors.dim(line))].join('\n')
}

/** Text in lines of at most `width` characters, cut at spaces. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
