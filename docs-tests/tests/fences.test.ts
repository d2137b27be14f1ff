// What a fence says, and how the blocks of a page belong together.
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { countBlocks } from '../src/count.js'
import { blocksOf } from '../src/markdown/fences.js'
import { scratchFolder } from '../src/repository.js'
import { runProgram } from '../src/run/run.js'
import { writeShared } from '../src/run/write.js'
import { page, partsIn, programsIn, runsOf, typesOf } from './sample.js'

describe('fences', () => {
  test('are found, wherever they stand', () => {
    const text = [
      '---',
      'prelude: numbers',
      'db: postgres',
      '---',
      '```text',
      '```',
      '- a list',
      '',
      '  ```ts name=inside',
      '  yes',
      '  ```',
      '',
      '~~~typescript prelude=none',
      '```ts',
      '~~~'
    ].join('\n')
    const inAll = { page: 'sample.md', databases: ['postgres'], play: true }
    expect(blocksOf({ file: 'sample.md', text })).toEqual([
      { ...inAll, line: 6, language: 'text', code: '', meta: {}, prelude: 'numbers', margin: '' },
      {
        ...inAll,
        line: 10,
        language: 'ts',
        code: 'yes',
        meta: { name: 'inside' },
        prelude: 'numbers',
        margin: '  '
      },
      {
        ...inAll,
        line: 14,
        language: 'ts',
        code: '```ts',
        meta: { prelude: 'none' },
        prelude: null,
        margin: ''
      }
    ])
  })

  test.each([
    ['nonsense', 'the fence\'s "nonsense" is unknown'],
    ['skip', 'the fence\'s "skip" needs a value'],
    ['skip=""', 'the fence\'s "skip" needs a value'],
    ['continue=yes', 'the fence\'s "continue" takes no value'],
    ['a"b', 'is no word'],
    ['continue', 'there is no block before it to continue'],
    ['prelude=no-such', 'there is no preludes/no-such.ts']
  ])('with %s are refused', (meta, message) => {
    expect(() => programsIn(page([meta, '1']))).toThrow(message)
    expect(() => programsIn(page([meta, '1']))).toThrow('sample.md:3: ')
  })
})

describe('what is no block', () => {
  test.each([
    ['```\nno language\n```', 1, 'the fence names no language'],
    ['text\n\n    indented', 3, 'this is a block of code by its indentation'],
    ['<details>\n```ts\n1\n```\n</details>', 1, 'this is HTML with a fence in it'],
    ['---\ndb: oracle\n---', 1, '"oracle" is no database'],
    ['---\nplay: yes\n---', 1, '"play" of the page can only be "no"']
  ])('%j is refused', (text, line, message) => {
    expect(() => blocksOf({ file: 'sample.md', text })).toThrow(`sample.md:${line}: ${message}`)
  })

  test('is told of at its line in MDX, too', () => {
    const text = '# A page\n\n<Tabs>\n\nno end'
    expect(() => blocksOf({ file: 'sample.mdx', text })).toThrow('sample.mdx:3: this is no MDX')
  })
})

test('components of MDX have blocks in them', () => {
  const text = [
    "import Tabs from '@theme/Tabs'",
    '',
    '<Tabs groupId="database">',
    '  <TabItem value="sqlite">',
    '  ```ts db=sqlite',
    '  1',
    '  ```',
    '  </TabItem>',
    '</Tabs>',
    '',
    '{/* ```ts */}'
  ].join('\n')
  expect(blocksOf({ file: 'sample.mdx', text })).toMatchObject([{ line: 6, code: '1' }])
})

test.each([
  ['is closed', "export const db = { close: async () => { throw new Error('closed') } }", 'closed'],
  ['need not be there', 'export const other = 1', undefined]
])('the database of a prelude %s, whatever names blocks have of it', async (_, text, message) => {
  const root = mkdtempSync(path.join(scratchFolder(), '.docs-sample-'))
  try {
    writeShared(root)
    const [program] = programsIn(page(['prelude=numbers', '1']))
    if (program?.prelude == null) throw new Error('there is no prelude')
    const prelude = { ...program.prelude, text, exports: new Set<string>() }
    const { problems } = await runProgram(root, { ...program, prelude })
    expect(problems).toHaveLength(message === undefined ? 0 : 1)
    expect(problems[0]?.message ?? '').toContain(message ?? '')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

describe('blocks', () => {
  test('have the names of their prelude, unless they declare them', async () => {
    const used = 'const copy: Numbered = three\ncopy.number //=> 3'
    const own = "const three = 'own'\nthree //=> 'own'"
    const text = page(['prelude=numbers', used], ['prelude=numbers', own])
    expect(typesOf(text)).toEqual([])
    expect(await runsOf(text)).toEqual({ problems: [], assertions: 2 })
  })

  test('go on where they continue one, and know nothing of the others', async () => {
    const text = page(['', 'const x = 1'], ['continue', 'x + 1 //=> 2'], ['', 'x //=> 1'])
    expect(typesOf(text)).toEqual(["sample.md:12: TS2304: Cannot find name 'x'."])
    const { problems } = await runsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('sample.md:12: ReferenceError: x is not defined')
  })

  test('can import the files before them', async () => {
    const text = page(
      ['file=models.ts', 'export const model: string = "m"\nmodel.length //=> 1'],
      ['', "import { model } from './models.js'\nmodel //=> 'm'"]
    )
    expect(typesOf(text)).toEqual([])
    expect(await runsOf(text)).toEqual({ problems: [], assertions: 2 })
  })

  test('are checked in their types, at their lines', () => {
    const text = page(['', 'const x: number = 1'], ['skip="no server"', "const y: number = 'y'"])
    expect(typesOf(text)).toEqual([
      "sample.md:8: TS2322: Type 'string' is not assignable to type 'number'."
    ])
  })

  test('may say what must not compile', () => {
    const wrong = '// @ts-expect-error\nconst x: number = 1'
    expect(typesOf(page(['', wrong]))).toEqual([
      "sample.md:4: TS2578: Unused '@ts-expect-error' directive."
    ])
  })

  test('are counted', () => {
    const text = page(['', '1'], ['continue', '2'], ['skip="no server"', '3'])
    expect(countBlocks([partsIn(text)])).toMatchObject({
      pages: 1,
      blocks: 3,
      executed: 2,
      typeChecked: 3,
      excused: [{ page: 'sample.md', reason: 'no server', blocks: 1 }]
    })
  })

  test('have names of their own', () => {
    const text = page(['name=one', '1'], ['name=two', '2'], ['name=one', '3'])
    expect(() => partsIn(text)).toThrow(
      'sample.md:11: the name "one" is that of the block on line 3, too'
    )
  })

  test.each([
    ['continue db=all', 'a block goes on on the databases of the one that it continues'],
    ['continue prelude=numbers', 'a block goes on with the prelude of the one that it continues']
  ])('that continue one cannot want %s', (meta, message) => {
    expect(() => programsIn(page(['', '1'], [meta, '2']))).toThrow(`sample.md:7: ${message}`)
  })

  test('cannot continue what does not compile', () => {
    expect(() => programsIn(page(['errors=2322', '1'], ['continue', '2']))).toThrow(
      'the block before it does not compile: nothing can continue it'
    )
  })

  test('that continue a skipped one must be skipped too', () => {
    expect(() => programsIn(page(['skip="a"', '1'], ['continue', '2']))).toThrow(
      'run together or not at all'
    )
  })
})
