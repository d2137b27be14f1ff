import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database } from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/recording/events.js'
import { shop } from './support/models.js'
import { runDatabases } from './support/run-databases.js'
import { Scratch, scratch } from './support/scratch.js'
import { type Serving, servers } from './support/serving.js'

const start = servers()
const project = scratch({
  ...shop,
  'src/own.ts': `import { connect } from 'versa-orm'

export const own = await connect(process.env.OWN_URL ?? '', { name: 'own' })
`
})

/** Code that changes something, in the ways in which people say it. */
const writes: Readonly<Record<string, string>> = {
  'a model': "await Customer.create({ name: 'Eve', email: 'eve@example.com' })",
  'an update': "await Customer.where('id', 1).update({ name: 'Eve' })",
  'a delete': "await Customer.where('id', 1).delete()",
  'many rows': "await Customer.createMany([{ name: 'Eve', email: 'eva@example.com' }])",
  'raw SQL': "await db.sql`insert into customers (name, email) values ('Eve', 'a')`.execute()",
  'raw SQL with rows': 'await db.sql`delete from customers where 1 = 1`.rows()',
  DDL: 'await db.sql`create table evil (id int)`.execute()',
  'the end of a table': 'await db.sql`drop table notes`.execute()',
  'a transaction': `await db.transaction(async tx => {
    await tx.sql\`insert into customers (name, email) values ('Eve', 'b')\`.execute()
  })`,
  'a transaction by hand': `await using tx = await db.begin()
  await tx.sql\`insert into customers (name, email) values ('Eve', 'c')\`.execute()
  await tx.commit()`,
  'a connection of its own': `const { own } = await import('./src/own')
  await own.sql\`insert into customers (name, email) values ('Eve', 'd')\`.execute()`,
  'the schema editor': 'await db.schema.drop([Order, Customer])'
}

/** Code that tries to get out of what only reads. */
const tricks: Readonly<Record<string, string>> = {
  'a transaction that says it writes': `await db.transaction(async tx => {
    await tx.sql\`set transaction read write\`.execute()
    await tx.sql\`insert into customers (name, email) values ('Eve', 'e')\`.execute()
  })`,
  'a transaction that is ended': `await db.transaction(async tx => {
    await tx.sql\`commit\`.execute().catch(() => undefined)
    await tx.sql\`insert into customers (name, email) values ('Eve', 'e')\`.execute()
  })`,
  'a session that says it writes': `const settings = [
    'set session characteristics as transaction read write',
    'set default_transaction_read_only = off',
    'set session transaction read write',
    'pragma query_only = off'
  ]
  for (const text of settings) {
    await db.sql(Object.assign([text], { raw: [text] })).execute().catch(() => undefined)
  }
  await db.sql\`insert into customers (name, email) values ('Eve', 'e')\`.execute()`,
  'a function that changes the setting': `await db.sql\`
    select set_config('transaction_read_only', 'off', false)\`.rows().catch(() => undefined)
  await db.sql\`insert into customers (name, email) values ('Eve', 'e')\`.execute()`
}

/** A run of all of them, which gives what each was answered. */
function attempts(codes: Readonly<Record<string, string>>): string {
  const each = Object.entries(codes).map(([name, code]) => {
    return `answers[${JSON.stringify(name)}] = await attempt(async () => {\n  ${code}\n})`
  })
  return `${imports}
const answers: Record<string, string> = {}
async function attempt(work: () => Promise<void>): Promise<string> {
  try {
    await work()
    return 'written'
  } catch (error) {
    return (error as { code: string }).code
  }
}
${each.join('\n')}
export default answers
`
}

const imports = `import { Customer } from './src/models/customer'
import { Order } from './src/models/order'

void Order
`

