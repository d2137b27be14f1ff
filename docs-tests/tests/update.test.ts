// `npm run docs:update`: what is written into a page, and what is not.
import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { partsOf } from '../src/blocks/page.js'
import { problemText } from '../src/problem.js'
import { type Page, scratchFolder } from '../src/repository.js'
import { leaveServers } from '../src/run/servers.js'
import { writeShared } from '../src/run/write.js'
import { Workshop } from '../src/shell/workshop.js'
import { edited } from '../src/update/edit.js'
import { updateOf } from '../src/update/page.js'
import { shellUpdateOf } from '../src/update/shell.js'
import { page } from './sample.js'

let root: string

beforeAll(() => {
  root = mkdtempSync(path.join(scratchFolder(), '.docs-update-test-'))
  writeShared(root)
})

afterAll(async () => {
  await leaveServers()
  rmSync(root, { recursive: true, force: true })
})

let pages = 0

/** A page as it is after an update, and what could not be written. */
async function updated(text: string): Promise<{ text: string; problems: string[] }> {
  pages += 1
  // Another name each time: a program is written once.
  const sample: Page = { file: `sample-${pages}.md`, text }
  const { edits, problems } = await updateOf(root, sample, partsOf(sample))
  return { text: edited(text, edits), problems: problems.map(problemText) }
}

describe.concurrent('an update', () => {
  test.each([
    ['1 + 1 //=> 3', '1 + 1 //=> 2'],
    ['1 + 1 //=>', '1 + 1 //=> 2'],
    ['const x = [1, "it\'s"]\n//=> []', 'const x = [1, "it\'s"]\n//=> [1, "it\'s"]'],
    [
      '{\n  // No value.\n  new Date(0)\n  //=> [\n  //     1\n  // ]\n  // A text.\n}',
      '{\n  // No value.\n  new Date(0)\n' +
        "  //=> new Date('1970-01-01T00:00:00.000Z')\n  // A text.\n}"
    ],
    ["const x = 'a'.repeat(90) //=> ''", `const x = 'a'.repeat(90)\n//=> '${'a'.repeat(90)}'`],
    [
      "const x = ['a', 'b'].map(name => ({ name: name.repeat(40), n: 1n })) //=>",
      [
        "const x = ['a', 'b'].map(name => ({ name: name.repeat(40), n: 1n }))",
        '//=> [',
        `//   { name: '${'a'.repeat(40)}', n: 1n },`,
        `//   { name: '${'b'.repeat(40)}', n: 1n }`,
        '// ]'
      ].join('\n')
    ]
  ])('of %j writes the value', async (before, after) => {
    expect(await updated(page(['', before]))).toEqual({
      text: page(['', after]),
      problems: []
    })
  })

  test('leaves what holds as it is, however it is written', async () => {
    const text = page(['', '1 + 1 //=> 3 - 1\nconst x = [\n1] //=> [\n//  1\n// ]'])
    expect(await updated(text)).toEqual({ text, problems: [] })
  })

  test('keeps the margin of a list', async () => {
    const list = (value: number) => `- a list\n\n  \`\`\`ts\n  1 + 1 //=> ${value}\n  \`\`\`\n`
    expect(await updated(list(3))).toEqual({ text: list(2), problems: [] })
  })

  test('writes the SQL of each database', async () => {
    const query = "await User.where('id', 1).select('id').rows()"
    const before = `if (true) {\n  ${query} //~> SELECT 1\n}\nawait db.sql\`select 1\`.rows() //~>`
    const after = [
      `if (true) {\n  ${query}`,
      '  //~> sqlite: SELECT "id" FROM "users" WHERE "id" = ?',
      '  //~> postgres: SELECT "id" FROM "users" WHERE "id" = $1',
      '  //~> mysql: SELECT `id` FROM `users` WHERE `id` = ?',
      '}',
      'await db.sql`select 1`.rows() //~> select 1'
    ].join('\n')
    const meta = 'prelude=blog db=all'
    const made = await updated(page([meta, before]))
    expect(made).toEqual({ text: page([meta, after]), problems: [] })
    expect(await updated(made.text)).toEqual(made)
  })

  test('breaks long SQL', async () => {
    const query = "await User.where('age', '>', 18).orderBy('name').limit(5).all()"
    const { text } = await updated(page(['prelude=blog', `${query} //~>`]))
    expect(text).toContain(`${query}\n//~> SELECT "id", `)
    expect(text).toContain('\n//     FROM "users"\n//     WHERE "age" > ?\n//     ORDER BY "name"')
    expect(await updated(text)).toEqual({ text, problems: [] })
  })

  test('writes outputs, and keeps what is masked', async () => {
    const code = "console.log('took 12 ms')\nconsole.log('two')\nconsole.log('three')"
    const before = page(['', code], ['text output', 'took … ms\none'])
    const after = page(['', code], ['text output', 'took … ms\ntwo\nthree'])
    expect(await updated(before)).toEqual({ text: after, problems: [] })
    const empty = page(['', code], ['text output', 'X']).replace('X\n', '')
    const full = page(['', code], ['text output', 'took 12 ms\ntwo\nthree'])
    expect(await updated(empty)).toEqual({ text: full, problems: [] })
  })

  test('writes the SQL of a block', async () => {
    const code = "await User.where('id', 1).select('id').rows()"
    const text = (sqlite: string, postgres: string) =>
      page(
        ['prelude=blog db=sqlite,postgres', code],
        ['sql output db=sqlite', sqlite],
        ['sql output db=postgres', postgres]
      )
    const select = 'SELECT "id" FROM "users" WHERE "id" ='
    expect(await updated(text('select 1', 'select 1'))).toEqual({
      text: text(`${select} ?;`, `${select} $1;`),
      problems: []
    })
  })

  test('writes what the compiler says', async () => {
    const wrong = "const n: number = 'one'"
    const { text } = await updated(page(['errors=2322', wrong], ['text output', '?']))
    expect(text).toContain("TS2322: Type 'string' is not assignable to type 'number'.\n```")
  })
})

