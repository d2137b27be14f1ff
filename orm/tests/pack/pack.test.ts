import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentPlatform, nativePackages } from '../../../scripts/build/platform.mjs'
import { inRepository } from '../../../scripts/process/repository.mjs'
import { bundlers } from './bundlers.js'
import { runInPage } from './page.js'
import {
  both,
  commonJs,
  esm,
  inPage,
  onSqlJs,
  tsconfig,
  typedCommonJs,
  typedEsm
} from './programs.js'
import { Project, packDependencies, runIn } from './project.js'

const nativeBytesMax = 5_000_000
const packageBytesMax = 8_000_000
const platform = currentPlatform()
const packed = new Project()
const project = new Project()
let orm: Packed
let native: Packed
let dependencies: Record<string, string>

interface Packed {
  readonly tarball: string
  readonly size: number
  readonly unpacked: number
  readonly files: readonly string[]
}

beforeAll(async () => {
  orm = await pack('orm')
  native = await pack(`${nativePackages}/${platform}`)
  dependencies = await packDependencies(packed.folder)
  await project.install([orm.tarball, native.tarball], dependencies)
  project.addNodeTypes()
  project.write({
    'esm.mjs': esm,
    'common.cjs': commonJs,
    'both.mjs': both,
    'typed-esm.mts': typedEsm,
    'typed-common.cts': typedCommonJs,
    'tsconfig.json': tsconfig
  })
})

afterAll(() => {
  packed.remove()
  project.remove()
})

describe('the packages', () => {
  test('hold what is published and nothing else', () => {
    expect(orm.files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'dist/browser/index.d.mts',
        'dist/browser/index.mjs',
        'dist/browser/versa.wasm',
        'dist/cli.mjs',
        'dist/docs/manifest.json',
        'dist/docs/terms.json.br',
        'dist/index.bundler.mjs',
        'dist/index.cjs',
        'dist/index.cjs.map',
        'dist/index.d.cts',
        'dist/index.d.mts',
        'dist/index.mjs',
        'dist/project-child.mjs',
        'package.json'
      ])
    )
    expect(
      orm.files.filter(file => !/^(?:dist\/|LICENSE|README\.md|package\.json)/.test(file))
    ).toEqual([])
    expect(native.files).toEqual(['LICENSE', 'README.md', 'package.json', 'versa.node'])
  })

  test('the ORM is small', () => {
    console.log(`versa-orm: ${kilobytes(orm.size)} packed, ${kilobytes(orm.unpacked)} unpacked`)
    expect(orm.size).toBeLessThanOrEqual(packageBytesMax)
  })

  test('the native one is small and names no folder of the machine that built it', () => {
    expect(native.size).toBeLessThanOrEqual(nativeBytesMax)
    const addon = readFileSync(inRepository(nativePackages, platform, 'versa.node'))
    expect(addon.includes(inRepository('engine'))).toBe(false)
  })

  test('the ORM asks for the native ones of its own version', () => {
    const { version, optionalDependencies } = manifest('versa-orm')
    expect(Object.keys(optionalDependencies)).toContain(`@versa-orm/${platform}`)
    expect(new Set(Object.values(optionalDependencies))).toEqual(new Set([version]))
    expect(manifest(`@versa-orm/${platform}`).version).toBe(version)
  })
})

describe('a project outside the repository', () => {
  test.each(['esm.mjs', 'common.cjs'])('runs %s', async program => {
    expect(await project.run(process.execPath, [program])).toMatchObject({
      code: 0,
      output: '1 Ada true\n'
    })
  })

  test('gets one implementation from import and require', async () => {
    expect(await project.run(process.execPath, ['both.mjs'])).toMatchObject({
      code: 0,
      output: 'true true 0\n'
    })
  })

  test('is bundled with the ORM in it', async () => {
    const esbuild = inRepository('node_modules/esbuild/bin/esbuild')
    const options = ['--bundle', '--platform=node', '--format=esm', '--outfile=bundled.mjs']
    const external = '--external:@versa-orm/*'
    const banner = `--banner:js=import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const __filename = import.meta.filename`
    const made = await project.run(esbuild, ['esm.mjs', ...options, external, banner])
    expect(made).toMatchObject({ code: 0 })
    expect(await project.run(process.execPath, ['bundled.mjs'])).toMatchObject({
      code: 0,
      output: '1 Ada true\n'
    })
  })

  test.each(['typescript-5.9', 'typescript', 'typescript-7.0'])(
    'compiles in both module systems with %s',
    async compiler => {
      const tsc = inRepository('node_modules', compiler, 'bin/tsc')
      expect(await project.run(process.execPath, [tsc, '--pretty', 'false'])).toMatchObject({
        code: 0,
        output: ''
      })
    }
  )
})

