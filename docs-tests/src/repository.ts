import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
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

/** A page: its path in the repository and its Markdown. */
export interface Page {
  readonly file: string
  readonly text: string
}

/** The pages whose TypeScript is run: the README and the site's. */
export function runnablePages(): Page[] {
  const site = readdirSync(path.join(repository, 'site/docs'), { recursive: true })
    .map(file => `site/docs/${String(file).split(path.sep).join('/')}`)
    .filter(file => file.endsWith('.md'))
    .sort()
  return ['README.md', ...site].map(readPage)
}

/** All pages: also those for people who work on the repository. */
export function allPages(): Page[] {
  const others = ['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md'].map(readPage)
  return [...runnablePages(), ...others]
}

function readPage(file: string): Page {
  return { file, text: readFileSync(path.join(repository, file), 'utf8') }
}
