import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { showAsserted } from '../src/asserted/show-asserted'
import { placed, readMaps } from '../src/run/places'
import { Asserted } from '../src/sandbox/runtime/asserted'

/** Runs code with its assertions showing. */
async function shown(text: string): Promise<[title: string, value: unknown][]> {
  const found: [string, unknown][] = []
  const asserted = new Asserted((value, title) => found.push([title, structuredClone(value)]))
  const code = ts.transpile(showAsserted('query.ts', text).text, {
    target: ts.ScriptTarget.ES2022
  })
  await new Function('$asserted', `return (async () => {${code}})()`)(asserted)
  return found
}

describe('a run shows', () => {
  test('what comments assert, under the name of what gave it', async () => {
    const text = `const list = [1, 2] //=> [1, 2]
list.map(one =>
  one * 2
)
//=> [2, 4]
list.length = 0
await Promise.resolve(list.length) //=> 0
// nothing is said of this
list.push(3)`
    expect(await shown(text)).toEqual([
      ['[1, 2]', [1, 2]],
      ['list.map(one => one * 2 )', [2, 4]],
      ['Promise.resolve(list.length)', 0]
    ])
  })

  test('the value as it was then', async () => {
    const text = "const list = ['a']\nlist //=> ['a']\nlist.push('b')"
    expect(await shown(text)).toEqual([['list', ['a']]])
  })

  test('an error that was announced, and goes on', async () => {
    const text = `const error = Object.assign(new Error('no'), { code: 'GONE' })
const fail = async () => { throw error }
await fail() //! GONE
'on' //=> 'on'`
    expect(await shown(text)).toEqual([
      ['fail()', { error: 'GONE', message: 'no' }],
      ["'on'", 'on']
    ])
  })

  test('an error that is another, or does not come', async () => {
    const other = "const fail = async () => { throw new Error('other') }\nawait fail() //! GONE"
    await expect(shown(other)).rejects.toThrow('other')
    await expect(shown('await Promise.resolve() //! GONE')).rejects.toThrow('no error GONE')
  })
})

test('code that asserts nothing stays as it is', () => {
  const text = "const url = 'http://=>' // no\n/* //=> 1 */\nexport default url\n"
  expect(showAsserted('query.ts', text)).toEqual({ text, insertions: [] })
})

test('errors are where they were typed', () => {
  const text = 'const a = 1\na.b.c //=> 1\n'
  const { text: code, insertions } = showAsserted('query.ts', text)
  const { outputText, sourceMapText = '' } = ts.transpileModule(code, {
    compilerOptions: { sourceMap: true, target: ts.ScriptTarget.ES2022 }
  })
  const line = outputText.split('\n').findIndex(each => each.includes('a.b.c'))
  const column = (outputText.split('\n')[line] ?? '').indexOf('c)')
  const place = { file: 'query.ts', line: line + 1, column: column + 1 }
  const error = { name: 'TypeError', message: 'undefined', place }
  const maps = readMaps([{ name: 'query.ts', map: sourceMapText, insertions }])
  expect(placed({ kind: 'failed', error }, maps)).toEqual({
    kind: 'failed',
    error: { ...error, place: { file: 'query.ts', line: 2, column: 5 } }
  })
})
