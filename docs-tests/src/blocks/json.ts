import type { Block } from '../markdown/fences.js'
import type { Problem } from '../problem.js'

/** What is wrong with a block of JSON; undefined where it can be parsed. */
export function jsonProblem(block: Block): Problem | undefined {
  try {
    JSON.parse(block.code)
    return undefined
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const line = block.line + lineOf(said, block.code)
    return { page: block.page, line, message: `this is no JSON: ${said}` }
  }
}

/** The line (from 0) that a message of the parser names by a position, where it does. */
function lineOf(message: string, code: string): number {
  const position = /at position (\d+)/.exec(message)?.[1]
  return position === undefined ? 0 : code.slice(0, Number(position)).split('\n').length - 1
}