test('an example in a comment is written anew in it', async () => {
  const source = (first: string, second: string) => ({
    file: 'orm/src/sample.ts',
    text: [
      '/**',
      ' * A sample.',
      ' *',
      ' * @example',
      ' * ```ts prelude=none',
      ` * 1 + 1 //=> ${first}`,
      ` * '*'.concat('/') //=> ${second}`,
      ' * ```',
      ' */',
      'export type Sample = 1'
    ].join('\n')
  })
  const before = source('3', "''")
  const { edits, problems } = await updateOf(root, before, partsOf(before))
  expect(edited(before.text, edits)).toBe(source('2', "''").text)
  expect(problems.map(problemText)).toEqual([
    'orm/src/sample.ts:7: what it gives would end the comment: */'
  ])
})

describe.concurrent('an update changes nothing', () => {
  test.each([
    ['of a block that throws', '1 //=> 2\nthrow new Error("no")', '5: Error: no'],
    ['that is said to throw', '1 //! NOT_FOUND', '4: expected the error NOT_FOUND'],
    ['that no literal can be', 'Symbol.iterator //=> 1', '4: no literal is equal to this value'],
    [
      'that is another one each time',
      'for (const n of [1, 2]) {\n  n //=> 3\n}',
      '5: the value is another one each time, or on each database'
    ],
    ['that sends nothing', '1 //~> select 1', '4: no statement was executed here'],
    ['with an assertion that is none', 'let x //=> 1', '4: the statement before this comment has']
  ])('%s', async (_, code, problem) => {
    const text = page(['', code])
    const made = await updated(text)
    expect(made.text).toBe(text)
    const places = made.problems.map(each => each.replace(/^sample-\d+\.md:/, ''))
    expect(places.at(-1)).toContain(problem)
  })

  test('that is another one on each database', async () => {
    const text = page(
      ['prelude=blog db=sqlite,postgres', "db.product //=> 'x'\nconsole.log(db.product)"],
      ['text output', 'x']
    )
    const made = await updated(text)
    expect(made.text).toBe(text)
    expect(made.problems).toHaveLength(2)
    expect(made.problems[0]).toContain('the value is another one each time, or on each database')
    expect(made.problems[1]).toContain('write one block for each with db=')
  })
})

test('outputs of commands are written, too', { timeout: 300_000 }, async () => {
  const text = (output: string) => page(['sh', 'echo one\ndate'], ['text output', output])
  const sample = { file: 'sample.md', text: text('two\n…') }
  const workshop = await Workshop.open()
  try {
    const { edits, problems } = await shellUpdateOf(workshop, sample, partsOf(sample))
    expect(problems).toEqual([])
    expect(edited(sample.text, edits)).toMatch(/\none\n.*\d\d:\d\d:\d\d.*\n/)
  } finally {
    await workshop.close()
  }
})
