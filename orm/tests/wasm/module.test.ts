import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile, initSync, SqliteEngine } from '../../../engine/wasm/pkg/versa.js'
import { checkWasmSize } from '../../../scripts/build/wasm/size.mjs'
import { wasmPackage } from '../../../scripts/build-wasm.mjs'
import { inRepository, repository } from '../../../scripts/process/repository.mjs'

const bytes = readFileSync(inRepository(wasmPackage, 'versa.wasm'))

const names = JSON.stringify({
  kind: 'select',
  columns: [{ expr: { kind: 'column', name: 'name' }, type: 'text' }],
  from: { kind: 'table', table: { name: 'users' } },
  filter: {
    kind: 'compare',
    op: '=',
    left: { kind: 'column', name: 'id' },
    right: { kind: 'param', index: 0, type: 'int' }
  }
})

describe('the module', () => {
  test('is within its budget', () => {
    expect(checkWasmSize(bytes)).toMatch(/^\d+ KB, \d+ KB gzip$/)
  })

  test('names source files, and no folder of the machine that built it', () => {
    const text = bytes.toString('latin1')
    expect(text).toContain('cargo/registry/')
    // What is under `rust/` is the compiler's, wherever it was unpacked.
    const unknown = text.replaceAll('rust/usr/lib/rustlib/', '')
    for (const folder of [`${repository}/`, `${homedir()}/`, '/usr/lib/rustlib/', '.cargo/']) {
      expect(unknown).not.toContain(folder)
    }
  })

  test('asks for nothing but its own JavaScript', () => {
    const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes))
    expect(new Set(imported.map(({ module }) => module))).toEqual(new Set(['./versa_bg.js']))
  })

  test('keeps no names and no notes of its build', () => {
    const module = new WebAssembly.Module(bytes)
    const sections = ['name', 'producers', 'target_features']
    expect(sections.flatMap(name => WebAssembly.Module.customSections(module, name))).toEqual([])
  })
})

describe('loaded in Node.js', () => {
  beforeAll(() => {
    initSync({ module: bytes })
  })

  test.each([
    ['SQLite', 'SELECT "name" FROM "users" WHERE "id" = ?'],
    ['PostgreSQL', 'SELECT "name" FROM "users" WHERE "id" = $1'],
    ['MySQL', 'SELECT `name` FROM `users` WHERE `id` = ?'],
    ['MariaDB', 'SELECT `name` FROM `users` WHERE `id` = ?']
  ])('it compiles for %s', (product, sql) => {
    expect(JSON.parse(compile(names, product))).toMatchObject({ sql })
  })

  test('it keeps the plans of a database', () => {
    const engine = new SqliteEngine()
    const [first, second] = [names, names].map(query => JSON.parse(engine.prepare(query)))
    expect(second.id).not.toBe(first.id)
    engine.release(first.id)
    expect(() => engine.columns(first.id, [], [])).toThrow()
    expect(JSON.parse(engine.columns(second.id, ['name'], ['TEXT']))).toHaveLength(1)
    engine.free()
  })

  test('what it refuses is an error as JSON', () => {
    const refused = (act: () => string): unknown => {
      try {
        return act()
      } catch (error) {
        return JSON.parse(String(error))
      }
    }
    expect(refused(() => compile(names, 'Oracle'))).toMatchObject({ code: 'INVALID_CONFIGURATION' })
    expect(refused(() => compile('{', 'SQLite'))).toMatchObject({ code: 'INVALID_QUERY' })
  })
})
