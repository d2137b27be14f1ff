import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** The folder of this package. */
export const docsTests = fileURLToPath(new URL('..', import.meta.url))

/**
 * The folder that programs are written to: out of git's sight, and where `versa-orm` is found.
 * It is made where npm has put no package of its own beneath this one.
 */
export function scratchFolder(): string {
  const folder = path.join(docsTests, 'node_modules')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** A page: its path in the repository and its text. */
export interface Page {
  readonly file: string
  readonly text: string
}

/** Every page of Markdown in the repository, the README first. */
export function markdownPages(): Page[] {
  const pages = listed('*.md', '*.mdx').filter(file => !/(?:^|\/)(?:tests?|fixtures)\//.test(file))
  return pages.sort((one, other) => rank(one) - rank(other)).map(readPage)
}

/** Everything with blocks: the pages, and the modules of the ORM. */
export function documentation(): Page[] {
  return [...markdownPages(), ...sourcePages()]
}

/** The pages of the site, in the language they are written in. */
export function sitePages(): Page[] {
  return markdownPages().filter(({ file }) => file.startsWith('site/docs/'))
}

/** The modules of the ORM, whose comments are the reference. */
export function sourcePages(): Page[] {
  const sources = listed('orm/src/*.ts').filter(file => !file.includes('/generated/'))
  return sources.map(readPage)
}

function rank(file: string): number {
  return file === 'README.md' ? 0 : file.includes('/') ? 2 : 1
}

/** What git tracks or would track: what is built from sources is no source. */
function listed(...patterns: readonly string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...patterns]
  const list = execFileSync('git', args, { cwd: repository, encoding: 'utf8', maxBuffer: 1 << 26 })
  const files = list.split('\0').filter(file => file !== '')
  return [...new Set(files)].filter(file => existsSync(path.join(repository, file))).sort()
}

function readPage(file: string): Page {
  return { file, text: readFileSync(path.join(repository, file), 'utf8') }
}
