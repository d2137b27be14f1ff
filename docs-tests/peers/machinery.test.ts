// What the tests of the pages for those who come from other libraries rest on.
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { availableDatabases } from '../src/run/servers.js'
import { type Databases, databasesOf, rowsOf } from './src/databases.js'
import { expectedOf } from './src/expected.js'
import { tasksOf } from './src/tasks.js'

function fence(meta: string, code: string): string {
  return `\`\`\`ts ${meta}\n${code}\n\`\`\``
}

function tasksIn(...fences: readonly string[]) {
  const models = fence('file=models.ts', 'export const none = 0')
  return tasksOf({ file: 'sample.md', text: [models, ...fences].join('\n\n') }, 'other')
}

describe('blocks of two libraries', () => {
  test('belong together by the name of the task', () => {
    const { pairs, together, definitions } = tasksIn(
      fence('peer=other task="find a row"', 'theirs()'),
      fence('name="add a row"', 'no()'),
      fence('name="find a row"', 'ours()'),
      fence('peer=other+versa-orm task=both', 'both()'),
      '```prisma peer=other file=schema.prisma\nmodel X {}\n```'
    )
    expect(pairs.map(({ name, theirs, ours }) => [name, theirs.code, ours.blocks[0].code])).toEqual(
      [['find a row', 'theirs()', 'ours()']]
    )
    expect(together.map(({ code }) => code)).toEqual(['both()'])
    expect(definitions).toEqual([{ file: 'schema.prisma', code: 'model X {}', line: 22 }])
  })

  test.each([
    ['peer=other task=find', 'there is no block of ours with name="find"'],
    ['peer=other', 'the fence needs task="…"'],
    ['peer=another task=find', 'the page is about other, not about another']
  ])('with %s are refused', (meta, message) => {
    expect(() => tasksIn(fence(meta, '1'))).toThrow(`sample.md:5: ${message}`)
  })

  test('say the same where their assertions do, however they are written', () => {
    const theirs = "const a = f() //=> [ {n:1}, 'x' ]\nawait g() //! CODE"
    const ours = "g(); h() //=> [{ n: 1 },\n//     'x']\nh() //! OTHER"
    expect(expectedOf(theirs)).toEqual(expectedOf(ours))
    expect(expectedOf('f() //=> 1')).not.toEqual(expectedOf('f() //=> 2'))
    expect(expectedOf('f() //=> 1')).not.toEqual(expectedOf('f() //=> 1\nf() //=> 1'))
  })
})

describe.runIf(availableDatabases().includes('postgres'))('databases', () => {
  let databases: Databases

  beforeAll(async () => {
    databases = await databasesOf('prisma')
  })

  afterAll(() => databases.drop())

  beforeEach(() => databases.renew())

  test('begin with the same rows, and differ by what was written', async () => {
    const { theirs, ours } = databases
    const since = new Date()
    const rows = await rowsOf(theirs, since)
    expect(rows['Tag']).toHaveLength(3)
    expect(await rowsOf(ours, since)).toEqual(rows)
    await write(theirs, `update "Post" set views = 1 where id = 1`)
    expect(await rowsOf(ours, since)).not.toEqual(await rowsOf(theirs, since))
    await databases.renew()
    expect(await rowsOf(theirs, since)).toEqual(rows)
  })

  test('do not differ by the time at which something was written', async () => {
    const { theirs, ours } = databases
    const since = new Date()
    const statement = `insert into "User" (name, email) values ('X', 'x')`
    await write(theirs, statement)
    await write(ours, 'select pg_sleep(0.01)', statement)
    expect(await rowsOf(ours, since)).toEqual(await rowsOf(theirs, since))
    const later = new Date(Date.now() + 60_000)
    expect(await rowsOf(ours, later)).not.toEqual(await rowsOf(theirs, later))
  })
})

async function write(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
