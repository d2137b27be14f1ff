import type { Block } from '../markdown/fences.js'
import { type Gave, outputProblem, outputText } from '../output/judge.js'
import type { Problem } from '../problem.js'
import type { Page } from '../repository.js'
import type { Edit } from './edit.js'

/** An edit, or why there can be none; undefined where nothing has to be done. */
export type Change = { readonly edit: Edit } | { readonly problem: Problem } | undefined

/**
 * What is to be done with an output block.
 *
 * @param gave What its block gave, each time that it ran and this is what it should have given.
 */
export function outputChange(page: Page, output: Block, gave: readonly Gave[]): Change {
  if (gave.every(each => outputProblem(output, each) === undefined)) return undefined
  const [text, other] = new Set(gave.map(each => outputText(output, each)))
  if (text === undefined) return undefined
  if (other !== undefined) {
    const message = 'the output is another one on each database: write one block for each with db='
    return { problem: { page: output.page, line: output.line, message } }
  }
  return { edit: codeEdit(page, output, text) }
}

/** Puts another text into a block. */
export function codeEdit(page: Page, block: Block, text: string): Edit {
  const begin = page.text.split('\n')[block.line - 1] ?? ''
  const isEmpty = block.code === '' && /^[\s>*]*(?:`{3,}|~{3,})\s*$/.test(begin)
  return {
    page: page.file,
    line: block.line,
    count: isEmpty ? 0 : block.code.split('\n').length,
    lines: text.split('\n').map(line => `${block.margin}${line}`.trimEnd())
  }
}
