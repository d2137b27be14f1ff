import { canonicalLanguage, type Language, languageNames } from './languages.js'

/** The databases that a block can claim. */
export const databaseNames = ['sqlite', 'postgres', 'mariadb'] as const

/** A database that a block can claim. */
export type DatabaseName = (typeof databaseNames)[number]

/** What the text behind ```` ```ts ```` says about a block. */
export interface FenceMeta {
  /** The set-up file of `preludes/`, or `none`; without it the page's. */
  readonly prelude?: string
  /** What the block is called in reports; also its address in the page. */
  readonly name?: string
  /** What stands above the block. */
  readonly title?: string
  /** Why the block cannot run; its types are checked all the same. */
  readonly skip?: string
  /** The block is this file; later blocks of the page can import or read it. */
  readonly file?: string
  /** The block goes on from the one before it on the page. */
  readonly continue?: true
  /** The databases it runs on; without it the page's, or SQLite alone. */
  readonly db?: readonly DatabaseName[]
  /** What TypeScript must report, and nothing else: the block does not run. */
  readonly errors?: readonly number[]
  /** Whether the block has a Run button; without it, where that is possible. */
  readonly play?: boolean
  /** The block is what the one before it gives: what it prints, or its SQL. */
  readonly output?: true
  /** The block is written with another library: `peers/` runs it beside ours, and nothing else. */
  readonly peer?: string
  /** What the other library's block does: the `name` of ours that does the same. */
  readonly task?: string
}

/** A word of a fence: the languages that know it, and how its value is read. */
interface Word {
  readonly languages: readonly Language[] | 'all'
  /** Undefined: the word has no value. */
  readonly read?: (value: string, word: string) => unknown
}

const text = (value: string) => value

const words: Record<keyof FenceMeta, Word> = {
  prelude: { languages: ['ts', 'sql'], read: text },
  name: { languages: 'all', read: text },
  title: { languages: 'all', read: text },
  skip: { languages: ['ts', 'sql', 'sh', 'json'], read: text },
  file: { languages: 'all', read: readPath },
  continue: { languages: ['ts', 'sql'] },
  db: { languages: ['ts', 'sql', 'sh', 'json', 'text'], read: readDatabases },
  errors: { languages: ['ts'], read: readErrors },
  play: { languages: ['ts'], read: readPlay },
  output: { languages: ['sql', 'json', 'text'] },
  peer: { languages: 'all', read: text },
  task: { languages: ['ts'], read: text }
}

const pattern = /([\w-]+)(?:=(?:"([^"]*)"|([^\s"]+)))?(?:\s+|$)/y

/**
 * Reads a fence's meta.
 *
 * @param meta What stands behind the language.
 * @param language The fence's language; some words mean nothing in some.
 * @throws {Error} For a word that means nothing: it would be a wish that is not granted.
 */
export function readFenceMeta(meta: string, language = 'ts'): FenceMeta {
  const kind = canonicalLanguage(language)
  if (kind === undefined) throw new Error(unknownLanguage(language))
  const read: Record<string, unknown> = {}
  const all = meta.trim()
  pattern.lastIndex = 0
  while (pattern.lastIndex < all.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(all)
    if (match?.[1] === undefined) throw new Error(`the fence's "${all.slice(at)}" is no word`)
    const [, word, quoted, bare] = match
    if (Object.hasOwn(read, word)) throw new Error(`the fence says "${word}" twice`)
    read[word] = readWord(word, quoted ?? bare, kind)
  }
  refuseContradictions(read, kind)
  return read
}

/**
 * Reads what `db=` says: `all`, or names of databases.
 *
 * @throws {Error} For a name that is none.
 */
export function readDatabases(value: string): readonly DatabaseName[] {
  if (value === 'all') return databaseNames
  const names = value.split(',').map(name => name.trim())
  for (const name of names) {
    if (isDatabaseName(name)) continue
    const instead = name === 'mysql' ? ': MySQL and MariaDB are "mariadb"' : ''
    throw new Error(
      `"${name}" is no database; there are ${databaseNames.join(', ')} and all${instead}`
    )
  }
  return databaseNames.filter(name => names.includes(name))
}

function unknownLanguage(language: string): string {
  if (language === '') return 'the fence names no language: what runs nowhere is "text"'
  return `the language "${language}" is unknown; there are ${languageNames.join(', ')}`
}

function readWord(word: string, value: string | undefined, language: Language): unknown {
  const known = Object.hasOwn(words, word) ? words[word as keyof FenceMeta] : undefined
  if (known === undefined) throw new Error(`the fence's "${word}" is unknown`)
  if (known.languages !== 'all' && !known.languages.includes(language)) {
    throw new Error(`the fence's "${word}" means nothing for ${language}`)
  }
  if (known.read === undefined) {
    if (value !== undefined) throw new Error(`the fence's "${word}" takes no value`)
    return true
  }
  if (value === undefined || value.trim() === '') {
    throw new Error(`the fence's "${word}" needs a value: ${word}="…"`)
  }
  return known.read(value, word)
}

/** Words that cannot both be true of one block. */
const contradictions: readonly (readonly [keyof FenceMeta, keyof FenceMeta])[] = [
  ['errors', 'skip'],
  ['errors', 'continue'],
  ['errors', 'file'],
  ['file', 'continue'],
  ['output', 'file'],
  ['output', 'continue'],
  ['output', 'prelude'],
  ['output', 'skip']
]

function refuseContradictions(read: Readonly<Record<string, unknown>>, language: Language): void {
  const has = (word: keyof FenceMeta) => Object.hasOwn(read, word)
  if (has('db') && (language === 'text' || language === 'json') && !has('output')) {
    throw new Error(`the fence's "db" means nothing for ${language} that is no output`)
  }
  if (language === 'sh' && Array.isArray(read['db']) && read['db'].length > 1) {
    throw new Error('the fence\'s "db" names one database for commands, as $DATABASE_URL')
  }
  for (const [one, other] of contradictions) {
    if (has(one) && has(other)) {
      throw new Error(`the fence's "${one}" and "${other}" exclude each other`)
    }
  }
}

function isDatabaseName(name: string): name is DatabaseName {
  return databaseNames.some(known => known === name)
}

function readPath(value: string): string {
  const outside = value.startsWith('/') || value.split('/').includes('..') || /[\\:]/.test(value)
  if (outside) throw new Error(`the fence's file "${value}" is no path inside a project`)
  return value
}

function readErrors(value: string): readonly number[] {
  return value.split(',').map(code => {
    if (!/^\d{4,5}$/.test(code.trim())) {
      throw new Error(`"${code}" is no code of TypeScript; write errors=2322,2345`)
    }
    return Number(code)
  })
}

function readPlay(value: string): boolean {
  if (value !== 'no') throw new Error('the fence\'s "play" can only be "no"')
  return false
}
