/** Rows as a table of text, as databases' terminals show them; nothing where there are none. */
export function tableOf(rows: readonly object[]): string {
  const [first] = rows
  if (first === undefined) return ''
  const names = Object.keys(first)
  const cells = rows.map(row => names.map(name => cellOf((row as Record<string, unknown>)[name])))
  const widths = names.map((name, index) =>
    Math.max(name.length, ...cells.map(row => (row[index] ?? '').length))
  )
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join(' | ')
      .trimEnd()
  const rule = widths.map(width => '-'.repeat(width)).join('-+-')
  return `${[line(names), rule, ...cells.map(line)].join('\n')}\n`
}

function cellOf(value: unknown): string {
  if (value === null) return 'null'
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
