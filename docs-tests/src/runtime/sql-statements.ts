/** A statement of a text of SQL. */
export interface SqlStatement {
  readonly text: string
  /** The texts between its placeholders; one text where it has none. */
  readonly parts: readonly string[]
}

/** Strings, quoted names, comments and PostgreSQL's `$$…$$`: what is in them means nothing here. */
const opaque =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$/

const token = new RegExp(`${opaque.source}|;|\\?|\\$\\d+`, 'g')

/** The statements of a text, without their semicolons; comments stay in them. */
export function sqlStatements(text: string): SqlStatement[] {
  const statements: SqlStatement[] = []
  let parts: string[] = []
  let begin = 0
  let from = 0
  const end = (at: number) => {
    parts.push(text.slice(from, at))
    const whole = text.slice(begin, at).trim()
    if (withoutComments(whole).trim() !== '') statements.push({ text: whole, parts })
    parts = []
  }
  for (const match of text.matchAll(token)) {
    const [found] = match
    const after = match.index + found.length
    if (found === ';') {
      end(match.index)
      begin = after
      from = after
    } else if (found === '?' || /^\$\d+$/.test(found)) {
      parts.push(text.slice(from, match.index))
      from = after
    }
  }
  end(text.length)
  return statements
}

/** Stands for what is kept as it is; no text has it. */
const mark = '\ue000'

/** One line of SQL for each text that means the same: white space and comments do not count. */
export function normalSql(text: string): string {
  const kept: string[] = []
  const bare = text.replace(new RegExp(opaque.source, 'g'), found => {
    if (found.startsWith('--') || found.startsWith('/*')) return ' '
    kept.push(found)
    return `${mark}${kept.length - 1}${mark}`
  })
  return bare
    .replace(/\s+/g, ' ')
    .replace(
      new RegExp(`${mark}(\\d+)${mark}`, 'g'),
      (_, index: string) => kept[Number(index)] ?? ''
    )
    .trim()
    .replace(/\s*;$/, '')
}

function withoutComments(text: string): string {
  return text.replace(new RegExp(opaque.source, 'g'), found =>
    found.startsWith('--') || found.startsWith('/*') ? ' ' : found
  )
}
