// What the documentation comments of all that is exported say, and what TypeDoc makes of them.
import { execFile } from 'node:child_process'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { defaultHints } from '../../orm/src/errors/generated/codes.js'
import { problemText } from '../src/problem.js'
import { gapsOf } from '../src/reference/gaps.js'
import { interfaceOf, publicInterface } from '../src/reference/public-symbols.js'
import { repository } from '../src/repository.js'

const codes = new Set(Object.keys(defaultHints))

test('every public symbol and member is documented', { timeout: 300_000 }, () => {
  const all = publicInterface()
  const examples = all.symbols.filter(({ kind }) => !['type', 'property'].includes(kind)).length
  console.log(`${all.symbols.length} public symbols and members, ${examples} of them with examples`)
  expect(all.symbols.length).toBeGreaterThan(800)
  expect(gapsOf(all, codes).map(problemText)).toEqual([])
})

test('TypeDoc finds no broken link and nothing that is missing', { timeout: 300_000 }, async () => {
  const typedoc = path.join(repository, 'node_modules/typedoc/bin/typedoc')
  const options = path.join(repository, 'orm/typedoc.json')
  const args = [typedoc, '--options', options, '--emit', 'none', '--logLevel', 'Warn']
  const { code, output } = await new Promise<{ code: unknown; output: string }>(resolve => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: `${stdout}${stderr}` })
    })
  })
  expect(output.trim()).toBe('')
  expect(code).toBe(0)
})

/** What is found in a module, without the path of its file. */
function gapsIn(source: string): string[] {
  const entry = '/sample.ts'
  const host = ts.createCompilerHost({})
  const file = ts.createSourceFile(entry, source, ts.ScriptTarget.ES2022, true)
  const program = ts.createProgram(
    [entry],
    { noLib: true },
    {
      ...host,
      fileExists: name => name === entry,
      getSourceFile: name => (name === entry ? file : undefined)
    }
  )
  const found = gapsOf(
    interfaceOf(program, [entry], name => name === entry),
    codes
  )
  return found.map(({ line, message }) => `${line}: ${message}`)
}

const example = ['@example', '```ts', 'run()', '```']

/** A comment of these lines, and what it documents below it. */
function documented(lines: readonly string[], declaration: string): string {
  return ['/**', ...lines.map(line => ` * ${line}`), ' */', declaration].join('\n')
}

const run = 'export function run(): void {}'
const runOf = (parameters: string) => `export function run(${parameters}): void`

/** An interface of options with these members, each on a line of its own. */
function options(...members: readonly string[]): string {
  return ['/** Options. */', 'export interface AOptions {', ...members, '}'].join('\n')
}

describe('what is missing is found:', () => {
  test.each([
    [
      'no comment',
      'export interface A { b: string }',
      ['1: A has no documentation comment', '1: A.b has no documentation comment']
    ],
    ['no sentence', '/** an A */\nexport type A = string', ['2: A does not begin with a sentence']],
    [
      'only a link',
      '/** See {@link A}. */\nexport type A = string',
      ['2: A only says where else to look']
    ],
    ['no example', `/** Runs. */\n${run}`, ['2: run has no @example']],
    [
      'an example that is no block',
      documented(['Runs.', '@example', 'run()'], run),
      ['6: run has an @example that is no ```ts block']
    ],
    [
      'no parameter',
      documented(['Runs.', ...example], `${runOf('a: string')} {}`),
      ['8: run has no @param a']
    ],
    [
      'another parameter',
      documented(['Runs.', '@param b Which.', ...example], run),
      ['9: run has a @param b, but no such parameter']
    ],
    [
      'no unit',
      options(
        '/** How long. Default: 1. */',
        'ms?: number',
        '/** Waits. Default: 1. */',
        'waitMs?: number'
      ),
      ['6: AOptions.waitMs does not say that it is in milliseconds']
    ],
    [
      'no default',
      options('/** Whether. */', 'a?: boolean'),
      ['4: AOptions.a does not say its default']
    ],
    [
      'a number of nothing',
      options('/** The size. */', 'a: number'),
      ['4: AOptions.a does not say what its number counts']
    ],
    [
      'a code that does not exist',
      documented(['Runs.', '@throws VersaError `NO_SUCH`.', ...example], run),
      ['9: run throws NO_SUCH, which does not exist']
    ],
    [
      'an error without a code',
      documented(['Runs.', '@throws Error now and then.', ...example], run),
      ['9: run throws what has no code: Error now and then.']
    ],
    [
      'a type of a parameter',
      [
        'type A = string',
        documented(['Runs.', '@param a Which.', ...example], `${runOf('a: A')} {}`)
      ].join('\n'),
      ['1: A has no documentation comment']
    ]
  ])('%s', (_, source, gaps) => {
    expect(gapsIn(source)).toEqual(gaps)
  })

  test.each([
    ['what is internal', '/** @internal */\nexport interface A { b: string }'],
    [
      'what cannot be named',
      documented(['An A.', ...example], 'export class A {\n  #b = 1\n  private c = 2\n}')
    ],
    [
      'what inherits its comment',
      [
        '/** One. */',
        'export interface A {',
        documented(['Runs.', '@param a Which.', ...example], 'run(a: string): void'),
        '}',
        '/** Two. */',
        'export interface B extends A { run(a: string): void }'
      ].join('\n')
    ],
    [
      'what all is said of',
      [
        documented(
          ['Runs.', '@param a Which.', '@throws VersaError `NOT_FOUND`.', ...example],
          runOf('a: string')
        ),
        documented(['Runs.', '@param a Which.', '@param b Where.'], runOf('a: string, b: string')),
        run
      ].join('\n')
    ]
  ])('not of %s', (_, source) => {
    expect(gapsIn(source)).toEqual([])
  })
})
