import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { model, shop } from './support/models.js'
import { Scratch, scratch } from './support/scratch.js'
import { type Serving, type State, servers } from './support/serving.js'

const start = servers()

/** A project that is served, and what it is like once it is loaded. */
async function load(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {}
): Promise<{ server: Serving; state: State; project: Scratch }> {
  const project = new Scratch(files)
  const server = await start(project, ['--no-open', ...args], environment)
  const state = await server.state()
  return { server, state, project }
}

describe('the models of a project', () => {
  test('are found in the usual place, with all that they are', async () => {
    const { state, server } = await load(shop)
    expect(state.problems).toEqual([])
    expect(state.settings).toMatchObject({ config: null, patterns: ['src/models'], database: null })
    expect(state.schema?.tables.map(table => table.model)).toEqual(['Customer', 'Order'])
    const order = state.schema?.tables.find(table => table.table === 'orders')
    expect(order?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id int',
      'customer_id int',
      'total decimal',
      'placed_at timestamp'
    ])
    expect(order?.indexes).toEqual([{ columns: ['placed_at'], unique: false }])
    expect(order?.relations).toEqual([{ name: 'customer', kind: 'belongsTo', target: 'Customer' }])
    for (const dialect of ['SQLite', 'PostgreSQL', 'MySQL', 'MariaDB']) {
      expect(state.schema?.ddl[dialect]?.join()).toMatch(/CREATE TABLE .orders./)
    }
    expect(state.places).toContainEqual({ model: 'Order', file: 'src/models/order.ts', line: 4 })
    expect(server.token).not.toBe('')
  })

  test.each([
    ['models.ts', {}],
    ['src/models.ts', {}],
    ['src/db/schema.ts', {}],
    ['app/models/deep/tag.ts', {}],
    ['models/tag.mjs', {}],
    ['models/tag.js', {}],
    ['models/tag.mts', { 'package.json': '{ "name": "common" }' }]
  ])('are found in %s', async (file, files) => {
    const { state } = await load({ [file]: model('Tag'), ...files })
    expect(state.schema?.tables.map(table => table.table)).toEqual(['tags'])
  })

  test('are found where the configuration says', async () => {
    const { state } = await load({
      ...shop,
      'lib/a.models.ts': model('Apple'),
      'lib/deep/b.models.ts': model('Berry'),
      'lib/c.ts': model('Cherry'),
      'versa.config.ts': `import { defineConfig } from 'versa-orm'

export default defineConfig({ models: ['lib/**/*.models.{ts,js}'], database: 'sqlite:app.db' })
`
    })
    expect(state.settings).toMatchObject({ config: 'versa.config.ts', database: 'sqlite:app.db' })
    expect(state.schema?.tables.map(table => table.model)).toEqual(['Apple', 'Berry'])
  })

  test('are found where the flags say, which go before the configuration', async () => {
    const { state } = await load(
      {
        'one/apple.ts': model('Apple'),
        'two/berry.ts': model('Berry'),
        'versa.config.mjs': "export default { models: ['nowhere'], database: 'sqlite:a.db' }\n"
      },
      ['--models', 'one', 'two/*.ts', '--database', 'sqlite:b.db']
    )
    expect(state.settings).toMatchObject({ config: 'versa.config.mjs', database: 'sqlite:b.db' })
    expect(state.schema?.tables.map(table => table.model)).toEqual(['Apple', 'Berry'])
  })

  test('are found from a folder within the project', async () => {
    const project = scratch(shop)
    mkdirSync(project.path('src/deep'), { recursive: true })
    const { folder } = project
    const server = await start({ ...project, start: fromFolder(project, 'src/deep') } as Scratch)
    const state = await server.state()
    expect(state.settings?.root).toBe(folder)
    expect(state.schema?.tables).toHaveLength(2)
  })

  test('come once where several files export them, from where they are declared', async () => {
    const { state } = await load({
      ...shop,
      'src/models/index.ts': "export * from './customer.js'\nexport * from './order.js'\n"
    })
    expect(state.schema?.tables).toHaveLength(2)
    expect(state.places.map(({ file }) => file)).not.toContain('src/models/index.ts')
  })

  test('may use paths of tsconfig.json, and print', async () => {
    const { state } = await load({
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["./src/*"] } } }',
      'src/names.ts': "export const table: string = 'aliased'\n",
      'src/models/tag.ts': `import { Model, t } from 'versa-orm'
import { table } from '~/names'

process.stdout.write('printed past the console\\n')
console.log({ loud: true })

export class Tag extends Model.table(table, { id: t.id() }) {}
`
    })
    expect(state.problems).toEqual([])
    expect(state.schema?.tables.map(table => table.table)).toEqual(['aliased'])
    expect(state.printed).toContain('printed past the console')
  })

  test('read the environment of .env, which goes behind what is set', async () => {
    const files = {
      '.env': 'DATABASE_URL=sqlite:from-file.db\nOWN_TABLE=from_env\n',
      'versa.config.ts': 'export default { database: process.env.DATABASE_URL }\n',
      'models.ts': `import { Model, t } from 'versa-orm'

export class Tag extends Model.table(process.env.OWN_TABLE ?? 'none', { id: t.id() }) {}
`
    }
    const read = await load(files)
    expect(read.state.settings?.database).toBe('sqlite:from-file.db')
    expect(read.state.schema?.tables[0]?.table).toBe('from_env')
    const set = await load(files, [], { DATABASE_URL: 'sqlite:set.db' })
    expect(set.state.settings?.database).toBe('sqlite:set.db')
  })

  test('need no database, whatever their files connect to', async () => {
    const { state, project } = await load({
      'src/db.ts': `import { connect } from 'versa-orm'

export const db = await connect('postgres://nobody:secret@127.0.0.1:1/nowhere')
export const file = await connect('sqlite:made.db', { name: 'file' })
await file.sql\`create table made (id int)\`.execute()
`,
      'src/models/tag.ts': `import '../db.js'\n${model('Tag')}`
    })
    expect(state.problems).toEqual([])
    expect(state.schema?.tables).toHaveLength(1)
    expect(() => rmSync(project.path('made.db'))).toThrow('ENOENT')
  })

  test('are not there in an empty project, and the docs work', async () => {
    const { state, server } = await load({})
    expect(state).toMatchObject({ problems: [], schema: { tables: [] } })
    expect((await server.ask('/playground/')).status).toBe(200)
    const { stdout } = await server.end()
    expect(stdout).toContain('No models were found: name them with --models')
  })
})

