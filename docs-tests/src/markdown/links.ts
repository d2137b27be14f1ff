import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import GithubSlugger from 'github-slugger'
import type { Nodes } from 'mdast'
import type { Problem } from '../problem.js'
import type { Page } from '../repository.js'
import { readFenceMeta } from './fence-meta.js'
import { lineOf, nodesOf } from './nodes.js'

/**
 * The links and images of a page that lead nowhere, and the paths it names in code that do not
 * exist. Other sites are not asked.
 *
 * @param page Its `file` is relative to `root`.
 * @param root The repository.
 */
export function deadLinks(page: Page, root: string): Problem[] {
  return nodesOf(page.text, page.file).flatMap(node => {
    const links = targetsOf(node).flatMap(target => deadLink(target, page, root) ?? [])
    const messages = [...links, ...(deadPath(node, root) ?? [])]
    return messages.map(message => ({ page: page.file, line: lineOf(node), message }))
  })
}

/** The attributes of components that are addresses. */
const addresses = ['href', 'src', 'to']

/** Where a node leads. */
function targetsOf(node: Nodes): string[] {
  if (node.type === 'link' || node.type === 'image' || node.type === 'definition') return [node.url]
  if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return []
  return node.attributes.flatMap(attribute => {
    if (attribute.type !== 'mdxJsxAttribute' || !addresses.includes(attribute.name)) return []
    return typeof attribute.value === 'string' ? [attribute.value] : []
  })
}

function deadLink(url: string, page: Page, root: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(url) || url.startsWith('//')) return undefined
  const [target = '', anchor] = url.replace(/\?[^#]*/, '').split('#')
  const place = decodeURIComponent(target)
  const files = place.startsWith('/')
    ? siteFiles(place, root)
    : [page.file, originalOf(page.file)].map(file => path.join(root, path.dirname(file), place))
  if (files === undefined) return undefined
  const file = target === '' ? path.join(root, page.file) : files.find(existsSync)
  if (file === undefined && target !== '') return `the link to ${url} leads nowhere`
  const leads = target === '' ? page : { file: file ?? '', text: textIn(file ?? '') }
  if (anchor === undefined || anchorsIn(leads).has(anchor)) return undefined
  return `the link to ${url} names a heading that is not there`
}

/** The page that a translation is of: what is not translated is shown in the original. */
export function originalOf(file: string): string {
  return file.replace(
    /^site\/i18n\/[\w-]+\/docusaurus-plugin-content-docs\/current\//,
    'site/docs/'
  )
}

/** What the site makes itself when it is built: nobody knows here what will be there. */
const built = /^\/(?:api|playground|search)(?:\/|$)/

/** The files that may be behind a path of the site; undefined where it is built. */
function siteFiles(place: string, root: string): string[] | undefined {
  if (built.test(place)) return undefined
  const bare = place.replace(/\/$/, '')
  const page = bare.replace(/^\/docs\//, '/')
  const sources = ['.md', '.mdx', '/index.md', '/index.mdx', '/index.tsx', '.tsx']
  return [
    ...(/\.\w+$/.test(bare) ? [path.join(root, 'site/static', bare)] : []),
    ...(bare.startsWith('/docs/')
      ? sources.map(source => path.join(root, 'site/docs', `${page}${source}`))
      : sources.map(source => path.join(root, 'site/src/pages', `${page}${source}`)))
  ]
}

/** The text of a file; a folder has no headings. */
function textIn(file: string): string {
  return statSync(file).isFile() ? readFileSync(file, 'utf8') : ''
}

/** Folders of the repository; what stands behind them in code is a path that must exist. */
const pathInCode = /^(?:engine|orm|site|docs-tests|examples|scripts|bench)\/[\w./@-]*$/

function deadPath(node: Nodes, root: string): string[] | undefined {
  if (node.type !== 'inlineCode' || !pathInCode.test(node.value)) return undefined
  return existsSync(path.join(root, node.value)) ? undefined : [`${node.value} does not exist`]
}

/** The anchors of a page: of its headings, and of its blocks that have a name. */
export function anchorsIn(page: Page): Set<string> {
  const slugger = new GithubSlugger()
  const nodes = nodesOf(page.text, page.file)
  const headings = nodes
    .filter(node => node.type === 'heading')
    .map(heading => {
      const text = textOf(heading)
      // An address of its own, as Docusaurus reads it: `## Title {#address}`.
      return /\{#([\w-]+)\}\s*$/.exec(text)?.[1] ?? slugger.slug(text)
    })
  const names = nodes.flatMap(node => {
    const name = node.type === 'code' ? nameIn(node.lang ?? '', node.meta ?? '') : undefined
    return name === undefined ? [] : [blockAddress(name)]
  })
  return new Set([...headings, ...names])
}

function nameIn(language: string, meta: string): string | undefined {
  try {
    return readFenceMeta(meta, language).name
  } catch {
    // The page's own test says what is wrong with its fence.
    return undefined
  }
}

/** The address of a block in its page, of its name. */
export function blockAddress(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
