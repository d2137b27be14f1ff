import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { inRepository } from '../process/repository.mjs'

// What editors show of versa-orm's types, by the language service that they use.

const folder = inRepository('orm/types-tests')
const file = path.join(folder, 'hover.ts')
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(path.join(folder, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  folder
)

let text = ''
let version = 0
const service = ts.createLanguageService({
  getScriptFileNames: () => [file],
  getScriptVersion: name => (name === file ? String(version) : 'of the disk'),
  getScriptSnapshot: name => {
    const content = name === file ? text : ts.sys.readFile(name)
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
  },
  getCurrentDirectory: () => folder,
  getCompilationSettings: () => options,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: name => name === file || ts.sys.fileExists(name),
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists
})

const head = `import { count, type Instance } from 'versa-orm'
import { Post, User } from './support.js'

export const used: unknown = [count, Post, {} as Instance<never>]
`

/**
 * @param {string} code In which `|` is the cursor.
 * @returns {number} Where that is in the file.
 */
function write(code) {
  const all = head + code
  version += 1
  text = all.replace('|', '')
  return all.indexOf('|')
}

/**
 * What is shown of the value of an expression, in one line.
 *
 * @param {string} expression
 */
function hoverOf(expression) {
  const info = service.getQuickInfoAtPosition(file, write(`export const |shown = ${expression}`))
  const shown = ts.displayPartsToString(info?.displayParts).replace(/^const shown: /, '')
  return shown.replaceAll(/\s+/g, ' ')
}

/** @param {string} code */
function completionsOf(code) {
  const found = service.getCompletionsAtPosition(file, write(code), undefined)
  return (found?.entries ?? []).map(entry => entry.name).sort()
}

/** @param {string} code */
function errorsOf(code) {
  write(code)
  return service
    .getSemanticDiagnostics(file)
    .map(error => ts.flattenDiagnosticMessageText(error.messageText, '\n'))
}

const columns = ['age', 'balance', 'createdAt', 'email', 'id', 'name', 'role', 'visits']

test.each([
  ['await User.find(1)', 'Instance<typeof User> | null'],
  ['await User.all()', 'Instance<typeof User>[]'],
  ["await User.create({ email: '', name: '' })", 'Instance<typeof User>'],
  ["User.where('id', 1)", 'Query<typeof User, NoRelations, NoRelations>'],
  ['await User.with({ posts: true }).all()', 'Loaded<typeof User, { readonly posts: true; }>[]'],
  [
    'await User.with({ posts: { tags: true } }).first()',
    'Loaded<typeof User, { readonly posts: { readonly tags: true; }; }> | null'
  ],
  [
    '(await User.with({ posts: { tags: true } }).firstOrFail()).posts',
    'Loaded<typeof Post, { readonly tags: true; }>[]'
  ],
  ['(await User.with({ posts: true }).firstOrFail()).posts', 'Instance<typeof Post>[]'],
  ["await User.query().select('id', 'name').all()", '{ id: number; name: string; }[]'],
  [
    "await User.query().select('id', { label: 'name', posts: count() }).first()",
    '{ id: number; label: string; posts: number; } | null'
  ],
  [
    "await User.query().leftJoin(Post, 'users.id', 'posts.userId')" +
      ".select('name', 'posts.title').all()",
    '{ name: string; title: string | null; }[]'
  ],
  [
    'await Post.rows()',
    '{ id: number; userId: number | null; title: string; published: boolean; ' +
      'meta: { likes: number; } | null; }[]'
  ]
])('hover: %s', (expression, shown) => {
  expect(hoverOf(expression)).toBe(shown)
})

test('completions offer columns', () => {
  expect(completionsOf("User.where('|')")).toEqual(columns)
  expect(completionsOf("User.query().where('|', 1)")).toEqual(columns)
  expect(completionsOf("User.orderBy('|')")).toEqual(columns)
  expect(completionsOf("User.query().select('id', '|')")).toEqual(expect.arrayContaining(columns))
  expect(completionsOf("User.create({ email: '', |})")).toEqual(
    columns.filter(column => column !== 'email')
  )
})

test('completions offer columns of joined tables', () => {
  const names = completionsOf("User.query().join(Post, 'users.id', '|')")
  expect(names).toEqual(expect.arrayContaining(['posts.userId', 'users.email']))
})

test('completions offer relations', () => {
  expect(completionsOf('User.with({ | })')).toEqual(['posts', 'profile'])
  expect(completionsOf('User.query().with({ posts: { | } })')).toEqual(
    expect.arrayContaining(['author', 'tags'])
  )
  expect(completionsOf("declare const user: Instance<typeof User>\nuser.related('|')")).toEqual([
    'posts',
    'profile'
  ])
})

test.each([
  "User.where('nope', 1)",
  "User.where('nope', '>', 1)",
  'User.where({ nope: 1 })',
  "User.orderBy('nope')",
  "User.query().select('nope')",
  "User.create({ email: '', name: '', nope: 1 })",
  'User.where({ id: 1 }).update({ nope: 1 })',
  'User.with({ nope: true })',
  'User.with({ posts: true, nope: true })',
  'User.with({ posts: { tags: true, nope: true } })',
  "declare const user: Instance<typeof User>\nuser.related('nope')"
])('an error names the wrong column or relation: %s', code => {
  const [error = '', ...others] = errorsOf(code)
  expect(others).toEqual([])
  expect(error).toMatch(/['"]nope['"]/)
  // Not the definitions of columns, nor any other type from within.
  expect(error).not.toMatch(/Column<|valueType|LoadedRelations/)
  expect(error.length).toBeLessThan(350)
})
