import type { Code } from 'mdast'
import { packageExports } from '../blocks/package-exports.js'
import { type Block, blockAt, type Defaults } from '../markdown/fences.js'
import { lineOf, nodesOf } from '../markdown/nodes.js'
import { PageError } from '../problem.js'
import type { Page } from '../repository.js'
import { type CommentLine, type DocComment, docCommentsOf } from './doc-comments.js'

/** What examples in comments begin with: the blog, of which they write nothing. */
const defaults: Defaults = { prelude: 'blog', databases: ['sqlite'], play: false }

/**
 * The blocks in the documentation comments of a module: its fences, and its `@example`s that have
 * none, which are TypeScript.
 *
 * @throws {PageError} Where a fence says something unknown, or an example is empty.
 */
export function exampleBlocksOf(page: Page): Block[] {
  return docCommentsOf(page.file, page.text)
    .filter(isPublic)
    .flatMap(comment => [...fencesOf(page, comment), ...bareExamplesOf(page, comment)])
}

/** What a module exports only to others of the package has no reader who could run its example. */
function isPublic({ symbol, isValue }: DocComment): boolean {
  const { node, browser } = packageExports()
  const [name = ''] = symbol.split('.')
  return !isValue || node.has(name) || browser.has(name)
}

function fencesOf(page: Page, { symbol, lines }: DocComment): Block[] {
  const text = lines.map(line => line.text).join('\n')
  if (!/`{3}|~{3}/.test(text)) return []
  return nodesOf(text).flatMap(node => {
    const fence = lines[lineOf(node) - 1]
    if (node.type !== 'code' || fence === undefined) return []
    if (!/`{3}|~{3}/.test(fence.text)) return []
    return [{ ...blockAt(page.file, fence.line, node, defaults, fence.margin), symbol }]
  })
}

/** The examples without a fence: from the tag to the next one, or to the end. */
function bareExamplesOf(page: Page, { symbol, lines }: DocComment): Block[] {
  return lines.flatMap((tag, index) => {
    if (!/^@example\b/.test(tag.text)) return []
    const rest = lines.slice(index + 1)
    const next = rest.findIndex(line => /^@\w/.test(line.text))
    const section = next < 0 ? rest : rest.slice(0, next)
    if (section.some(line => /^\s*(?:`{3}|~{3})/.test(line.text))) return []
    const code = withoutEmptyEnds(section)
    const [first] = code
    if (first === undefined) {
      const message = `the example of ${symbol} is empty: its code begins on the line below the tag`
      throw new PageError({ page: page.file, line: tag.line, message })
    }
    const node: Code = { type: 'code', lang: 'ts', value: code.map(({ text }) => text).join('\n') }
    return [{ ...blockAt(page.file, first.line - 1, node, defaults, first.margin), symbol }]
  })
}

function withoutEmptyEnds(lines: readonly CommentLine[]): readonly CommentLine[] {
  const filled = lines.map(({ text }) => text.trim() !== '')
  return lines.slice(filled.indexOf(true), filled.lastIndexOf(true) + 1)
}
