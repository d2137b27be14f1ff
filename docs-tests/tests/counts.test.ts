// What the site publishes about these tests.
import { afterAll, expect, test } from 'vitest'
import { jsonProblem } from '../src/blocks/json.js'
import { readCorpus } from '../src/corpus.js'
import { countBlocks, countText, isParsed } from '../src/count.js'
import { problemText } from '../src/problem.js'
import { countsFile, publishedCounts } from '../src/update/counts-file.js'
import { page, partsIn } from './sample.js'

const { pages } = readCorpus()
const count = countBlocks(pages)

afterAll(() => {
  console.log(countText(count))
  for (const { page: file, reason, blocks } of count.excused) {
    console.log(`excused: ${file}: ${blocks} because ${reason}`)
  }
})

test('the counts that the site publishes are those of the pages', () => {
  expect(publishedCounts(), `${countsFile} is stale: run \`npm run docs:update\``).toEqual(count)
})

test('every block of JSON can be parsed', () => {
  const blocks = pages.flatMap(each => each.blocks).filter(isParsed)
  expect(blocks.flatMap(block => jsonProblem(block) ?? []).map(problemText)).toEqual([])
})

test('a block of JSON that cannot be parsed is told of at its line', () => {
  const [block] = partsIn(page(['json', '{\n  "a": 1,\n}'])).blocks
  const problem = block === undefined ? undefined : jsonProblem(block)
  expect(problem).toMatchObject({ page: 'sample.md', line: 6 })
  expect(problem?.message).toContain('this is no JSON: ')
})

test('each block is counted for what is done with it', () => {
  const text = page(
    ['prelude=blog db=all', '1'],
    ['continue', "console.log('x')"],
    ['text output', 'x'],
    ['', '1'],
    ['errors=2322', "const n: number = ''"],
    ['skip="no server"', '1'],
    ['sql prelude=blog', 'select 1'],
    ['sh', 'true'],
    ['sh skip="no network"', 'true'],
    ['json', '{}'],
    ['text', 'x'],
    ['peer=other task=x', '1']
  )
  expect(countBlocks([partsIn(text)])).toEqual({
    pages: 1,
    blocks: 12,
    languages: { json: 1, sh: 2, sql: 1, text: 2, ts: 6 },
    executed: 5,
    databases: { sqlite: 3, postgres: 2, mariadb: 2, none: 1 },
    typeChecked: 5,
    refused: 1,
    outputs: 1,
    parsed: 1,
    peers: 1,
    shown: 1,
    excused: [
      { page: 'sample.md', reason: 'no server', blocks: 1 },
      { page: 'sample.md', reason: 'no network', blocks: 1 }
    ]
  })
})
