// What a fence says, and how the blocks of a page belong together.
import { describe, expect, test } from 'vitest'
import { countBlocks } from '../src/count.js'
import { blocksOf } from '../src/markdown/fences.js'
import { page, programsIn, runsOf, typesOf } from './sample.js'

describe('fences', () => {
  test('of TypeScript are found, wherever they stand', () => {
    const text = [
      '---',
      'prelude: numbers',
      '---',
      '```js',
      'no',
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
    expect(blocksOf({ file: 'sample.md', text })).toEqual([
      { page: 'sample.md', line: 10, code: 'yes', meta: { name: 'inside' }, prelude: 'numbers' },
      { page: 'sample.md', line: 14, code: '```ts', meta: { prelude: 'none' }, prelude: null }
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
    expect(countBlocks(programsIn(text))).toEqual({ pages: 1, blocks: 3, run: 2, excused: 1 })
  })

  test('that continue a skipped one must be skipped too', () => {
    expect(() => programsIn(page(['skip="a"', '1'], ['continue', '2']))).toThrow(
      'run together or not at all'
    )
  })
})
