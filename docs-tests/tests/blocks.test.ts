// Every block of the documentation that is TypeScript or SQL: what it gives when it is run, on each
// database that it claims.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Run, runsOf } from '../src/blocks/claims.js'
import type { Program } from '../src/blocks/program.js'
import { readCorpus } from '../src/corpus.js'
import type { Block } from '../src/markdown/fences.js'
import { problemText } from '../src/problem.js'
import { scratchFolder } from '../src/repository.js'
import { blockProblems } from '../src/run/block-problems.js'
import { type RunResult, runProgram } from '../src/run/run.js'
import { availableDatabases, leaveServers } from '../src/run/servers.js'
import { writeShared } from '../src/run/write.js'

const root = path.join(scratchFolder(), '.docs-blocks')
const { pages, broken } = readCorpus()
const available = availableDatabases()
const results = new Map<string, Promise<RunResult>>()
let assertions = 0

beforeAll(() => writeShared(root))

afterAll(async () => {
  await leaveServers()
  rmSync(root, { recursive: true, force: true })
  console.log(`${assertions} assertions held in ${results.size} runs`)
})

test.each(broken)('$page:$line is understood', problem => {
  expect(problemText(problem)).toBe('')
})

const runnable = pages
  .map(page => ({ file: page.file, page, programs: page.programs.filter(hasRun) }))
  .filter(({ programs }) => programs.length > 0)

test('there are blocks to run', () => {
  expect(runnable.length).toBeGreaterThan(0)
})

describe.concurrent.each(runnable)('$file', ({ page, programs }) => {
  for (const program of programs) {
    for (const run of runsOf(program).filter(isAvailable)) {
      for (const block of program.blocks) {
        test(nameOf(block, run), async () => {
          const result = await resultOf(program, run)
          const problems = blockProblems(page, program, block, result)
          expect(problems.map(problemText).join('\n')).toBe('')
        })
      }
    }
  }
})

function hasRun(program: Program): boolean {
  return runsOf(program).some(isAvailable)
}

function isAvailable(run: Run): boolean {
  return run.every(database => available.includes(database))
}

/** `page:line name (database)`: editors open it. */
function nameOf({ page, line, meta, symbol }: Block, run: Run): string {
  const name = meta.name ?? meta.file ?? symbol ?? ''
  const database = run.length === 0 ? '' : `(${run.join('+')})`
  return [`${page}:${line}`, name, database].filter(part => part !== '').join(' ')
}

/** The blocks of a program share one run on each database. */
function resultOf(program: Program, run: Run): Promise<RunResult> {
  const key = `${program.id} ${run.join('+')}`
  const known = results.get(key)
  if (known !== undefined) return known
  const result = runProgram(root, program, run)
  results.set(key, result)
  return result.then(done => {
    assertions += done.met.filter(({ failure }) => failure === undefined).length
    return done
  })
}
