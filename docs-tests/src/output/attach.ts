import { isTypeScript } from '../blocks/program.js'
import { isSql } from '../blocks/sql-program.js'
import type { Block } from '../markdown/fences.js'
import { PageError } from '../problem.js'

/** The blocks that are what others give. */
export type Outputs = ReadonlyMap<Block, readonly Block[]>

/**
 * Finds what each `output` block of a page is the output of: the block before it that runs.
 *
 * @throws {PageError} Where there is none, or it does not run.
 */
export function outputsOf(blocks: readonly Block[]): Outputs {
  const outputs = new Map<Block, Block[]>()
  let source: Block | undefined
  for (const block of blocks) {
    if (block.meta.output === true) {
      const own = sourceOf(block, source)
      outputs.set(own, [...(outputs.get(own) ?? []), block])
    } else if (isTypeScript(block) || isSql(block) || block.language === 'sh') {
      source = block
    }
  }
  return outputs
}

function sourceOf(block: Block, source: Block | undefined): Block {
  const refuse = (message: string): never => {
    throw new PageError({ page: block.page, line: block.line - 1, message })
  }
  if (source === undefined) return refuse('there is no block before it whose output it could be')
  if (source.meta.skip !== undefined) {
    return refuse('the block before it does not run, so this cannot be its output')
  }
  if (block.language === 'sql' && (source.language !== 'ts' || source.meta.errors !== undefined)) {
    return refuse('SQL is the output only of TypeScript that runs')
  }
  return source
}
