import { type Program, skipReason } from './blocks/program.js'

/** What there is to run, and what is excused. */
export interface Count {
  readonly pages: number
  readonly blocks: number
  readonly run: number
  readonly excused: number
}

/** Counts the blocks of programs. */
export function countBlocks(programs: readonly Program[]): Count {
  const blocks = programs.flatMap(program => program.blocks)
  const excused = programs
    .filter(program => skipReason(program) !== undefined)
    .flatMap(program => program.blocks).length
  const pages = new Set(blocks.map(({ page }) => page)).size
  return { pages, blocks: blocks.length, run: blocks.length - excused, excused }
}
