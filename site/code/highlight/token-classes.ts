import type { Element, ElementContent } from 'hast'
import type { ShikiTransformer } from 'shiki'

/** Short, because a page has thousands of them. */
const classes: Readonly<Record<string, string>> = {
  '--token-keyword': 'k',
  '--token-string': 's',
  '--token-string-expression': 's',
  '--token-constant': 'n',
  '--token-comment': 'c',
  '--token-function': 'f',
  '--token-parameter': 'v',
  '--token-link': 'l',
  '--token-inserted': 'i',
  '--token-deleted': 'd',
  '--token-changed': 'n'
}

/** Gives tokens classes in place of styles; what has the colour of the text is only text. */
export const tokenClasses: ShikiTransformer = {
  name: 'token-classes',
  code: node => {
    node.children = node.children.map(withClasses)
  }
}

function withClasses(node: ElementContent): ElementContent {
  if (node.type !== 'element') return node
  const children = node.children.map(withClasses)
  const { style, ...rest } = node.properties
  if (style === undefined) return { ...node, children }
  const name = classes[/var\((--[\w-]+)\)/.exec(String(style))?.[1] ?? ''] ?? ''
  const [only] = children
  if (name === '' && children.length === 1 && only !== undefined) return only
  const properties: Element['properties'] = name === '' ? rest : { class: classOf(name, node) }
  return { ...node, properties, children }
}

/** A comment that asserts is set apart from one that explains. */
function classOf(name: string, node: Element): string {
  const [first] = node.children
  const text = first?.type === 'text' ? first.value.trim() : ''
  return name === 'c' && /^\/\/(?:=>|~>|!)/.test(text) ? 'c a' : name
}
