import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPrelude } from '../../src/blocks/preludes.js'
import type { Program } from '../../src/blocks/program.js'
import { readFrontMatter } from '../../src/markdown/front-matter.js'
import { problemText } from '../../src/problem.js'
import { repository, scratchFolder } from '../../src/repository.js'
import { runProgram } from '../../src/run/run.js'
import { availableDatabases } from '../../src/run/servers.js'
import { typeProblems } from '../../src/run/types.js'
import { writeShared } from '../../src/run/write.js'
import { type Databases, databasesOf, rowsOf } from './databases.js'
import { expectedOf } from './expected.js'
import { type Peer, peerFolder } from './peer.js'
import { ourProgram, theirProgram } from './programs.js'
import { setUpProblems } from './set-up-types.js'
import { tasksOf } from './tasks.js'

/** As many tasks as a page has at least. */
const tasksMin = 25

/**
 * Tests the page for those who come from another library: what it says in the library's language
 * compiles, runs, and does the same as what it says in ours.
 */
export function peerTests(peer: Peer): void {
  const text = readFileSync(path.join(repository, peer.page), 'utf8')
  const { definitions, models, pairs, together } = tasksOf({ file: peer.page, text }, peer.name)
  const root = path.join(scratchFolder(), `.peers-${peer.name}`)

  beforeAll(() => {
    writeShared(root)
    peer.write(path.join(root, 'peers', peer.name))
  })

  test(`there are ${tasksMin} tasks and more`, () => {
    expect(pairs.length).toBeGreaterThanOrEqual(tasksMin)
    expect(new Set(pairs.map(({ name }) => name)).size).toBe(pairs.length)
    expect(readFrontMatter(text)['description']).toContain(` ${pairs.length} tasks `)
  })

  test.each(definitions)('what the page shows of $file is what is run', ({ file, code }) => {
    const lines = readFileSync(path.join(peerFolder(peer.name), file), 'utf8')
    expect(lines).toContain(code)
  })

  test('the models that the page shows are those of its set-up file', () => {
    const classes = codeOf(models)
      .replace(/^import .*\n/gm, '')
      .trim()
    const prelude = readPrelude(readFrontMatter(text)['prelude'] ?? 'none')
    expect(prelude?.text).toContain(classes)
  })

  test('what the blocks of the other library find is right in its types', () => {
    expect(setUpProblems(peer.name)).toEqual([])
  })

  test('the blocks of the other library are right in their types', () => {
    const blocks = [
      ...pairs.map(({ theirs }) => theirProgram(peer, theirs)),
      ...together.map(block => theirProgram(peer, block, undefined, models))
    ]
    expect(typeProblems(blocks).map(problemText)).toEqual([])
  })

  if (!availableDatabases().includes('postgres')) return

  describe('on PostgreSQL', () => {
    let databases: Databases
    let assertions = 0

    beforeAll(async () => {
      databases = await databasesOf(peer.name)
    })

    afterAll(async () => {
      await databases?.drop()
      const count = `${pairs.length} tasks with both libraries`
      console.log(`${peer.page}: ${count}; ${assertions} assertions held`)
    })

    async function run(program: Program): Promise<string[]> {
      const result = await runProgram(root, program)
      assertions += result.assertions
      return result.problems.map(problemText)
    }

    describe('both libraries', () => {
      test.each(pairs)('$name', async ({ theirs, ours }) => {
        await databases.renew()
        const since = new Date()
        const problems = await Promise.all([
          run(theirProgram(peer, theirs, databases.theirs)),
          run(ourProgram(peer, ours, databases.ours))
        ])
        expect(problems.flat().join('\n')).toBe('')
        expect(expectedOf(theirs.code)).toEqual(expectedOf(codeOf(ours)))
        expect(await rowsOf(databases.theirs, since)).toEqual(await rowsOf(databases.ours, since))
      })
    })

    describe('in one program', () => {
      test.each(together)('$meta.task', async block => {
        await databases.renew()
        const program = theirProgram(peer, block, databases.theirs, models)
        expect((await run(program)).join('\n')).toBe('')
      })
    })
  })
}

function codeOf({ blocks }: Program): string {
  return blocks.map(({ code }) => code).join('\n')
}
