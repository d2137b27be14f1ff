import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runsOf as runsOfProgram } from '../src/blocks/claims.js'
import { type PageParts, partsOf } from '../src/blocks/page.js'
import type { Program } from '../src/blocks/program.js'
import { problemText } from '../src/problem.js'
import { scratchFolder } from '../src/repository.js'
import { blockProblems } from '../src/run/block-problems.js'
import { runProgram } from '../src/run/run.js'
import { typeProblems } from '../src/run/types.js'
import { writeShared } from '../src/run/write.js'

/** A page of one block or more: a fence's meta and its code. */
export function page(...blocks: readonly (readonly [meta: string, code: string])[]): string {
  const fences = blocks.map(([meta, code]) => {
    const language = /^(?:text|sql|json|sh)\b/.test(meta) ? '' : 'ts '
    return `\`\`\`${language}${meta}\n${code}\n\`\`\``
  })
  return ['# A page', ...fences].join('\n\n')
}

/** A page called sample.md, taken apart. */
export function partsIn(text: string): PageParts {
  return partsOf({ file: 'sample.md', text })
}

/** The programs of a page called sample.md. */
export function programsIn(text: string): readonly Program[] {
  return partsIn(text).programs
}

/** What TypeScript says about a page. */
export function typesOf(text: string): string[] {
  return typeProblems(programsIn(text)).map(problemText)
}

/** Runs all programs of a page; what does not hold comes back, and the number of assertions. */
export async function runsOf(text: string): Promise<{ problems: string[]; assertions: number }> {
  const root = mkdtempSync(path.join(scratchFolder(), '.docs-sample-'))
  const parts = partsIn(text)
  try {
    writeShared(root)
    const all = parts.programs.flatMap(program =>
      runsOfProgram(program).map(run => ({ program, run }))
    )
    const results = await Promise.all(
      all.map(async ({ program, run }) => {
        const result = await runProgram(root, program, run)
        const problems = program.blocks.flatMap(block => {
          return blockProblems(parts, program, block, result)
        })
        return { problems, assertions: result.assertions }
      })
    )
    return {
      problems: results.flatMap(({ problems }) => problems.map(problemText)),
      assertions: results.reduce((sum, result) => sum + result.assertions, 0)
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
