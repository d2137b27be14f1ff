import type { Run } from '../blocks/claims.js'
import type { PageParts } from '../blocks/page.js'
import type { Program } from '../blocks/program.js'
import type { Block } from '../markdown/fences.js'
import { outputProblem } from '../output/judge.js'
import type { Problem } from '../problem.js'
import type { RunResult } from './run.js'

/** The output blocks that say what a block gives in a run. */
export function outputsIn(page: PageParts, block: Block, run: Run): readonly Block[] {
  const outputs = page.outputs.get(block) ?? []
  return outputs.filter(({ meta }) => meta.db === undefined || meta.db.some(db => run.includes(db)))
}

/** What is wrong with one block of a program that was run, and with its outputs. */
export function blockProblems(
  page: PageParts,
  program: Program,
  block: Block,
  result: RunResult
): Problem[] {
  const end = block.line + block.code.split('\n').length
  const own = result.problems.filter(({ line }) => line >= block.line && line < end)
  const gave = result.blocks?.[program.blocks.indexOf(block)]
  if (gave === undefined) return own
  const outputs = outputsIn(page, block, result.run).flatMap(output => {
    const problem = outputProblem(output, gave)
    return problem === undefined ? [] : [problem]
  })
  return [...own, ...outputs]
}
