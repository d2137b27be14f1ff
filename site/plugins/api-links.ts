import type { Nodes, Root } from 'mdast'

/**
 * Leads links to the API reference to the one that there is: it is in English, and a page in
 * another language cannot find it below its own address.
 *
 * @param home The site's address in the default language.
 */
export function apiLinks({ home }: { readonly home: string }) {
  return (root: Root): void => {
    const visit = (node: Nodes): void => {
      if ('url' in node && node.url.startsWith('/api/')) {
        node.url = `pathname://${home}${node.url.slice(1)}`
      }
      if ('children' in node) node.children.forEach(visit)
    }
    visit(root)
  }
}
