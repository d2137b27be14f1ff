import { type Program, programsOf } from '../../src/blocks/program.js'
import { type Block, blocksOf } from '../../src/markdown/fences.js'
import { PageError } from '../../src/problem.js'
import type { Page } from '../../src/repository.js'

/** Something done with both libraries. */
export interface Task {
  readonly name: string
  readonly theirs: Block
  readonly ours: Program
}

/** What a page says in the other library's language. */
export interface Tasks {
  /** In the order of the page. */
  readonly pairs: readonly Task[]
  /** What is written with both libraries at once: `peer=NAME+versa-orm`. */
  readonly together: readonly Block[]
  /** What the peer's folder contains, too: schemas and models. */
  readonly definitions: readonly Definition[]
  /** Our models, which are those of the page's set-up file. */
  readonly models: Program
}

/** A part of a file that the examples use. */
export interface Definition {
  readonly file: string
  readonly code: string
  readonly line: number
}

/**
 * Finds the blocks of another library and ours that do the same.
 *
 * @param page The page.
 * @param peer The library's name.
 * @throws {PageError} For a block without a partner, or a fence that nothing is known of.
 */
export function tasksOf(page: Page, peer: string): Tasks {
  const pairs: Task[] = []
  const together: Block[] = []
  const definitions: Definition[] = []
  const blocks = blocksOf(page)
  const ours = programsOf(blocks)
  for (const block of blocks.filter(({ meta }) => meta.peer !== undefined)) {
    const { file, peer: library, task } = block.meta
    const wrong = (message: string) =>
      new PageError({ page: page.file, line: block.line - 1, message })
    if (file !== undefined) {
      definitions.push({ file, code: block.code, line: block.line })
      continue
    }
    if (task === undefined) throw wrong('the fence needs task="…"')
    if (library === `${peer}+versa-orm`) {
      together.push(block)
      continue
    }
    if (library !== peer) throw wrong(`the page is about ${peer}, not about ${library}`)
    const partner = ours.find(({ blocks }) => blocks[0].meta.name === task)
    if (partner === undefined) throw wrong(`there is no block of ours with name="${task}"`)
    pairs.push({ name: task, theirs: block, ours: partner })
  }
  const models = ours.find(({ fileName }) => fileName === 'models.ts')
  if (models === undefined) {
    throw new PageError({
      page: page.file,
      line: 1,
      message: 'the page has no block file=models.ts'
    })
  }
  return { pairs, together, definitions, models }
}
