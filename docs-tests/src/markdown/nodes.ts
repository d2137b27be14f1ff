import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { mdxFromMarkdown } from 'mdast-util-mdx'
import { mdxjs } from 'micromark-extension-mdxjs'
import { PageError } from '../problem.js'
import { withoutFrontMatter } from './front-matter.js'

/**
 * Every node of a page, parents before their children.
 *
 * @param text The page.
 * @param file Its path; one that ends with `.mdx` has components.
 * @throws {PageError} For MDX that is none.
 */
export function nodesOf(text: string, file = 'page.md'): Nodes[] {
  const found: Nodes[] = []
  const visit = (node: Nodes) => {
    found.push(node)
    if ('children' in node) node.children.forEach(visit)
  }
  visit(treeOf(text, file))
  return found
}

function treeOf(text: string, file: string): Nodes {
  const markdown = withoutFrontMatter(text)
  if (!file.endsWith('.mdx')) return fromMarkdown(markdown)
  try {
    return fromMarkdown(markdown, {
      extensions: [mdxjs()],
      mdastExtensions: [mdxFromMarkdown()]
    })
  } catch (error) {
    const { line, reason } = error as { line?: number; reason?: string }
    if (reason === undefined) throw error
    // What is not closed is reported where the page ends; the text says where it began.
    const begun = /\((\d+):\d+-/.exec(reason)?.[1]
    const at = line ?? (begun === undefined ? 1 : Number(begun))
    throw new PageError({ page: file, line: at, message: `this is no MDX: ${reason}` })
  }
}

/** The line a node begins on, from 1. */
export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1
}
