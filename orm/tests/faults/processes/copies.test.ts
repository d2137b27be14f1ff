import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { currentPlatform, nativePackages } from '../../../../scripts/build/platform.mjs'
import { inRepository } from '../../../../scripts/process/repository.mjs'
import { temporaryFolder } from '../../support/databases.js'
import { runChild } from '../support/child.js'

const native = inRepository(nativePackages, currentPlatform())

describe('copies of the package', () => {
  const folder = temporaryFolder()

  beforeAll(() => {
    for (const name of ['one', 'two']) installCopy(path.join(folder(), name))
  })

  /** Runs a program that has two copies, `one` and `two`, with a model and a database of each. */
  const run = (source: string, build = 'index.cjs') =>
    runChild(
      `
      const load = (name, build) =>
        import(process.argv[1] + '/' + name + '/node_modules/versa-orm/dist/' + build)
      const one = await load('one', 'index.cjs')
      const two = await load('two', '${build}')
      const define = ({ Model, t }) =>
        class Entry extends Model.table('entries', { id: t.id(), label: t.text() }) {}
      const failure = async action => {
        try {
          return await action()
        } catch (error) {
          const known = [one, two].map(({ VersaError }) => error instanceof VersaError)
          return [error.code, ...known].join(' ')
        }
      }
      ${source}`,
      { args: [folder()] }
    )

  test.each(['index.cjs', 'index.bundler.mjs'])('work side by side (%s)', async build => {
    const outcome = await run(
      `
      for (const copy of [one, two, one, two]) {
        const Entry = define(copy)
        const db = await copy.connect('sqlite::memory:')
        await db.schema.create([Entry])
        await Entry.create({ label: 'a' })
        const bytes = await db.sql\`select x'0102' as b\`.first()
        console.log(await Entry.query().count(), bytes.b.length, one.VersaError === two.VersaError)
        await db.close()
      }`,
      build
    )
    expect(outcome).toEqual({
      code: 0,
      signal: null,
      stdout: Array.from({ length: 4 }, () => '1 2 false').join('\n'),
      stderr: ''
    })
  })

  test('know the errors of one another', async () => {
    const outcome = await run(`
      const db = await one.connect('sqlite::memory:')
      console.log(await failure(() => db.sql\`select 1 from nowhere\`.rows()))
      console.log(await failure(() => two.connect('sqlite:')))
      class Own extends one.VersaError {}
      const other = new two.VersaError('TIMEOUT', 'x')
      const own = new Own('TIMEOUT', 'x')
      console.log(other instanceof Own, own instanceof Own, own instanceof two.VersaError)
      console.log({} instanceof one.VersaError, null instanceof one.VersaError)
      console.log(new Error('x') instanceof one.VersaError, JSON.stringify(other))`)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout.split('\n')).toEqual([
      'UNKNOWN_TABLE true true',
      'INVALID_CONFIGURATION true true',
      'false true true',
      'false false',
      expect.stringMatching(/^false \{.*"code":"TIMEOUT"/)
    ])
  })

  test('refuse what belongs to the other, with a word about it', async () => {
    const outcome = await run(`
      const Entry = define(one)
      const Other = define(two)
      const db = await two.connect('sqlite::memory:')
      await db.schema.create([Other])
      console.log(await failure(() => Entry.using(db).query().count()))
      console.log(await failure(() => Entry.query().count()))
      console.log(await failure(() => db.schema.create([Entry])))
      console.log(await failure(() => db.sql\`select \${one.sql\`1\`} as a\`.rows()))
      try { Entry.using(db) } catch (error) { console.log(error.message.split('\\n')[0]) }
      console.log(await Other.query().count())`)
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout.split('\n')).toEqual([
      'INVALID_MODEL true true',
      'INVALID_MODEL true true',
      'INVALID_MODEL true true',
      expect.stringMatching(/^INVALID_(?:QUERY|VALUE) true true$/),
      expect.stringMatching(/another copy of versa-orm.*npm ls versa-orm/),
      '0'
    ])
  })
})

describe('a runtime that refuses buffers outside its heap, as Electron does', () => {
  const folder = temporaryFolder()

  test('gets bytes all the same', async () => {
    // The addon's symbols are looked up here first: the call fails as Electron lets it fail.
    const shim = path.join(folder(), 'shim.c')
    writeFileSync(
      shim,
      `
      #include <unistd.h>
      int napi_create_external_arraybuffer(
        void *env, void *data, unsigned long size, void *finalize, void *hint, void **result) {
        if (write(2, "refused\\n", 8) < 0) return 1;
        return 22; /* napi_no_external_buffers_allowed */
      }
      int napi_create_external_buffer(
        void *env, unsigned long size, void *data, void *finalize, void *hint, void **result) {
        return napi_create_external_arraybuffer(env, data, size, finalize, hint, result);
      }`
    )
    const addon = path.join(native, 'versa.node')
    const shimmed = path.join(folder(), 'shimmed.node')
    execFileSync('cc', ['-shared', '-fPIC', '-Wl,--no-as-needed', '-o', shimmed, shim, addon])
    installCopy(folder())
    const installed = path.join(folder(), 'node_modules/@versa-orm', currentPlatform())
    writeFileSync(
      path.join(installed, 'index.js'),
      `const flags = require('node:os').constants.dlopen
       process.dlopen(module, ${JSON.stringify(shimmed)}, flags.RTLD_NOW | flags.RTLD_DEEPBIND)`
    )
    writeFileSync(
      path.join(installed, 'package.json'),
      JSON.stringify({ name: `@versa-orm/${currentPlatform()}`, main: 'index.js' })
    )
    const outcome = await runChild(
      `
      const { connect, Model, t } =
        await import(process.argv[1] + '/node_modules/versa-orm/dist/index.cjs')
      class Page extends Model.table('pages', { id: t.id(), content: t.bytes() }) {}
      const db = await connect('sqlite::memory:')
      await db.schema.create([Page])
      const bytes = length => new Uint8Array(length).map((_, at) => at % 251)
      const lengths = [0, 1, 1_000, 1_000_000]
      await Page.createMany(lengths.map(length => ({ content: bytes(length) })))
      const pages = await Page.orderBy('id').all()
      console.log(pages.every(({ content }, at) =>
        Buffer.compare(content, bytes(lengths[at])) === 0 && content.length === lengths[at]))
      let streamed = 0
      for await (const page of Page.query().stream()) streamed += page.content.length
      console.log(streamed)`,
      { args: [folder()] }
    )
    expect(outcome).toMatchObject({ code: 0, signal: null, stdout: 'true\n1001001' })
    expect(outcome.stderr).toMatch(/^(?:refused\n)+$/)
  })
})

/** Puts the package, as it is published, and the addon into a folder of their own. */
function installCopy(folder: string): void {
  const modules = path.join(folder, 'node_modules')
  mkdirSync(path.join(modules, '@versa-orm'), { recursive: true })
  cpSync(inRepository('orm/dist'), path.join(modules, 'versa-orm/dist'), { recursive: true })
  cpSync(inRepository('orm/package.json'), path.join(modules, 'versa-orm/package.json'))
  cpSync(native, path.join(modules, '@versa-orm', currentPlatform()), { recursive: true })
}
