import type { Block } from '../markdown/fences.js'
import { PageError } from '../problem.js'
import { type Prelude, readPrelude } from './preludes.js'

/** A block and those that continue it. */
export type Chain = readonly [Block, ...Block[]]

/**
 * Puts blocks together that continue each other.
 *
 * @param blocks Those of one page and one language.
 * @throws {PageError} For a `continue` of nothing, or of what is not to be continued like this.
 */
export function chainsOf(blocks: readonly Block[]): Chain[] {
  const chains: [Block, ...Block[]][] = []
  for (const block of blocks) {
    if (block.meta.continue !== true) {
      chains.push([block])
      continue
    }
    const chain = chains.at(-1)
    if (chain === undefined) throw wrong(block, 'there is no block before it to continue')
    refuseOther(block, chain[0])
    chain.push(block)
  }
  return chains
}

/** A block cannot go on from one and want something else. */
function refuseOther(block: Block, first: Block): void {
  const { db, prelude, skip } = block.meta
  if (skip !== first.meta.skip) {
    throw wrong(block, 'a block and those that continue it run together or not at all')
  }
  if (first.meta.errors !== undefined) {
    throw wrong(block, 'the block before it does not compile: nothing can continue it')
  }
  if (db !== undefined && db.join() !== first.databases.join()) {
    throw wrong(block, 'a block goes on on the databases of the one that it continues')
  }
  if (prelude !== undefined && prelude !== first.meta.prelude) {
    throw wrong(block, 'a block goes on with the prelude of the one that it continues')
  }
}

/**
 * The set-up file of a block.
 *
 * @throws {PageError} Where there is none of that name.
 */
export function preludeOf(block: Block): Prelude | null {
  if (block.prelude === null || block.meta.file !== undefined) return null
  const prelude = readPrelude(block.prelude)
  if (prelude === undefined) throw wrong(block, `there is no preludes/${block.prelude}.ts`)
  return prelude
}

/** The name of a program's folder: unique, and says where it comes from. */
export function programId({ page, line }: Block): string {
  return `${page.replace(/\.(?:mdx?|ts)$/, '').replace(/[^\w-]+/g, '-')}-${line}`
}

/** What is wrong with a block's fence. */
export function wrong(block: Block, message: string): PageError {
  return new PageError({ page: block.page, line: block.line - 1, message })
}
