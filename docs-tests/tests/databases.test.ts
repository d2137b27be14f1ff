// On which databases a block runs, and what it finds there.
import { afterAll, describe, expect, test } from 'vitest'
import { runsOf } from '../src/blocks/claims.js'
import { leaveServers } from '../src/run/servers.js'
import { page, partsIn, programsIn, runsOf as runAll } from './sample.js'

const all = [['sqlite'], ['postgres'], ['mariadb']]
const connecting = (url: string) =>
  `import { connect } from 'versa-orm'\nawait using db = await connect('${url}')`

afterAll(() => leaveServers())

/** The runs of a page's first program. */
function runsIn(...[meta, code]: [meta: string, code: string]) {
  const [program] = programsIn(page([meta, code]))
  return program === undefined ? [] : runsOf(program)
}

describe('a block runs', () => {
  test.each([
    ['prelude=blog', '1', [['sqlite']]],
    ['prelude=blog db=all', '1', all],
    ['prelude=blog db=postgres', '1', [['postgres']]],
    ['prelude=blog db=all skip="no"', '1', []],
    ['errors=2322', 'const x: string = 1', []],
    ['', '1', [[]]],
    ['prelude=replicas', '1', [['sqlite']]],
    ['', connecting('sqlite::memory:'), [['sqlite']]],
    ['db=postgres', connecting('postgres://db.example.com/shop'), [['postgres']]],
    ['db=mariadb', connecting('mysql://db.example.com/shop'), [['mariadb']]],
    ['', connecting('postgres://127.0.0.1:1/nobody'), [[]]]
  ])('with %s and %j on %j', (meta, code, runs) => {
    expect(runsIn(meta, code)).toEqual(runs)
  })

  test('on the databases of its page, unless it opens one itself', () => {
    const text = ['---', 'prelude: blog', 'db: all', '---', '', '```ts', '1', '```', '']
    const own = [
      '```ts',
      connecting('sqlite::memory:'),
      '```',
      '',
      '```ts prelude=none',
      '1',
      '```'
    ]
    const runs = programsIn([...text, ...own].join('\n')).map(runsOf)
    expect(runs).toEqual([all, [['sqlite']], [[]]])
  })

  test('on what the files open that it imports', () => {
    const file = connecting('sqlite::memory:').replace('await using', 'export const')
    const text = page(['file=src/db.ts', file], ['', "import './src/db.js'"], ['', '1'])
    expect(programsIn(text).map(runsOf)).toEqual([[['sqlite']], [['sqlite']], [[]]])
  })

  test.each([
    ['db=all', '1', 'the block opens no database, so it claims none'],
    [
      'db=all',
      connecting('sqlite::memory:'),
      'the fence claims sqlite, postgres, mariadb, the code connects'
    ],
    ['prelude=replicas db=all', '1', 'the prelude "replicas" is SQLite\'s alone']
  ])('but not with %s and %j', (meta, code, message) => {
    expect(() => partsIn(page([meta, code]))).toThrow(`sample.md:3: ${message}`)
  })
})

describe.concurrent('a block finds', () => {
  test('the models and rows of its prelude on each database', async () => {
    const code = [
      'await User.count() //=> 4',
      'const ada = await User.findOrFail(1)',
      "ada.name //=> 'Ada'",
      'await Tag.create({ label: db.product })',
      'await Tag.count() //=> 4'
    ].join('\n')
    expect(await runAll(page(['prelude=blog db=all', code]))).toEqual({
      problems: [],
      assertions: 9
    })
  })

  test('the server that its URL names, with the parameters of the URL', async () => {
    const code = [
      connecting('postgres://reader:secret@db.example.com/shop?application_name=docs'),
      'db.product //=> "PostgreSQL"',
      "await db.sql`select current_setting('application_name') as name`.first()",
      '//=> { name: "docs" }'
    ].join('\n')
    expect((await runAll(page(['db=postgres', code]))).problems).toEqual([])
  })

  test('its URL in the environment', async () => {
    const code = [
      "import { connect } from 'versa-orm'",
      "await using own = await connect(process.env['DATABASE_URL'] ?? '')",
      'own.product === db.product //=> true'
    ].join('\n')
    expect((await runAll(page(['prelude=blog db=postgres,mariadb', code]))).problems).toEqual([])
  })

  test('what it claims not to find, where the page is wrong', async () => {
    const text = page(['prelude=blog db=all', 'db.product //=> "SQLite"'])
    expect((await runAll(text)).problems).toEqual([
      "sample.md:4: expected 'SQLite'\n  actual 'PostgreSQL'",
      "sample.md:4: expected 'SQLite'\n  actual 'MariaDB'"
    ])
  })
})
