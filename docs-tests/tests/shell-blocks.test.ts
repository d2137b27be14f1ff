// Every block of commands in the documentation, in a project as a reader has it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCorpus } from '../src/corpus.js'
import { problemText } from '../src/problem.js'
import { leaveServers } from '../src/run/servers.js'
import { stepsOf } from '../src/shell/steps.js'
import { type ShellResult, shellProblems, Workshop } from '../src/shell/workshop.js'

const pages = readCorpus().pages.filter(({ blocks }) => stepsOf(blocks).length > 0)
const results = new Map<string, Promise<ShellResult>>()
let workshop: Workshop

beforeAll(async () => {
  workshop = await Workshop.open()
}, 120_000)

afterAll(async () => {
  await workshop.close()
  await leaveServers()
})

test('there are commands to run', () => {
  expect(pages.length).toBeGreaterThan(0)
})

describe.each(pages)('$file', page => {
  const blocks = stepsOf(page.blocks).flatMap(({ kind, block }) => (kind === 'run' ? [block] : []))

  for (const block of blocks) {
    const { line, meta } = block
    test(`${page.file}:${line} ${meta.name ?? 'commands'}`, { timeout: 300_000 }, async () => {
      const result = results.get(page.file) ?? workshop.run(page)
      results.set(page.file, result)
      expect(shellProblems(page, block, await result).map(problemText)).toEqual([])
    })
  }
})
