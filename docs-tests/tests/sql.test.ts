// Blocks of SQL, and comments that say which SQL a statement sends.
import { afterAll, describe, expect, test } from 'vitest'
import { leaveServers } from '../src/run/servers.js'
import { normalSql, sqlStatements } from '../src/runtime/sql-statements.js'
import { page, partsIn, runsOf } from './sample.js'

afterAll(() => leaveServers())

const counted = 'SELECT count(*) AS "count" FROM "users"'
const problemsOf = async (...blocks: [string, string][]) => (await runsOf(page(...blocks))).problems

describe('a text of SQL', () => {
  test('has statements, and they have placeholders', () => {
    const text = "select ';' -- one; two\n;select $1, '$2', ? /* ; */ ; do $$ begin; end $$;\n"
    expect(sqlStatements(text)).toEqual([
      { text: "select ';' -- one; two", parts: ["select ';' -- one; two\n"] },
      { text: "select $1, '$2', ? /* ; */", parts: ['select ', ", '$2', ", ' /* ; */ '] },
      { text: 'do $$ begin; end $$', parts: [' do $$ begin; end $$'] }
    ])
  })

  test('is the same with other spaces and comments, but not with other strings', () => {
    expect(normalSql("select\n  'a  b' -- c\n ;")).toBe("select 'a  b'")
    expect(normalSql('select "A"')).not.toBe(normalSql('select "a"'))
  })
})

describe.concurrent('a comment with SQL', () => {
  test('holds where these statements were sent, and no others', async () => {
    const code = [
      'await User.query().select("id").rows() //~> SELECT "id" FROM "users"',
      'const rows = await User.where("age", ">", 40).select("id").rows()',
      '//=> [{ id: 2 }]',
      '//~> SELECT "id"',
      '//     FROM "users"',
      '//     WHERE "age" > ?',
      'for (const id of [1, 2]) {',
      `  await db.sql\`select \${id}\`.rows()`,
      '}',
      '//~> select ?',
      '//~> select ?',
      'User.where("id", 1).select("id") //~> SELECT "id" FROM "users" WHERE "id" = ?'
    ].join('\n')
    expect(await problemsOf(['prelude=blog', code])).toEqual([])
  })

  test('holds on each database for itself', async () => {
    const code = [
      'await User.where("id", 1).select("id").rows()',
      '//~> sqlite: SELECT "id" FROM "users" WHERE "id" = ?',
      '//~> postgres: SELECT "id" FROM "users" WHERE "id" = $1',
      '//~> mysql: SELECT `id` FROM `users` WHERE `id` = ?'
    ].join('\n')
    expect(await problemsOf(['prelude=blog db=all', code])).toEqual([])
  })

  test.each([
    ['select 2', 'expected select 2\n  actual select 1'],
    ['postgres: select 1', 'the expected SQL is missing\n  actual select 1'],
    ['', 'the expected SQL is missing\n  actual select 1']
  ])('fails with %j', async (sql, message) => {
    const code = `await db.sql\`select 1\`.rows() //~> ${sql}`
    expect(await problemsOf(['prelude=blog', code])).toEqual([`sample.md:4: ${message}`])
  })

  test.each([
    ['const one = 1 //~> select 1', 'expected select 1\n  actual none'],
    ['db.sql`select 1`.rows() //~> select 1', 'the statement is a promise: await it'],
    ['1 //~> oracle: select 1', '"oracle" is no database; there are sqlite, postgres and mysql'],
    ['//~> select 1', 'no statement ends before this comment']
  ])('fails behind %s', async (code, message) => {
    expect(await problemsOf(['prelude=blog', code])).toEqual([`sample.md:4: ${message}`])
  })
})

describe.concurrent('a block of SQL', () => {
  test('runs on the database of its prelude, and continues one', async () => {
    const text = page(
      ['sql prelude=blog', `insert into tags (label) values ('new');\nselect \`, \${x}' from tags`],
      ['sql prelude=blog db=all', "insert into tags (label) values ('new');"],
      ['sql continue', "select label from tags where label = 'new'"],
      ['text output', 'label\n-----\nnew']
    )
    const { problems } = await runsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^sample\.md:4: VersaError: SYNTAX: /)
  })

  test('is only planned where it has placeholders', async () => {
    const sql = 'delete from users where id = ?;\nselect count(*) as users from users'
    const text = page(['sql prelude=blog', sql], ['text output', 'users\n-----\n4'])
    expect((await runsOf(text)).problems).toEqual([])
  })

  test('needs a database', () => {
    expect(() => partsIn(page(['sql', 'select 1']))).toThrow('sample.md:3: SQL needs a database')
  })

  test('can be what the block before it sends', async () => {
    const code = `await User.count()\nawait db.sql\`select \${1}\`.rows()`
    const right = page(
      ['prelude=blog db=sqlite,postgres', code],
      ['sql output db=sqlite', `${counted};\nselect ?;`],
      ['sql output db=postgres', `${counted};\nselect $1;`]
    )
    expect((await runsOf(right)).problems).toEqual([])
    const wrong = page(['prelude=blog', code], ['sql output', `${counted};`])
    expect((await runsOf(wrong)).problems).toEqual([
      'sample.md:9: expected the SQL (no other statement)\n  actual select ?'
    ])
  })
})
