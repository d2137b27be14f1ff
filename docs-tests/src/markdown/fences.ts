import { PageError } from '../problem.js'
import type { Page } from '../repository.js'
import { type FenceMeta, readFenceMeta } from './fence-meta.js'
import { readFrontMatter } from './front-matter.js'
import { lineOf, nodesOf } from './nodes.js'

/** A TypeScript block of a page. */
export interface Block {
  readonly page: string
  /** The line of the page that its first line of code is on, from 1. */
  readonly line: number
  readonly code: string
  readonly meta: FenceMeta
  /** Its set-up file, or null. */
  readonly prelude: string | null
}

/**
 * The TypeScript blocks of a page, in order.
 *
 * @throws {PageError} Where a fence says something unknown.
 */
export function blocksOf(page: Page): Block[] {
  const ofPage = readFrontMatter(page.text)['prelude'] ?? 'none'
  return nodesOf(page.text).flatMap(node => {
    if (node.type !== 'code' || !/^(?:ts|typescript)$/.test(node.lang ?? '')) return []
    const line = lineOf(node) + 1
    const meta = metaAt(page.file, line - 1, node.meta ?? '')
    const prelude = meta.prelude ?? ofPage
    return { page: page.file, line, code: node.value, meta, prelude: orNull(prelude) }
  })
}

function orNull(prelude: string): string | null {
  return prelude === 'none' ? null : prelude
}

function metaAt(page: string, line: number, meta: string): FenceMeta {
  try {
    return readFenceMeta(meta)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new PageError({ page, line, message })
  }
}
