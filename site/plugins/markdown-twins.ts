import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LoadContext, Plugin } from '@docusaurus/types'
import { type BuiltDoc, builtDocs } from './built-docs'

/** Where a page's twin is: `/docs/queries/` has `/docs/queries.md`. */
export function twinOf(permalink: string): string {
  return `${permalink.replace(/\/$/, '')}.md`
}

/** Parts of `llms.txt`, by the folders of the pages. */
const parts: readonly (readonly [title: string, folder: RegExp])[] = [
  ['Learn', /^docs\/(?:getting-started\.mdx?$|learn\/)/],
  ['Coming from another library', /^docs\/coming-from\//],
  ['Recipes', /^docs\/recipes\//],
  ['Error codes', /^docs\/errors\//],
  ['Internals', /^docs\/internals\//],
  ['API', /^api\//],
  ['Guides', /^docs\//]
]

/**
 * Writes each page as the Markdown that it was made of beside it, and two lists of them for
 * programs that read: `llms.txt` and, with all of the text, `llms-full.txt`.
 */
export function markdownTwins({ siteConfig, siteDir, i18n }: LoadContext): Plugin {
  return {
    name: 'markdown-twins',
    async postBuild({ outDir, baseUrl, plugins }) {
      const docs = builtDocs(plugins)
      const bySource = new Map(
        docs.map(doc => [doc.source.replace(/^i18n\/.*\/current\//, 'docs/'), doc])
      )
      const texts = new Map<BuiltDoc, string>()
      for (const [source, doc] of bySource) {
        const text = twinText(
          readFileSync(path.join(siteDir, doc.source), 'utf8'),
          source,
          bySource
        )
        texts.set(doc, text)
        const file = path.join(outDir, twinOf(doc.permalink).slice(baseUrl.length))
        mkdirSync(path.dirname(file), { recursive: true })
        writeFileSync(file, text)
      }
      if (i18n.currentLocale !== i18n.defaultLocale) return
      const head = `# ${siteConfig.title}\n\n> ${siteConfig.tagline}\n`
      writeFileSync(path.join(outDir, 'llms.txt'), `${head}${listOf([...bySource])}`)
      const guides = [...texts].filter(([{ part }]) => part === 'docs').map(([, text]) => text)
      writeFileSync(path.join(outDir, 'llms-full.txt'), `${head}\n${guides.join('\n\n')}`)
    }
  }
}

function listOf(docs: readonly (readonly [source: string, doc: BuiltDoc])[]): string {
  const left = new Set(docs)
  return parts
    .map(([title, folder]) => {
      const own = [...left].filter(([source]) => folder.test(source))
      for (const doc of own) left.delete(doc)
      const lines = own.map(([, { title: name, description, permalink }]) => {
        const about = description === '' ? '' : `: ${description}`
        return `- [${name}](${twinOf(permalink)})${about}`
      })
      return lines.length === 0 ? '' : `\n## ${title}\n\n${lines.join('\n')}\n`
    })
    .join('')
}

/** A page without what only its build needs: front matter, what fences say, imports. */
function twinText(
  markdown: string,
  source: string,
  bySource: ReadonlyMap<string, BuiltDoc>
): string {
  const linked = (whole: string, target: string, anchor = ''): string => {
    const doc = bySource.get(path.posix.join(path.posix.dirname(source), target))
    return doc === undefined ? whole : `](${twinOf(doc.permalink)}${anchor})`
  }
  return markdown
    .replace(/^---\n[\s\S]*?\n---\n+/, '')
    .replace(/^(`{3,}\w+) .*$/gm, '$1')
    .replace(/^import .* from '@(?:theme|site)\/.*'\n/gm, '')
    .replace(/\]\((?!\w+:)([^)#\s]+\.mdx?)(#[^)]*)?\)/g, linked)
}
