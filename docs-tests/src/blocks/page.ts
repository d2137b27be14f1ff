import { exampleBlocksOf } from '../comments/examples.js'
import { type Block, blocksOf } from '../markdown/fences.js'
import { type Outputs, outputsOf } from '../output/attach.js'
import type { Page } from '../repository.js'
import { wrong } from './chains.js'
import { runsOf } from './claims.js'
import { type Program, programsOf } from './program.js'
import { sqlProgramsOf } from './sql-program.js'

/** A page, taken apart. */
export interface PageParts {
  readonly file: string
  readonly blocks: readonly Block[]
  readonly programs: readonly Program[]
  readonly outputs: Outputs
}

/**
 * Takes a page apart: one of Markdown, or a module of the ORM with its comments.
 *
 * @throws {PageError} Where the page contradicts itself.
 */
export function partsOf(page: Page): PageParts {
  const blocks = page.file.endsWith('.ts') ? exampleBlocksOf(page) : blocksOf(page)
  refuseSameNames(blocks)
  const programs = [...programsOf(blocks), ...sqlProgramsOf(blocks)]
  const outputs = outputsOf(blocks)
  for (const program of programs) refuseClaims(program, outputs)
  return { file: page.file, blocks, programs, outputs }
}

/** A name is also the address of a block in its page. */
function refuseSameNames(blocks: readonly Block[]): void {
  const lines = new Map<string, number>()
  for (const block of blocks) {
    const { line, meta } = block
    if (meta.name === undefined) continue
    const before = lines.get(meta.name)
    if (before !== undefined) {
      throw wrong(block, `the name "${meta.name}" is that of the block on line ${before}, too`)
    }
    lines.set(meta.name, line - 1)
  }
}

/** No output says what happens on a database on which its block does not run. */
function refuseClaims(program: Program, outputs: Outputs): void {
  const databases = runsOf(program).flat()
  for (const output of program.blocks.flatMap(block => outputs.get(block) ?? [])) {
    const other = output.meta.db?.find(name => !databases.includes(name))
    if (other !== undefined) {
      throw wrong(output, `the block that this is the output of does not run on ${other}`)
    }
  }
}