describe('without the native package', () => {
  const bare = new Project()

  beforeAll(async () => {
    await bare.install([orm.tarball], dependencies, '--omit=optional')
    bare.write({ 'esm.mjs': esm, 'sql-js.mjs': onSqlJs })
  })

  afterAll(() => bare.remove())

  test('the error names it and the way out', async () => {
    const { code, output } = await bare.run(process.execPath, ['esm.mjs'])
    expect(code).not.toBe(0)
    expect(output).toContain('VersaError')
    expect(output).toContain(`@versa-orm/${platform}`)
    expect(output).toMatch(/npm (?:install|i|ci)\b/)
  })

  test('SQLite as WebAssembly works, once it is installed', async () => {
    const without = await bare.run(process.execPath, ['sql-js.mjs'])
    expect(without.code).not.toBe(0)
    expect(without.output).toContain('npm install sql.js')
    bare.add('sql.js')
    expect(existsSync(bare.path('node_modules/@versa-orm'))).toBe(false)
    expect(await bare.run(process.execPath, ['sql-js.mjs'])).toMatchObject({
      code: 0,
      output: '1 Ada true\n'
    })
  })
})

describe('in a page', () => {
  const page = new Project()

  beforeAll(async () => {
    await page.install([orm.tarball], dependencies, '--omit=optional')
    page.add('sql.js', '@sqlite.org/sqlite-wasm')
    page.write({ 'main.js': inPage })
  })

  afterAll(() => page.remove())

  test.each(Object.entries(bundlers))('what %s bundles is of browsers, and runs', async (...of) => {
    const [target, bundle] = of
    await bundle(page.folder, target)
    const scripts = readdirSync(page.path(target), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.js'))
      .map(file => readFileSync(page.path(target, file), 'utf8'))
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.flatMap(script => script.match(ofNode) ?? [])).toEqual([])
    const sqlJs = 'sql-wasm-browser.wasm'
    copyFileSync(page.path('node_modules/sql.js/dist', sqlJs), page.path(target, sqlJs))
    // esbuild does not follow `new URL(…, import.meta.url)`: there, people copy the file.
    if (target === 'esbuild') {
      const engine = page.path('node_modules/versa-orm/dist/browser/versa.wasm')
      copyFileSync(engine, page.path(target, 'versa.wasm'))
    }
    expect(await runInPage(page.path(target))).toBe('1 Ada true')
  })
})

/** An import of a module of Node.js, in any of its forms. */
const ofNode = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'`]node:\w+/g

async function pack(folder: string): Promise<Packed> {
  // Without its scripts: all that is packed was built before, and others serve it meanwhile.
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', packed.folder]
  const { code, stdout, output } = await runIn(inRepository(folder), 'npm', args)
  if (code !== 0) throw new Error(`npm pack of ${folder} failed:\n${output}`)
  const [description] = JSON.parse(stdout.slice(stdout.indexOf('['), stdout.lastIndexOf(']') + 1))
  const tarball = packed.path(description.filename)
  const files: { path: string }[] = description.files
  return {
    tarball,
    size: statSync(tarball).size,
    unpacked: description.unpackedSize,
    files: files.map(file => file.path).sort()
  }
}

function manifest(name: string): {
  version: string
  optionalDependencies: Record<string, string>
} {
  return JSON.parse(readFileSync(project.path('node_modules', name, 'package.json'), 'utf8'))
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} KB`
}
