import { runsOf } from '../blocks/claims.js'
import type { PageParts } from '../blocks/page.js'
import type { Program } from '../blocks/program.js'
import type { Problem } from '../problem.js'
import type { Page } from '../repository.js'
import { outputsIn } from '../run/block-problems.js'
import { errorsText } from '../run/judge-types.js'
import { type RunResult, runProgram } from '../run/run.js'
import { typeFindings } from '../run/types.js'
import { assertionChanges } from './assertions.js'
import type { Edit } from './edit.js'
import { type Change, outputChange } from './outputs.js'

/** What running a page says that should be written into it, and what cannot be. */
export interface Update {
  readonly edits: readonly Edit[]
  readonly problems: readonly Problem[]
}

/**
 * Runs the TypeScript and SQL of a page and finds what has to be written anew: values, statements
 * and outputs. Nothing is written of a program that threw.
 *
 * @param root The folder that `writeShared` began.
 */
export async function updateOf(root: string, page: Page, parts: PageParts): Promise<Update> {
  const changes: Change[] = []
  const problems: Problem[] = []
  for (const program of parts.programs) {
    const results = await Promise.all(runsOf(program).map(run => runProgram(root, program, run)))
    const broken = results.find(({ blocks }) => blocks === undefined)
    if (broken !== undefined) problems.push(...broken.problems)
    else {
      changes.push(...assertionChanges(page, program, results))
      changes.push(...outputChanges(page, parts, program, results))
    }
  }
  changes.push(...errorChanges(page, parts))
  const safe = changes.map(change => refuseCommentEnd(page, change))
  return {
    edits: safe.flatMap(change => (change && 'edit' in change ? [change.edit] : [])),
    problems: [
      ...problems,
      ...safe.flatMap(change => (change && 'problem' in change ? [change.problem] : []))
    ]
  }
}

/** What would end the comment that an example is in cannot be written there. */
function refuseCommentEnd({ file }: Page, change: Change): Change {
  if (!file.endsWith('.ts') || change === undefined || !('edit' in change)) return change
  const { line, lines } = change.edit
  if (!lines.some(text => text.includes('*/'))) return change
  return { problem: { page: file, line, message: 'what it gives would end the comment: */' } }
}

function outputChanges(
  page: Page,
  parts: PageParts,
  program: Program,
  results: readonly RunResult[]
): Change[] {
  return program.blocks.flatMap((block, index) => {
    const outputs = parts.outputs.get(block) ?? []
    return outputs.map(output => {
      const gave = results.flatMap(({ run, blocks }) => {
        const own = blocks?.[index]
        return own !== undefined && outputsIn(parts, block, run).includes(output) ? [own] : []
      })
      return outputChange(page, output, gave)
    })
  })
}

/** The outputs of blocks that do not compile: what the compiler says. */
function errorChanges(page: Page, parts: PageParts): Change[] {
  const programs = parts.programs.filter(({ blocks: [block] }) => {
    return block.meta.errors !== undefined && parts.outputs.has(block)
  })
  if (programs.length === 0) return []
  const findings = typeFindings(programs)
  return programs.flatMap(program => {
    const gave = { printed: errorsText(findings.get(program) ?? []), statements: [] }
    const outputs = parts.outputs.get(program.blocks[0]) ?? []
    return outputs.map(output => outputChange(page, output, [gave]))
  })
}