/** Starts the command in a folder of a project. */
function fromFolder(project: Scratch, folder: string): Scratch['start'] {
  return (args, environment) => {
    const own = Object.assign(Object.create(Scratch.prototype), { folder: project.path(folder) })
    return Scratch.prototype.start.call(own, args, environment)
  }
}

describe('models that do not load', () => {
  const good = { 'src/models/a.ts': model('Apple') }

  test('throw: file, line and why; the others are there', async () => {
    const { state, server } = await load({
      ...good,
      'src/models/bad.ts': `const words: string[] = []

function first(): string {
  throw new Error('there are no ' + words.length)
}

first()
`
    })
    expect(state.schema?.tables.map(table => table.model)).toEqual(['Apple'])
    expect(state.problems).toMatchObject([
      { message: 'there are no 0', place: { file: 'src/models/bad.ts', line: 4 } }
    ])
    expect((await server.end()).stdout).toContain('src/models/bad.ts:4: there are no 0')
  })

  test('cannot be parsed: file and line', async () => {
    const { state } = await load({
      ...good,
      'src/models/bad.ts': "import { t } from 'versa-orm'\n\nexport const x: number = = 2\n"
    })
    expect(state.schema?.tables).toHaveLength(1)
    expect(state.problems).toMatchObject(
      [{ message: /cannot be read/, place: { file: 'src/models/bad.ts', line: 3 } }].map(
        ({ message, place }) => ({ message: expect.stringMatching(message), place })
      )
    )
  })

  test('import what is not there', async () => {
    const { state } = await load({
      ...good,
      'src/models/bad.ts': "import { x } from './missing.js'\n\nexport const y = x\n",
      'src/models/bad2.ts': "import { x } from 'no-such-package'\n\nexport const y = x\n"
    })
    expect(state.problems).toHaveLength(2)
    expect(state.problems[0]).toMatchObject({
      message: /missing/,
      place: { file: 'src/models/bad.ts' }
    })
    expect(state.problems[1]).toMatchObject({ message: /no-such-package/ })
  })

  test('are refused by the ORM: its hint is told', async () => {
    const { state } = await load({
      ...good,
      'src/models/bad.ts': `import { belongsTo, Model, t } from 'versa-orm'

export class Pear extends Model.table('pears', { id: t.id() }) {
  static tree = belongsTo(() => Pear, 'treeId' as never)
}
`
    })
    expect(state.schema?.tables.map(table => table.model)).toEqual(['Apple'])
    const [problem] = state.problems
    expect(problem?.code).toBe('INVALID_MODEL')
    expect(problem?.place).toMatchObject({ file: 'src/models/bad.ts', line: 3 })
    expect(problem?.hint).not.toBe('')
  })

  test('loop without end: where', async () => {
    const { state, server } = await load(
      { ...good, 'src/models/b.ts': 'let n = 0\n\nwhile (true) {\n  n += 1\n}\n' },
      // Long enough for the models before it, also where all else on the machine is busy.
      ['--time-limit', '12.5']
    )
    expect(state.problems[0]?.message).toBe('src/models/b.ts did not load within 12.5 seconds.')
    expect(state.problems[0]?.place?.file).toBe('src/models/b.ts')
    expect(state.problems[0]?.place?.line).toBeGreaterThanOrEqual(3)
    expect((await server.ask('/playground/')).status).toBe(200)
  })

  test('wait for what never comes', async () => {
    const { state } = await load(
      { 'models.ts': 'setInterval(() => {}, 1000)\nawait new Promise(() => {})\n' },
      ['--time-limit', '1.5']
    )
    expect(state.problems).toMatchObject([
      { message: 'models.ts did not load within 1.5 seconds.', place: { file: 'models.ts' } }
    ])
  })

  test('end the process: who called it', async () => {
    const { state } = await load({
      'src/models/bad.ts': 'if (process.argv.length > 0) {\n  process.exit(3)\n}\n'
    })
    expect(state.problems).toMatchObject([
      {
        message: 'src/models/bad.ts ended the process: it calls process.exit(3).',
        place: { file: 'src/models/bad.ts', line: 2 }
      }
    ])
  })

  test('kill the process', async () => {
    const { state } = await load({
      'models.ts': "process.stderr.write('last words\\n')\nprocess.kill(process.pid, 'SIGKILL')\n"
    })
    expect(state.problems).toMatchObject([
      { message: 'models.ts ended the process by SIGKILL.', place: { file: 'models.ts' } }
    ])
    expect(state.problems[0]?.hint).toContain('last words')
  })

  test('throw later', async () => {
    const { state } = await load({
      'models.ts': `${model('Tag')}
setTimeout(() => { throw new Error('too late') }, 0)
await new Promise(resolve => setTimeout(resolve, 50))
`
    })
    expect(state.schema?.tables).toHaveLength(1)
    expect(state.problems).toMatchObject([{ message: 'too late', place: { file: 'models.ts' } }])
  })

  test.each([
    ['export const x = 1\n', /has no default export/],
    ['export default { models: "src" }\n', /models of versa.config.ts is no list/],
    ['export default { database: 5 }\n', /database of versa.config.ts is no URL/],
    ["throw new Error('in the configuration')\n", /in the configuration/]
  ])('have a configuration like %s', async (text, message) => {
    const { state } = await load({ ...shop, 'versa.config.ts': text })
    expect(state.problems).toHaveLength(1)
    expect(state.problems[0]?.message).toMatch(message)
    expect(state.problems[0]?.place?.file).toBe('versa.config.ts')
  })
})