describe.each(runDatabases(project))('runs against $name', ({ name, url }) => {
  let reading: Serving
  let db: Database

  beforeAll(async () => {
    db = await connect(url(), { name: `${name} of the test` })
    const { Customer, Order } = await loadShop(db)
    await db.schema.create([Customer, Order])
    await Customer.using(db).create({ name: 'Ada', email: 'ada@example.com' })
    await db.sql`create table notes (id int)`.execute()
    await start(project, ['--no-open', '--database', url()], { OWN_URL: url() }).then(server => {
      reading = server
    })
  })
  afterAll(async () => {
    await db.close()
  })

  const customers = async () =>
    (await db.sql`select name from customers order by id`.rows()).map(row => row['name'])

  test('read what is there', async () => {
    const messages = await reading.run(`${imports}
show(await Customer.with({ orders: true }).all(), 'all')
export default Customer.where('name', 'Ada').first()
`)
    expect(failure(messages)).toBeUndefined()
    expect(results(messages)).toMatchObject([
      { title: 'all', value: [{ name: 'Ada', orders: [] }] },
      { title: 'default', value: { name: 'Ada', email: 'ada@example.com' } }
    ])
    expect(results(messages)[0]?.table?.columns).toContainEqual({
      name: 'orders',
      type: 'relation'
    })
    const statements = messages.flatMap(message => {
      return message.kind === 'statement' && message.statement.plan === null
        ? [message.statement]
        : []
    })
    expect(statements).toHaveLength(3)
    expect(statements[0]).toMatchObject({ access: 'read', ast: { kind: 'select' } })
    expect(Object.keys(statements[0]?.dialects ?? {})).toHaveLength(4)
    expect(messages.at(-1)?.kind).toBe('done')
  })

  test('read in transactions and streams', async () => {
    const messages = await reading.run(`${imports}
const names: string[] = []
for await (const { name } of Customer.query().stream()) names.push(name)
export default db.transaction(async tx => [names, await Customer.using(tx).count()])
`)
    expect(failure(messages)).toBeUndefined()
    expect(results(messages)[0]?.value).toEqual([['Ada'], 1])
  })

  test('do not write, and say how they may', async () => {
    const messages = await reading.run(attempts(writes))
    expect(answersOf(messages)).toEqual(
      Object.fromEntries(Object.keys(writes).map(way => [way, 'READ_ONLY']))
    )
    expect(await customers()).toEqual(['Ada'])
    const alone = await reading.run(`${imports}\n${writes['raw SQL']}\n`)
    expect(failure(alone)).toMatchObject({
      code: 'READ_ONLY',
      hint: 'To write from here, start it with `versa doc --write`.'
    })
  })

  test('do not write where they try to get out of it', async () => {
    const answers = answersOf(await reading.run(attempts(tricks)))
    expect(Object.keys(answers)).toEqual(Object.keys(tricks))
    expect(Object.values(answers)).not.toContain('written')
    expect(await customers()).toEqual(['Ada'])
  })

  test('write where it was asked for, which the project says', async () => {
    const args = ['--no-open', '--write', '--database', url()]
    const writing = await start(project, args, { OWN_URL: url() })
    const state = await writing.state()
    expect(state.write).toBe(true)
    const messages = await writing.run(`${imports}
await Customer.create({ name: 'Bob', email: 'bob@example.com' })
await db.sql\`update customers set name = 'Bea' where name = 'Bob'\`.execute()
`)
    expect(failure(messages)).toBeUndefined()
    expect(await customers()).toEqual(['Ada', 'Bea'])
    const answers = answersOf(await writing.run(attempts(writes)))
    expect(new Set(Object.values(answers))).toEqual(new Set(['written']))
  })
})

/** The models of the project, in this process. */
async function loadShop(db: Database) {
  const { belongsTo, hasMany, Model, t } = await import('versa-orm')
  class Customer extends Model.table('customers', {
    id: t.id(),
    email: t.text().unique(),
    name: t.text()
  }) {
    static orders = hasMany(() => Order, 'customerId')
  }
  class Order extends Model.table('orders', {
    id: t.id(),
    customerId: t.int().references('customers').column('customer_id'),
    total: t.decimal(10, 2),
    placedAt: t.timestamp().column('placed_at')
  }) {
    static customer = belongsTo(() => Customer, 'customerId')
  }
  void db
  return { Customer, Order }
}

function answersOf(messages: readonly RunEvent[]): Record<string, string> {
  expect(failure(messages)).toBeUndefined()
  return Object(results(messages)[0]?.value)
}

