import { blocksOf } from '../markdown/fences.js'
import { anchorsIn, originalOf } from '../markdown/links.js'
import type { Problem } from '../problem.js'
import type { Page } from '../repository.js'

/**
 * What a translation has other than its page: its blocks are the same ones in the same order, and
 * its headings have the addresses to which other pages link.
 *
 * @param pages Translations and the pages that they are of.
 */
export function translationProblems(pages: readonly Page[]): Problem[] {
  return pages.flatMap(page => {
    const original = originalOf(page.file)
    if (original === page.file) return []
    const problem = (line: number, message: string) => ({ page: page.file, line, message })
    const source = pages.find(({ file }) => file === original)
    if (source === undefined) return [problem(1, `it translates ${original}, which is not there`)]
    const own = anchorsIn(page)
    const missing = [...anchorsIn(source)].filter(anchor => !own.has(anchor))
    const blocks = blocksOf(page)
    const wanted = blocksOf(source)
    const other = blocks.find((block, index) => block.code !== wanted[index]?.code)
    return [
      ...missing.map(anchor =>
        problem(1, `no heading has the address {#${anchor}} of ${original}`)
      ),
      ...(other === undefined ? [] : [problem(other.line, `the block is not that of ${original}`)]),
      ...(blocks.length < wanted.length
        ? [problem(1, `it has ${blocks.length} blocks of the ${wanted.length} of ${original}`)]
        : [])
    ]
  })
}
