import type { ParseFrontMatter } from '@docusaurus/types'

/** A tag of a component on a line of its own: `<Tabs groupId="database">`. */
const component = /^\s*<[A-Z]\w*[\s>]/m

const fences = /^ *(`{3,})[^`\n]*\n[\s\S]*?^ *\1 *$/gm

/**
 * A `.md` page is CommonMark, in which braces and angle brackets are only characters, unless it
 * uses a component: then it is MDX.
 */
export const withFormat: ParseFrontMatter = async params => {
  const parsed = await params.defaultParseFrontMatter(params)
  const usesComponents = component.test(parsed.content.replace(fences, ''))
  if (!usesComponents) return parsed
  const mdx = { format: 'mdx', ...Object(parsed.frontMatter['mdx']) }
  return { ...parsed, frontMatter: { ...parsed.frontMatter, mdx } }
}
