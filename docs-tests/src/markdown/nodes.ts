import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { withoutFrontMatter } from './front-matter.js'

/** Every node of a page, parents before their children. */
export function nodesOf(text: string): Nodes[] {
  const found: Nodes[] = []
  const visit = (node: Nodes) => {
    found.push(node)
    if ('children' in node) node.children.forEach(visit)
  }
  visit(fromMarkdown(withoutFrontMatter(text)))
  return found
}

/** The line a node begins on, from 1. */
export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1
}