function results(messages: readonly RunEvent[]) {
  return messages.flatMap(message => (message.kind === 'result' ? [message.result] : []))
}

function printed(messages: readonly RunEvent[]) {
  return messages.flatMap(message => (message.kind === 'console' ? [message.line] : []))
}

function failure(messages: readonly RunEvent[]) {
  return messages.find(message => message.kind === 'failed')?.error
}

describe('a run', () => {
  let server: Serving
  beforeAll(async () => {
    server = await start(project, ['--no-open', '--time-limit', '15'])
    await server.state()
  })

  test('without a database goes to an empty one in memory that has the tables', async () => {
    const code = `${imports}
await Customer.create({ name: 'Ada', email: 'ada@example.com' })
export default Customer.count()
`
    for (let times = 0; times < 2; times += 1) {
      const messages = await server.run(code)
      expect(results(messages)[0]?.value).toBe(1)
    }
  })

  test('shows values as they are', async () => {
    const messages = await server.run(`
const circle: unknown[] = []
circle.push(circle)
export default [
  new Date(0), 2n ** 70n, Number.NaN, -0, new Uint8Array([1, 2]), undefined, new Map([[1n, 'a']]),
  new Set([1]), { $: 'date' }, circle, () => 1, class Named {}, Promise.resolve(1), Symbol('s')
]
`)
    expect(results(messages)[0]?.value).toEqual([
      new Date(0),
      2n ** 70n,
      Number.NaN,
      -0,
      new Uint8Array([1, 2]),
      undefined,
      new Map([[1n, 'a']]),
      new Set([1]),
      { $: 'date' },
      ['[Circular]'],
      '[function (anonymous)]',
      '[class Named]',
      '[Promise: it was not awaited]',
      'Symbol(s)'
    ])
  })

  test('prints to its console, and what libraries write past it', async () => {
    const messages = await server.run(`
console.warn('careful', 1n)
process.stdout.write('past it\\n')
await new Promise(resolve => setTimeout(resolve, 100))
`)
    expect(printed(messages)).toMatchObject([
      { level: 'warn', values: ['careful', 1n] },
      { level: 'log', values: ['past it'] }
    ])
  })

  test('that prints without end is cut', async () => {
    const messages = await server.run(
      "for (let n = 0; n < 100_000; n += 1) console.log('line', n)\n"
    )
    const lines = printed(messages)
    expect(lines.length).toBeLessThan(1100)
    const dropped = lines.map(line => line.dropped ?? 0).reduce((sum, count) => sum + count, 0)
    expect(lines.length + dropped).toBe(100_000)
    expect(lines.at(-1)?.values).toEqual(['line', 99_999])
  })

  test('that throws says where', async () => {
    const messages = await server.run("const n: number = 1\n\nthrow new TypeError('no ' + n)\n")
    expect(failure(messages)).toMatchObject({
      name: 'TypeError',
      message: expect.stringContaining('no 1'),
      place: { file: 'query.ts', line: 3 }
    })
  })

  test('that is wrong about a column gets the hint', async () => {
    const messages = await server.run(
      `${imports}\nexport default Customer.where('nam' as 'name', 'x')\n`
    )
    expect(failure(messages)).toMatchObject({
      code: 'UNKNOWN_COLUMN',
      hint: 'did you mean "name"?',
      place: { file: 'query.ts' }
    })
  })

  test.each([
    ['while (true) {}\n', { name: 'Time limit', place: { file: 'query.ts', line: 1 } }],
    ['await new Promise(() => setInterval(() => {}, 100))\n', { name: 'Time limit' }]
  ])('is stopped when its time is up: %s', async (code, expected) => {
    const messages = await server.run(code)
    expect(failure(messages)).toMatchObject({
      message: 'Stopped after 15 seconds.',
      ...expected
    })
    expect(messages.at(-1)?.kind).toBe('done')
  })

  test('that ends its process says so', async () => {
    expect(failure(await server.run('process.exit(4)\n'))).toMatchObject({
      message: 'The code ended its process with code 4.'
    })
    const killed = await server.run("process.kill(process.pid, 'SIGKILL')\n")
    expect(failure(killed)?.message).toBe('The code ended its process by SIGKILL.')
  })

  test('may throw where nobody awaits it', async () => {
    const messages = await server.run(`setTimeout(() => { throw new Error('late') }, 10)
await new Promise(resolve => setTimeout(resolve, 500))
`)
    expect(failure(messages)).toMatchObject({ message: 'late' })
  })

  test('may have more files', async () => {
    const answer = await server.ask('/project/run', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-versa-token': server.token },
      body: JSON.stringify({
        files: [
          { name: 'numbers.ts', text: 'export const one: number = 1\n' },
          {
            name: 'more.ts',
            text: "import { one } from './numbers'\nexport const two = one + one\n"
          },
          { name: 'query.ts', text: "import { two } from './more.js'\nexport default two\n" }
        ]
      })
    })
    expect(answer.text).toContain('"result":{"title":"default","value":2}')
  })
})

