import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { programsOf } from '../src/blocks/program.js'
import { blocksOf } from '../src/markdown/fences.js'
import { problemText } from '../src/problem.js'
import { scratchFolder } from '../src/repository.js'
import { runProgram } from '../src/run/run.js'
import { typeProblems } from '../src/run/types.js'
import { writeShared } from '../src/run/write.js'

/** A page of one block or more: a fence's meta and its code. */
export function page(...blocks: readonly (readonly [meta: string, code: string])[]): string {
  const fences = blocks.map(([meta, code]) => `\`\`\`ts ${meta}\n${code}\n\`\`\``)
  return ['# A page', ...fences].join('\n\n')
}

/** The programs of a page called sample.md. */
export function programsIn(text: string) {
  return programsOf(blocksOf({ file: 'sample.md', text }))
}

/** What TypeScript says about a page. */
export function typesOf(text: string): string[] {
  return typeProblems(programsIn(text)).map(problemText)
}

/** Runs all programs of a page; what does not hold comes back, and the number of assertions. */
export async function runsOf(text: string): Promise<{ problems: string[]; assertions: number }> {
  const root = mkdtempSync(path.join(scratchFolder(), '.docs-sample-'))
  try {
    writeShared(root)
    const results = await Promise.all(programsIn(text).map(program => runProgram(root, program)))
    return {
      problems: results.flatMap(({ problems }) => problems.map(problemText)),
      assertions: results.reduce((sum, result) => sum + result.assertions, 0)
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
