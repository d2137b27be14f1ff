// Every TypeScript block of the documentation: its types, and what it gives when it is run.
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programsOf, skipReason } from '../src/blocks/program.js'
import { countBlocks } from '../src/count.js'
import { blocksOf } from '../src/markdown/fences.js'
import { problemText } from '../src/problem.js'
import { runnablePages, scratchFolder } from '../src/repository.js'
import { runProgram } from '../src/run/run.js'
import { typeProblems } from '../src/run/types.js'
import { writeShared } from '../src/run/write.js'

const root = path.join(scratchFolder(), '.docs-blocks')
const pages = runnablePages()
  .map(page => ({ file: page.file, programs: programsOf(blocksOf(page)) }))
  .filter(({ programs }) => programs.length > 0)
const programs = pages.flatMap(page => page.programs)
const count = countBlocks(programs)
let assertions = 0

beforeAll(() => writeShared(root))

afterAll(() => {
  console.log(
    `${count.blocks} blocks on ${count.pages} pages: ${count.run} run, ` +
      `${count.excused} excused; ${assertions} assertions`
  )
})

test('there are blocks to check', () => {
  expect(count.run).toBeGreaterThan(0)
})

test('all blocks are right in their types', () => {
  expect(typeProblems(programs).map(problemText)).toEqual([])
})

describe.concurrent.each(pages)('$file', page => {
  const run = page.programs.filter(program => skipReason(program) === undefined)
  for (const program of run) {
    const [{ line, meta }] = program.blocks
    test(`line ${line}${meta.name === undefined ? '' : ` (${meta.name})`}`, async () => {
      const result = await runProgram(root, program)
      assertions += result.assertions
      expect(result.problems.map(problemText).join('\n')).toBe('')
    })
  }
})