describe('a run that is not wanted any more', () => {
  test('is stopped, in the database too, when its page goes away', async () => {
    const url = process.env['VERSA_TEST_PG_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
    const server = await start(project, ['--no-open', '--database', url])
    const mark = randomBytes(6).toString('hex')
    await using admin = await connect(url, { name: mark })
    const sleeping = async () => {
      const [row] = await admin.sql`select count(*) as n from pg_stat_activity
        where state = 'active' and query like ${`%pg_sleep(30) as m${mark}%`}
        and pid <> pg_backend_pid()`.rows()
      return Number(row?.['n'])
    }
    const stopping = new AbortController()
    const text = `export default db.sql\`select pg_sleep(30) as m${mark}\`.rows()\n`
    const request = fetch(`${server.base}/project/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-versa-token': server.token },
      body: JSON.stringify({ files: [{ name: 'query.ts', text }] }),
      signal: stopping.signal
    }).then(response => response.text())
    while ((await sleeping()) === 0) await sleep(50)
    stopping.abort()
    await expect(request).rejects.toThrow()
    while ((await sleeping()) > 0) await sleep(50)
  })
})

describe('a database', () => {
  const secret = 'unguessable-password'

  test('that cannot be reached is said to be so, without what is secret', async () => {
    const own = new Scratch(shop)
    const url = `postgres://ada:${secret}@127.0.0.1:1/shop?application_name=${secret}`
    const server = await start(own, ['--no-open'], { DATABASE_URL: url })
    own.write({
      'versa.config.ts': 'export default { database: process.env.DATABASE_URL }\n'
    })
    const state = await server.state(({ settings }) => settings?.config !== null)
    expect(state.settings?.database).toBe('postgres://127.0.0.1:1/shop')
    expect(state.problems).toEqual([])
    const messages = await server.run(`console.log(process.env.DATABASE_URL)
export default db.sql\`select 1\`.rows()
`)
    expect(failure(messages)).toMatchObject({ code: 'CONNECTION_FAILED' })
    const thrown = await server.run("throw new Error('at ' + process.env.DATABASE_URL)\n")
    const { stdout, stderr } = await server.end()
    const files = JSON.stringify([state, messages, thrown, stdout, stderr])
    expect(files).not.toContain(secret)
    own.remove()
  })

  test('that is named by a wrong URL is said to be so, without the URL', async () => {
    const own = new Scratch(shop)
    const server = await start(own, ['--no-open', '--database', `oops://ada:${secret}@host/x`])
    const state = await server.state()
    const messages = await server.run('export default 1\n')
    expect(failure(messages)).toMatchObject({ code: 'INVALID_CONFIGURATION' })
    const { stdout, stderr } = await server.end()
    expect(JSON.stringify([state, messages, stdout, stderr])).not.toContain(secret)
    own.remove()
  })

  test('that is a file that does not exist is not made', async () => {
    const own = new Scratch(shop)
    const server = await start(own, ['--no-open', '--database', 'sqlite:nowhere.db'])
    await server.state()
    expect(failure(await server.run('export default 1\n'))?.code).toBe('CONNECTION_FAILED')
    own.remove()
  })
})
