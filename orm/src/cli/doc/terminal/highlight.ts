import type { TerminalStyle } from './style.js'

const script = ['ts', 'tsx', 'js', 'typescript', 'javascript', 'mts', 'mjs']

const scriptTokens = tokens(
  /\/\/.*$/,
  /'[^']*'|"[^"]*"|`[^`]*`/,
  `as async await class const declare export extends for from function if import in interface let
  new of return static throw try catch type using while`,
  'g'
)

const sqlTokens = tokens(
  /--.*$/,
  /'[^']*'/,
  `select from where insert into values update set delete create table index unique primary key
  references join left inner on and or not null in order group by limit offset returning as with
  having default`,
  'gi'
)

function tokens(comment: RegExp, string: RegExp, keywords: string, flags: string): RegExp {
  const words = keywords.split(/\s+/).join('|')
  const parts = [
    `(?<comment>${comment.source})`,
    `(?<string>${string.source})`,
    `(?<keyword>\\b(?:${words})\\b)`
  ]
  return new RegExp(parts.join('|'), flags)
}

const shellTokens = /(?<comment>(?:^|\s)#.*$)|(?<string>'[^']*'|"[^"]*")/g

/** A line of code with comments, texts and keywords told apart. */
export function highlight(line: string, language: string, style: TerminalStyle): string {
  const known = tokensOf(language)
  if (known === undefined) return line
  return line.replace(known, (text: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>
    if (groups['comment'] !== undefined) return style.comment(text)
    return groups['string'] === undefined ? style.keyword(text) : style.string(text)
  })
}

function tokensOf(language: string): RegExp | undefined {
  if (script.includes(language)) return scriptTokens
  if (language === 'sql') return sqlTokens
  return language === 'sh' || language === 'bash' ? shellTokens : undefined
}
