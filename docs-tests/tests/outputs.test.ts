// Blocks that are what the block before them gives.
import { describe, expect, test } from 'vitest'
import { outputLines, outputMatches } from '../src/output/compare.js'
import { page, partsIn, runsOf, typesOf } from './sample.js'

const matches = (expected: string, actual: string) =>
  outputMatches(outputLines(expected), outputLines(actual))

describe('an output', () => {
  test.each([
    ['one\ntwo', '\none  \ntwo\n\n', true],
    ['one', 'one\ntwo', false],
    ['one\ntwo', 'one', false],
    ['took … ms', 'took 12.5 ms', true],
    ['took …ms', 'took ms', false],
    ['took … ms', 'took 12.5 s', false],
    ['(…)', '(a) b', false],
    ['one\n…\nfour', 'one\ntwo\nthree\nfour', true],
    ['one\n…\nfour', 'one\ntwo', false],
    ['red', '\u001b[31mred\u001b[0m', true]
  ])('%j is that of %j: %s', (expected, actual, expectedResult) => {
    expect(matches(expected, actual)).toBe(expectedResult)
  })

  test('is what the block prints, and not what others of its program do', async () => {
    const text = page(
      ['', "console.log('one', { two: 2 })"],
      ['text output', 'one { two: 2 }'],
      ['continue', "console.error('three')\nprocess.stdout.write('four')"],
      ['text output', 'three\nfour']
    )
    expect((await runsOf(text)).problems).toEqual([])
  })

  test('that is another one is reported at its line', async () => {
    const text = page(['', "console.log('one\\ntwo')"], ['text output', 'one\nthree'])
    expect((await runsOf(text)).problems).toEqual([
      'sample.md:9: expected the output three\n  actual two'
    ])
  })

  test.each([
    [[['text output', 'one']], 3, 'there is no block before it whose output it could be'],
    [
      [
        ['skip="no"', '1'],
        ['text output', 'one']
      ],
      7,
      'the block before it does not run, so this cannot be its output'
    ],
    [
      [
        ['sh', 'true'],
        ['sql output', 'one']
      ],
      7,
      'SQL is the output only of TypeScript that runs'
    ],
    [
      [
        ['prelude=blog', '1'],
        ['text output db=postgres', 'one']
      ],
      7,
      'the block that this is the output of does not run on postgres'
    ]
  ] as [[string, string][], number, string][])('of %j is refused', (blocks, line, message) => {
    expect(() => partsIn(page(...blocks))).toThrow(`sample.md:${line}: ${message}`)
  })
})

describe('a block that must not compile', () => {
  const wrong = "const n: number = 'one'\nconst s: string = 1"

  test('has exactly the errors that its fence names', () => {
    expect(typesOf(page(['errors=2322', wrong]))).toEqual([])
    expect(typesOf(page(['errors=2322,2304', wrong]))).toEqual([
      'sample.md:3: expected the errors 2304, 2322 of TypeScript\n' +
        "  actual 2322 (Type 'string' is not assignable to type 'number'.), " +
        "2322 (Type 'number' is not assignable to type 'string'.)"
    ])
    expect(typesOf(page(['errors=2322', '1']))).toEqual([
      'sample.md:3: expected the errors 2322 of TypeScript\n  actual none'
    ])
  })
})