describe('a project whose files change', () => {
  test('is loaded again: better, worse, and better again', async () => {
    const { server, project } = await load(shop)
    project.write({ 'src/models/tag.ts': model('Tag') })
    const added = await server.state(state => state.schema?.tables.length === 3)
    expect(added.version).toBeGreaterThan(1)
    project.write({ 'src/models/tag.ts': "throw new Error('worse')\n" })
    const worse = await server.state(state => state.problems.length === 1)
    expect(worse.schema?.tables).toHaveLength(2)
    project.write({ 'src/models/tag.ts': model('Tag', 'name') })
    const better = await server.state(state => state.schema?.tables.length === 3)
    expect(better.problems).toEqual([])
  })

  test('is followed into files that models import, and to a later configuration', async () => {
    const { server, project } = await load({
      'src/lib/names.ts': "export const name = 'one'\n",
      'src/models/tag.ts': `import { Model, t } from 'versa-orm'
import { name } from '../lib/names.js'

export class Tag extends Model.table(name, { id: t.id() }) {}
`,
      'other/apple.ts': model('Apple')
    })
    project.write({ 'src/lib/names.ts': "export const name = 'two'\n" })
    await server.state(state => state.schema?.tables[0]?.table === 'two')
    project.write({ 'versa.config.ts': "export default { models: ['other'] }\n" })
    await server.state(state => state.schema?.tables[0]?.table === 'apples')
  })

  test('is followed where there were no models', async () => {
    const { server, project } = await load({})
    project.write({ 'src/models/tag.ts': model('Tag') })
    await server.state(state => state.schema?.tables.length === 1)
  })

  test('tells its page by server-sent events', async () => {
    const { server, project } = await load(shop)
    const response = await fetch(`${server.base}/project/events`, {
      headers: { 'x-versa-token': server.token }
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (wanted: RegExp) => {
      while (!wanted.test(text)) text += (await reader?.read())?.value ?? ''
    }
    await until(/^event: model\ndata: \{.*\}\n\n/)
    project.write({ 'src/models/tag.ts': model('Tag') })
    await until(/"table":"tags"/)
    await reader?.cancel()
  })
})

describe('the files for the editor', () => {
  interface Files {
    readonly files: { readonly name: string; readonly text: string }[]
    readonly query: string
  }

  test('are those of the models and what they import, and a query to begin with', async () => {
    const { server } = await load({
      ...shop,
      'src/lib/money.ts': 'export interface Money { readonly cents: number }\n',
      'src/models/price.ts': `import { Model, t } from 'versa-orm'
import type { Money } from '../lib/money.js'

export class Price extends Model.table('prices', { id: t.id(), of: t.json<Money>() }) {}
`,
      'src/secret.ts': "export const secret = 'not imported'\n"
    })
    const { files, query } = await server.project<Files>('files.json')
    expect(files.map(({ name }) => name).sort()).toEqual([
      'src/lib/money.ts',
      'src/models/customer.ts',
      'src/models/order.ts',
      'src/models/price.ts'
    ])
    expect(query).toContain("import { Customer } from './src/models/customer'")
  })

  test('are none from outside of the project', async () => {
    const outside = scratch({ 'secret.ts': "export const secret = 'outside'\n" })
    const project = scratch({
      'models.ts': `export { secret } from './link'
export * from '${'../'.repeat(9)}etc/passwd'
`
    })
    symlinkSync(outside.path('secret.ts'), project.path('link.ts'))
    const server = await start(project)
    await server.state()
    const { files } = await server.project<Files>('files.json')
    expect(files.map(({ name }) => name)).toEqual(['models.ts'])
  })
})
