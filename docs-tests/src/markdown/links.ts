import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import GithubSlugger from 'github-slugger'
import type { Nodes } from 'mdast'
import type { Problem } from '../problem.js'
import type { Page } from '../repository.js'
import { lineOf, nodesOf } from './nodes.js'

/**
 * The relative links of a page that lead nowhere, and the paths it names in code that do not
 * exist.
 *
 * @param page Its `file` is relative to `root`.
 * @param root The repository.
 */
export function deadLinks(page: Page, root: string): Problem[] {
  return nodesOf(page.text).flatMap(node => {
    const message = deadLink(node, page, root) ?? deadPath(node, root)
    return message === undefined ? [] : [{ page: page.file, line: lineOf(node), message }]
  })
}

function deadLink(node: Nodes, page: Page, root: string): string | undefined {
  if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return undefined
  if (/^[a-z][a-z+.-]*:/i.test(node.url)) return undefined
  const [target = '', anchor] = node.url.split('#')
  const file = path.join(root, path.dirname(page.file), decodeURIComponent(target))
  if (!existsSync(file)) return `the link to ${node.url} leads nowhere`
  if (anchor === undefined || anchorsIn(target === '' ? page.text : textIn(file)).has(anchor)) {
    return undefined
  }
  return `the link to ${node.url} names a heading that is not there`
}

/** The text of a file; a folder has no headings. */
function textIn(file: string): string {
  return statSync(file).isFile() ? readFileSync(file, 'utf8') : ''
}

/** Folders of the repository; what stands behind them in code is a path that must exist. */
const pathInCode = /^(?:engine|orm|site|docs-tests|examples|scripts|bench)\/[\w./@-]*$/

function deadPath(node: Nodes, root: string): string | undefined {
  if (node.type !== 'inlineCode' || !pathInCode.test(node.value)) return undefined
  return existsSync(path.join(root, node.value)) ? undefined : `${node.value} does not exist`
}

/** The anchors that a page's headings get. */
function anchorsIn(text: string): Set<string> {
  const slugger = new GithubSlugger()
  const headings = nodesOf(text).filter(node => node.type === 'heading')
  return new Set(headings.map(heading => slugger.slug(textOf(heading))))
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
