// What an assertion demands, and that it is not lost.
import { describe, expect, test } from 'vitest'
import { page, runsOf } from './sample.js'

const passing = { problems: [] }

/** A block that begins with an error of the library to throw. */
const throwing = (code: string) => `import { VersaError } from 'versa-orm'
const fail = () => {
  throw new VersaError('${code}', 'no')
}
`

describe.concurrent('assertions on values', () => {
  test('hold where the value is as the page says', async () => {
    const code = [
      '1 + 1 //=> 2',
      'const list = [{ a: 1n, at: new Date(0) }] //=> [{ a: 1n, at: new Date(0) }]',
      'await Promise.resolve(list.length) //=> 1',
      "console.log('x'.repeat(3)) //=> 'xxx'",
      'const double = (x: number) => {',
      '  return x * 2 //=> 14',
      '}',
      'double(7)',
      'new Uint8Array([1])',
      '//=> new Uint8Array([1])',
      'const pair = [list, 2]',
      '//=> [',
      '//     [{ a: 1n, at: new Date(0) }], 2',
      '// ]',
      '// This is no part of the value.'
    ].join('\n')
    expect(await runsOf(page(['', code]))).toEqual({ ...passing, assertions: 7 })
  })

  test('compare the values of a class with a literal of them', async () => {
    const code =
      'class User { name = "Ada"; get initial() { return "A" } }\nnew User() //=> { name: "Ada" }'
    expect(await runsOf(page(['', code]))).toEqual({ ...passing, assertions: 1 })
  })

  test.each([
    ['1 + 1 //=> 3', 'sample.md:4: expected 3\n  actual 2'],
    ["'1' //=> 1", "sample.md:4: expected 1\n  actual '1'"],
    ['[{ a: undefined }] //=> [{}]', 'sample.md:4: expected [ {} ]\n  actual [ { a: undefined } ]'],
    ['Promise.resolve(1) //=> 1', 'sample.md:4: the value is a promise: await it']
  ])('%s fails', async (code, problem) => {
    expect((await runsOf(page(['', code]))).problems).toEqual([problem])
  })

  test('fail where they are never reached', async () => {
    const code = 'const never = () => {\n  return 1 //=> 1\n}\nnever.length //=> 0'
    expect((await runsOf(page(['', code]))).problems).toEqual([
      'sample.md:5: this assertion was never reached'
    ])
  })

  test.each([
    ['//=> 1', 'no statement ends before this comment'],
    ['let x = 1\n\n//=> 1', 'no statement ends before this comment'],
    ['if (true) {} //=> 1', 'no statement ends before this comment'],
    ['let x //=> 1', 'the statement before this comment has no value'],
    ['1 //=>', 'the expected value is missing'],
    ['1 //=> 1)(', 'the expected value is no expression: 1)('],
    ['1 //=> one two', 'the expected value is no expression: one two'],
    ['f() //! not a code', '"not a code" is no error code']
  ])('that assert nothing are refused: %s', async (code, message) => {
    const { problems } = await runsOf(page(['', code]))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(message)
  })
})

describe.concurrent('assertions on errors', () => {
  test('hold where the error has the code', async () => {
    const code = `${throwing('NOT_FOUND')}fail() //! NOT_FOUND\nconst x = fail() //! NOT_FOUND`
    expect(await runsOf(page(['', code]))).toEqual({ ...passing, assertions: 2 })
  })

  test.each([
    ['another code', `${throwing('SYNTAX')}fail() //! NOT_FOUND`, 8, 'SYNTAX'],
    ['no error', 'Math.abs(1) //! NOT_FOUND', 4, 'no error'],
    ['an error of another kind', 'JSON.parse("{") //! NOT_FOUND', 4, 'SyntaxError']
  ])('fail with %s', async (_, code, line, actual) => {
    const { problems } = await runsOf(page(['', code]))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(
      `sample.md:${line}: expected the error NOT_FOUND\n  actual ${actual}`
    )
  })
})

test('an error that nobody expected is reported at its line', async () => {
  const code = "interface Gone {\n  name: string\n}\n\nthrow new Error('unexpected')"
  const { problems } = await runsOf(page(['', code]))
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain('sample.md:8: Error: unexpected')
})

test('a rejection that nobody handles is reported', async () => {
  const code = "Promise.reject(new Error('unhandled'))"
  const { problems } = await runsOf(page(['', code]))
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain('unhandled')
})
