import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { repository } from '../code/paths.js'
import { codeOf, fence, problemsOf, textOf } from './sample.js'

describe('types', () => {
  test('are those of an editor, of the prelude too', async () => {
    const text = fence('ts prelude=blog', "const adults = User.where('age', '>', 18)")
    const { blocks, types } = await codeOf(text)
    const marked = /<span data-t="(\d+)">(?:<span[^>]*>)?\s*adults</.exec(blocks[0]?.html ?? '')
    const shown = types[Number(marked?.[1])]
    expect(textOf(shown?.code ?? '')).toMatch(/^const adults: Query<typeof User/)
  })

  test('come with the documentation of what has some', async () => {
    const { types } = await codeOf(fence('ts', "import { connect } from 'versa-orm'"))
    expect(types.some(({ docs }) => docs.length > 20)).toBe(true)
  })

  test('are kept once for a page', async () => {
    const code = 'const list = [1]\nlist.length\nlist.length'
    const { types } = await codeOf(fence('ts', code) + fence('ts', code))
    expect(new Set(types.map(({ code }) => code)).size).toBe(types.length)
  })

  test('go on in a block that continues, and come from files of the page', async () => {
    const text =
      fence('ts file=numbers.ts', 'export const three = 3') +
      fence('ts', "import { three } from './numbers.js'", 'const four = three + 1') +
      fence('ts continue', 'const five = four + 1')
    const { types } = await codeOf(text)
    const shown = types.map(({ code }) => textOf(code))
    expect(shown).toContain('const three: 3')
    expect(shown).toContain('const five: number')
  })

  test('that are wrong are problems, at their line', async () => {
    const text = `# Title\n\n${fence('ts', 'const a = 1', "const b: number = 'text'")}`
    expect(await problemsOf(text)).toEqual([
      "5: TS2322: Type 'string' is not assignable to type 'number'."
    ])
  })

  test('that are wrong on purpose are shown, and must be wrong', async () => {
    const wrong = fence('ts errors=2322', "const b: number = 'text'")
    const [block] = (await codeOf(wrong)).blocks
    expect(block?.errors).toEqual(["TS2322: Type 'string' is not assignable to type 'number'."])
    expect(block?.html).toContain('data-e="')
    expect(block?.run).toBe(null)
    const right = await problemsOf(fence('ts errors=2322', 'const b: number = 1'))
    expect(right).toEqual([expect.stringContaining('does not report the error 2322')])
  })
})

describe('runs', () => {
  test('have the files that the playground needs, and the SQL of each database', async () => {
    const code =
      "const [ada] = await User.where('age', '>', 30).limit(1).all()\nada?.name //=> 'Ada'"
    const { blocks, runs } = await codeOf(fence('ts prelude=blog', code))
    const run = runs.runs[blocks[0]?.run ?? -1]
    const files = (run?.files ?? []).map(([name, text]) => [name, runs.texts[text] ?? ''] as const)
    expect(files.map(([name]) => name)).toEqual(['setup.ts', 'query.ts'])
    expect(files[1]?.[1]).toBe(`import { User } from './setup'\n\n${code}\n`)
    const [statement] = run?.statements ?? []
    expect(textOf(statement?.sqlite.html ?? '')).toMatch(/FROM "users"\s+WHERE "age" > \?/)
    expect(textOf(statement?.postgres.html ?? '')).toContain('$1')
    expect(textOf(statement?.mysql.html ?? '')).toContain('`users`')
  })

  test('show of a block that continues what is its own', async () => {
    const text =
      fence('ts prelude=blog', 'await User.query().count() //=> 4') +
      fence('ts continue', 'await Tag.query().count() //=> 3')
    const { runs } = await codeOf(text)
    const tables = runs.runs.map(({ statements }) =>
      statements.map(({ sqlite }) => /FROM "(\w+)"/.exec(textOf(sqlite.html ?? ''))?.[1])
    )
    expect(tables).toEqual([['users'], ['tags']])
  })

  test.each([
    ['a file', 'ts file=a.ts', 'export const a = 1'],
    ['excused', 'ts skip="it needs a server"', 'const a = 1'],
    ['for a server', 'ts db=postgres', 'const a = 1'],
    ['without a button', 'ts play=no', 'const a = 1'],
    ['for Node.js', 'ts', "import fs from 'node:fs'\nfs.existsSync('/')"]
  ])('there is none of a block that is %s', async (_what, meta, code) => {
    const { blocks } = await codeOf(fence(meta, code))
    expect(blocks.map(({ run }) => run)).toEqual([null])
  })

  test('that fail are problems: a Run button works', async () => {
    const text = fence(
      'ts',
      "import { connect } from 'versa-orm'",
      "await connect('postgres://a/b')"
    )
    expect(await problemsOf(text)).toEqual([
      expect.stringMatching(/^2: .*cannot reach "postgres".*\(query\.ts:2\).*play=no/)
    ])
  })

  test('that do not throw what they announce are problems', async () => {
    const text = fence('ts prelude=blog', 'await User.query().count() //! NOT_FOUND')
    expect(await problemsOf(text)).toEqual([expect.stringContaining('no error NOT_FOUND')])
  })
})

describe('fences', () => {
  test('of other languages have colours and no types', async () => {
    const { blocks } = await codeOf(fence('sql', 'select 1') + fence('sh', 'npm install versa-orm'))
    expect(blocks.map(({ language, typed, run }) => [language, typed, run])).toEqual([
      ['sql', false, null],
      ['sh', false, null]
    ])
    expect(blocks[0]?.html).toContain('class="k"')
  })

  test('have a title and an address', async () => {
    const { blocks } = await codeOf(fence('ts title="A title" name="First steps"', 'const a = 1'))
    expect(blocks[0]).toMatchObject({ title: 'A title', id: 'first-steps' })
  })

  test('with what nobody knows are problems', async () => {
    expect(await problemsOf(`\n${fence('ts sho=no', 'const a = 1')}`)).toEqual([
      expect.stringMatching(/^2: .*"sho" is unknown/)
    ])
    expect(await problemsOf(fence('nolang', 'x'))).toEqual([
      expect.stringMatching(/^1: .*"nolang" is unknown/)
    ])
  })

  test('tell assertions from comments', async () => {
    const { blocks } = await codeOf(fence('ts', '1 + 1 //=> 2', '// a comment'))
    expect(blocks[0]?.html).toMatch(/class="c a">.*\/\/=>/)
    expect(blocks[0]?.html).toMatch(/class="c">.*a comment/)
  })
})

test('the command names page, line and cause, and fails', () => {
  const page = 'site/tests/fixtures/broken.md'
  const args = ['--import', 'tsx', 'site/code/main.ts', page]
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: repository,
    encoding: 'utf8'
  })
  expect(status).toBe(1)
  expect(stderr).toContain(`${page}:17: the fence's "sho" is unknown`)
})
