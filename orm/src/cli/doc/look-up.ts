import { Complaint } from '../complaint.js'
import type { DocOptions } from './command.js'
import type { Section } from './docs/manifest.js'
import { PackagedDocs } from './docs/packaged-docs.js'
import { page } from './terminal/pager.js'
import { renderMarkdown } from './terminal/render-markdown.js'
import { styleOf, type TerminalStyle } from './terminal/style.js'
import { excerpt } from './terms/excerpt.js'
import { type Found, type Hit, search } from './terms/search.js'

/** How many are listed, and how many others are named below the one that is shown. */
const listedMax = 30
const othersMax = 6

/**
 * Answers in the terminal: shows the best section about a term and names the next ones.
 *
 * @throws {Complaint} Where nothing says anything about it.
 */
export async function lookUp(term: string, options: DocOptions): Promise<void> {
  if (term.trim() === '') {
    throw new Complaint('There is no term to look up.', 'Name one: versa doc --list relations')
  }
  const docs = new PackagedDocs()
  const found = search(await docs.terms(), term)
  if (options.json) {
    process.stdout.write(`${JSON.stringify(toJson(term, found), null, 2)}\n`)
    if (found.hits.length === 0) process.exitCode = 1
    return
  }
  const [first] = found.hits
  if (first === undefined) throw nothingAbout(term, found)
  const style = styleOf(process.stdout, process.env)
  const text = options.list ? listed(found.hits, style) : shown(first, found.hits, style)
  await page(text, { pager: options.pager })
}

function nothingAbout(term: string, { suggestion }: Found): Complaint {
  const hint =
    suggestion === undefined
      ? 'Try another word, or read the documentation with `versa doc`.'
      : `Did you mean ${suggestion}? Try: versa doc ${suggestion}`
  return new Complaint(`Nothing in the documentation says anything about "${term}".`, hint)
}

/** A section, and what else there is. */
function shown(hit: Hit, hits: readonly Hit[], style: TerminalStyle): string {
  const { section } = hit
  const heading = style.title(titleOf(section))
  const where = style.dim(
    section.url === null ? kindOf(section) : `${kindOf(section)}, ${section.url}`
  )
  const body = renderMarkdown(section.text, style)
  return `${heading}\n${where}\n\n${body}\n${others(hit, hits, style)}`
}

function others(hit: Hit, hits: readonly Hit[], style: TerminalStyle): string {
  const rest = hits.filter(other => other !== hit)
  if (rest.length === 0) return ''
  const lines = rest.slice(0, othersMax).map(({ section }) => `  ${titleOf(section)}`)
  const more = rest.length > othersMax ? `\n  … and ${rest.length - othersMax} more (--list)` : ''
  return `\n${style.heading('See also')}\n${lines.join('\n')}${more}\n`
}

function listed(hits: readonly Hit[], style: TerminalStyle): string {
  const lines = hits.slice(0, listedMax).map(({ section }) => {
    const where = section.url === null ? kindOf(section) : section.url
    return `${style.title(titleOf(section))}  ${style.dim(where)}\n  ${excerpt(section.text)}\n`
  })
  const left = hits.length - listedMax
  return `${lines.join('')}${left > 0 ? `… and ${left} more\n` : ''}`
}

function titleOf({ kind, name, within }: Section): string {
  if (kind === 'error' || within === '' || within === name) return name
  return kind === 'symbol' ? `${within}.${name}` : `${within} › ${name}`
}

function kindOf({ kind }: Section): string {
  return { error: 'Error code', symbol: 'API', page: 'Guide' }[kind]
}

function toJson(term: string, { hits, suggestion }: Found): unknown {
  return {
    term,
    ...(suggestion === undefined ? {} : { suggestion }),
    hits: hits.map(({ section: { kind, name, within, url, text }, exact }) => {
      return { kind, name, within, url, exact, text }
    })
  }
}
