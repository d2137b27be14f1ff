// The landing page's blocks are tested as those of the documentation are.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programsOf } from '../../docs-tests/src/blocks/program.js'
import { blocksOf } from '../../docs-tests/src/markdown/fences.js'
import { scratchFolder } from '../../docs-tests/src/repository.js'
import { runProgram } from '../../docs-tests/src/run/run.js'
import { writeShared } from '../../docs-tests/src/run/write.js'
import { sitePages } from '../code/pages.js'

const root = path.join(scratchFolder(), '.landing')
const pages = sitePages().filter(({ file }) => file.startsWith('site/src/pages/'))

beforeAll(() => writeShared(root))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the landing page', () => {
  test('has blocks', () => {
    expect(pages.flatMap(page => blocksOf(page)).length).toBeGreaterThan(1)
  })

  for (const page of pages) {
    for (const program of programsOf(blocksOf(page))) {
      test(`${page.file}:${program.blocks[0].line}`, async () => {
        const { problems } = await runProgram(root, program)
        expect(problems).toEqual([])
      })
    }
  }
})
