// Examples in the comments of the ORM's sources.
import { describe, expect, test } from 'vitest'
import { partsOf } from '../src/blocks/page.js'
import { exampleBlocksOf } from '../src/comments/examples.js'
import { problemText } from '../src/problem.js'
import { typeProblems } from '../src/run/types.js'

const source = (...lines: readonly string[]) => ({
  file: 'orm/src/sample.ts',
  text: lines.join('\n')
})

const fenced = source(
  'export interface Sample {',
  '  /**',
  '   * Does it.',
  '   *',
  '   * @param name A name.',
  '   * @example',
  '   * ```ts prelude=none name="does it"',
  "   * const email = 'ada@example.com'",
  '   * email.length //=> 15',
  '   * ```',
  '   * @throws VersaError',
  '   */',
  '  doIt(name: string): void',
  '}'
)

describe('an example', () => {
  test('is a fence, at its line, of its symbol', () => {
    expect(exampleBlocksOf(fenced)).toEqual([
      {
        page: 'orm/src/sample.ts',
        line: 8,
        language: 'ts',
        code: "const email = 'ada@example.com'\nemail.length //=> 15",
        meta: { prelude: 'none', name: 'does it' },
        prelude: null,
        databases: ['sqlite'],
        play: false,
        margin: '   * ',
        symbol: 'Sample.doIt'
      }
    ])
  })

  test('is what stands below the tag, up to the next, with the blog as its prelude', () => {
    const page = source(
      '/**',
      ' * @example A title.',
      ' *',
      ' * await User.count()',
      ' *',
      ' * await Post.count()',
      ' * @example',
      ' * await Tag.count()',
      ' */',
      'export interface Sample {}'
    )
    expect(exampleBlocksOf(page)).toMatchObject([
      { line: 4, code: 'await User.count()\n\nawait Post.count()', prelude: 'blog' },
      { line: 8, code: 'await Tag.count()', symbol: 'Sample' }
    ])
  })

  test('of what the package does not export is none: nobody could run it', () => {
    const example = ['/**', ' * @example', ' * internal()', ' */']
    expect(exampleBlocksOf(source(...example, 'export function internal() {}'))).toEqual([])
    expect(exampleBlocksOf(source(...example, 'export function connect() {}'))).toHaveLength(1)
  })

  test.each([
    ['is empty', ['/**', ' * @example', ' */'], 2, 'the example of Sample is empty'],
    [
      'has no language',
      ['/**', ' * ```', ' * 1', ' * ```', ' */'],
      2,
      'the fence names no language'
    ],
    ['says nonsense', ['/**', ' * ```ts nonsense', ' * ```', ' */'], 2, '"nonsense" is unknown']
  ])('that %s is refused', (_, lines, line, message) => {
    const page = source(...lines, 'export type Sample = 1')
    expect(() => exampleBlocksOf(page)).toThrow(`orm/src/sample.ts:${line}: `)
    expect(() => exampleBlocksOf(page)).toThrow(message)
  })
})

describe('the code of an example', () => {
  const typesOf = (...code: readonly string[]) => {
    const lines = ['/**', ' * @example', ...code.map(line => ` * ${line}`), ' */']
    return typeProblems(partsOf(source(...lines, 'export type Sample = 1')).programs).map(
      problemText
    )
  }

  test('knows what the package exports, and what the prelude does', () => {
    expect(typesOf(`await User.where(sql\`age > \${18}\`).count()`)).toEqual([])
    expect(typesOf("import { sql } from 'versa-orm'", 'sql`a`')).toEqual([])
  })

  test('may be properties of an object, or members of a class', () => {
    expect(typesOf('email: t.text().unique(),', 'age: t.int()')).toEqual([])
    expect(typesOf("static posts = hasMany(() => Post, 'userId')")).toEqual([])
  })

  test('is wrong at the line of the file', () => {
    expect(typesOf('await User.count()', 'await User.cuont()')).toEqual([
      expect.stringContaining('orm/src/sample.ts:4: TS2551: ')
    ])
    expect(typesOf('static posts = hasMany(() => Pots, 1)')).toEqual([
      expect.stringContaining('orm/src/sample.ts:3: TS2304: '),
      expect.stringContaining('orm/src/sample.ts:3: TS2345: ')
    ])
  })
})
