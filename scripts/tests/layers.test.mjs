import { describe, expect, test } from 'vitest'
import { checkLayers } from '../check-layers.mjs'
import { layers as repositoryLayers } from '../layers/layers.mjs'
import { rustCode } from '../layers/rust-code.mjs'
import { Failure } from '../process/failure.mjs'
import { withTree } from './tree.mjs'

/** @type {import('../layers/layers.mjs').Layers} */
const layers = {
  crates: [['versa-ast'], ['versa-sql'], ['versa-postgres'], ['versa-node']],
  freeCrates: ['versa-xtask'],
  pureCrates: ['versa-ast', 'versa-sql'],
  pureDependencies: ['serde'],
  unsafeCrates: ['versa-node'],
  shells: repositoryLayers.shells,
  folders: [['errors'], ['rows'], ['query'], ['index'], ['cli']],
  printingFolder: 'cli'
}

/**
 * @param {string} name
 * @param {string} [dependencies]
 */
const manifest = (name, dependencies = '') =>
  `[package]\nname = "versa-${name}"\nversion = "0.1.0"\nedition = "2024"\n\n${dependencies}`

/** A repository that keeps its layers. */
const clean = {
  'Cargo.toml': '[workspace]\nresolver = "3"\nmembers = ["engine/*"]\n',
  'engine/ast/Cargo.toml': manifest('ast', '[dependencies]\nserde = "1"\n'),
  'engine/ast/src/lib.rs':
    '//! Uses no std::fs and no tokio.\npub const TEXT: &str = "unsafe napi";\n',
  'engine/sql/Cargo.toml': manifest('sql', '[dependencies]\nversa-ast = { path = "../ast" }\n'),
  'engine/sql/src/lib.rs': 'use std::fmt;\n',
  'engine/sql/src/dialect/mod.rs': 'fn f(d: Dialect) -> bool { d == Dialect::Sqlite }\n',
  'engine/postgres/Cargo.toml': manifest(
    'postgres',
    '[dependencies]\nversa-sql = { path = "../sql" }\ntokio = "1"\n' +
      '[dev-dependencies]\nversa-xtask = { path = "../xtask" }\n'
  ),
  'engine/postgres/src/lib.rs':
    'use tokio::net::TcpStream;\nfn f(stream: TcpStream) { g(stream) }\n',
  'engine/node/Cargo.toml': manifest('node', '[dependencies]\nnapi = "3"\n'),
  'engine/node/src/lib.rs': 'use napi::Env;\nfn f() { unsafe { g() } }\n',
  'engine/xtask/Cargo.toml': manifest(
    'xtask',
    '[dependencies]\nversa-postgres = { path = "../postgres" }\n'
  ),
  'engine/xtask/src/main.rs': 'fn main() {}\n',
  'orm/src/errors/error.ts': "import fs from 'node:fs'\nexport const text = 'console.log'\n",
  'orm/src/query/query.ts': "import type { E } from '../errors/error.js'\nimport './other.js'\n",
  'orm/src/cli/main.ts': "import '../index.js'\nconsole.log('hello')\n",
  'orm/src/index.ts': "export * from './query/query.js'\n"
}

/**
 * Checks the clean repository with some files replaced.
 *
 * @param {Record<string, string>} changes
 * @param {Partial<import('../layers/layers.mjs').Layers>} [otherLayers]
 */
function check(changes, otherLayers = {}) {
  return withTree({ ...clean, ...changes }, folder => {
    try {
      return checkLayers(folder, { ...layers, ...otherLayers })
    } catch (error) {
      if (error instanceof Failure) return error.output
      throw error
    }
  })
}

test('a repository that keeps its layers passes', () => {
  expect(check({})).toBe('5 crates, 10 files')
})

describe('crates', () => {
  test('a dependency upward', () => {
    const upward = '[dependencies]\nversa-sql = { path = "../sql" }\n'
    const noCycle = { 'engine/sql/Cargo.toml': manifest('sql') }
    expect(check({ ...noCycle, 'engine/ast/Cargo.toml': manifest('ast', upward) })).toBe(
      'engine/ast/Cargo.toml: versa-ast depends on versa-sql, which is not in a lower layer'
    )
  })

  test('a dependency sideways, in tests too', () => {
    const sideways = '[dev-dependencies]\nversa-ast = { path = "../ast" }\n'
    const crates = [['versa-ast', 'versa-sql'], ['versa-postgres'], ['versa-node']]
    expect(check({ 'engine/sql/Cargo.toml': manifest('sql', sideways) }, { crates })).toBe(
      'engine/sql/Cargo.toml: versa-sql depends on versa-ast, which is not in a lower layer'
    )
  })

  test('a pure crate with a dependency that is not allowed', () => {
    expect(
      check({ 'engine/ast/Cargo.toml': manifest('ast', '[dependencies]\ntokio = "1"\n') })
    ).toBe('engine/ast/Cargo.toml: versa-ast is pure and may not depend on tokio')
  })

  test('a development crate outside tests', () => {
    const changes = {
      'engine/xtask/Cargo.toml': manifest('xtask'),
      'engine/postgres/Cargo.toml': manifest(
        'postgres',
        '[dependencies]\nversa-xtask = { path = "../xtask" }\n'
      )
    }
    expect(check(changes)).toBe(
      'engine/postgres/Cargo.toml: versa-postgres may depend on versa-xtask in its tests only'
    )
  })

  test('Node-API outside its crate', () => {
    const changes = {
      'engine/postgres/Cargo.toml': manifest('postgres', '[dependencies]\nnapi-derive = "3"\n'),
      'engine/xtask/src/main.rs': 'use napi_derive::napi;\n'
    }
    expect(check(changes)).toBe(
      [
        'engine/postgres/Cargo.toml: versa-postgres depends on napi-derive; ' +
          'only versa-node may know Node-API',
        'engine/xtask/src/main.rs:1: `napi_derive`, which only versa-node may know',
        'engine/xtask/src/main.rs:1: `napi`, which only versa-node may know'
      ]
        .sort()
        .join('\n')
    )
  })

  test('wasm-bindgen outside its crate', () => {
    const crates = [['versa-ast'], ['versa-sql'], ['versa-postgres'], ['versa-node', 'versa-wasm']]
    const wasm = {
      'engine/wasm/Cargo.toml': manifest('wasm', '[dependencies]\nwasm-bindgen = "0.2"\n'),
      'engine/wasm/src/lib.rs': 'use wasm_bindgen::prelude::wasm_bindgen;\n'
    }
    expect(check(wasm, { crates })).toBe('6 crates, 11 files')
    expect(
      check(
        {
          ...wasm,
          'engine/node/Cargo.toml': manifest('node', '[dependencies]\njs-sys = "0.3"\n'),
          'engine/sql/src/lib.rs': 'use wasm_bindgen::JsValue;\n'
        },
        { crates }
      )
    ).toBe(
      'engine/node/Cargo.toml: versa-node depends on js-sys; ' +
        'only versa-wasm may know wasm-bindgen\n' +
        'engine/sql/src/lib.rs:1: `wasm_bindgen`, which only versa-wasm may know'
    )
  })

  test('a crate without a layer, and a layer without a crate', () => {
    const crates = [['versa-ast'], ['versa-sql'], ['versa-postgres'], ['versa-wasm']]
    expect(check({}, { crates, freeCrates: ['versa-xtask'] })).toBe(
      'versa-wasm has a layer, but the workspace has no such crate\n' +
        'engine/node/Cargo.toml: versa-node has no layer'
    )
  })
})

describe('Rust sources', () => {
  test.each([
    ['std::fs::read(path);', '`std::fs`'],
    ['use std :: time::Instant;', '`std :: time`'],
    ['async fn f() { tokio::spawn(g()) }', '`tokio`'],
    ['use std::{fmt, io::{self, Write}};', 'std::io'],
    ['use std::{\n    collections::HashMap,\n    env,\n};', 'std::env']
  ])('a pure crate with %j', (code, named) => {
    expect(check({ 'engine/ast/src/deep/file.rs': `\n${code}\n` })).toBe(
      `engine/ast/src/deep/file.rs:2: ${named}, but versa-ast is pure`
    )
  })

  test('unsafe code', () => {
    expect(check({ 'engine/sql/src/lib.rs': 'fn f() {\n    unsafe { g() }\n}\n' })).toBe(
      'engine/sql/src/lib.rs:2: `unsafe`, which only versa-node may use'
    )
  })

  test.each([
    'if dialect == SQLITE {}',
    'if self.dialect() != other {}',
    'match self.dialect {}',
    'matches!(d, Dialect::Postgres)'
  ])('a branch on the dialect: %s', code => {
    expect(check({ 'engine/postgres/src/value.rs': `fn f() { ${code} }\n` })).toMatch(
      /^engine\/postgres\/src\/value\.rs:1: `.+`, outside a dialect's folder: ask a capability/
    )
  })
})

describe('TypeScript', () => {
  test.each([
    ["import { q } from '../query/query.js'", 'query', '../query/query.js'],
    ["import type { Q } from '../query/query.js'", 'query', '../query/query.js'],
    ["export { q } from '../index.js'", 'index', '../index.js'],
    ["const lazy = () => import('../query/query.js')", 'query', '../query/query.js'],
    ["import x from '../unknown/x.js'", 'unknown', '../unknown/x.js']
  ])('an import upward: %s', (code, layer, file) => {
    expect(check({ 'orm/src/rows/deep.ts': `\n${code}\n` })).toBe(
      `orm/src/rows/deep.ts:2: rows imports ${layer} (${file}), which is not in a lower layer`
    )
  })

  test('a folder within a folder with a layer of its own', () => {
    const files = {
      'orm/src/query/query.ts': '',
      'orm/src/query/native.ts': "import '../index.js'\n",
      'orm/src/query/native/deep/a.ts': "import '../../query.js'\nimport '../../../index.js'\n",
      'orm/src/index.ts': "import './query/query.js'\n"
    }
    const folders = [['errors'], ['query'], ['index'], ['query/native'], ['cli']]
    expect(check(files, { folders })).toBe('5 crates, 12 files')
    expect(check({ ...files, 'orm/src/query/b.ts': "import './native.js'\n" }, { folders })).toBe(
      'orm/src/query/b.ts:1: query imports query/native (./native.js), ' +
        'which is not in a lower layer'
    )
  })

  test('an import from outside, and a folder without a layer', () => {
    expect(check({ 'orm/src/rows/a.ts': "import '../../tests/b.js'\n" })).toBe(
      'orm/src/rows/a.ts:1: imports ../../tests/b.js, outside src'
    )
    expect(check({ 'orm/src/helpers/a.ts': '' })).toBe('orm/src/helpers/a.ts: helpers has no layer')
  })

  test('printing outside the command line', () => {
    const code = "export const f = () => {\n  console.warn('x')\n  process.stdout.write('y')\n}\n"
    expect(check({ 'orm/src/rows/a.ts': code })).toBe(
      'orm/src/rows/a.ts:2: `console.warn`; only cli/ may print\n' +
        'orm/src/rows/a.ts:3: `process.stdout`; only cli/ may print'
    )
  })
})

test('nothing to check is a failure', () => {
  const empty = {
    'Cargo.toml': clean['Cargo.toml'],
    'engine/ast/Cargo.toml': manifest('ast', '[[test]]\nname = "t"\n'),
    'engine/ast/tests/t.rs': ''
  }
  const bare = { ...layers, crates: [['versa-ast']], freeCrates: [] }
  withTree(empty, folder => {
    expect(() => checkLayers(folder, bare)).toThrow(
      expect.objectContaining({
        output: 'no Rust sources were found\nno TypeScript sources were found'
      })
    )
  })
})

test('comments, strings and characters of Rust are no code', () => {
  const code = (/** @type {string} */ text) => rustCode(text).replace(/ +/g, ' ').trim()
  expect(code('a // unsafe\nb')).toBe('a \nb')
  expect(code('a /* x /* y */ unsafe */ b')).toBe('a b')
  expect(code('f("un\\"safe", b)')).toBe('f( , b)')
  expect(code('f(r#"a " unsafe"#, b)')).toBe('f( , b)')
  expect(code(`f('"', unsafe_, '"')`)).toBe('f( , unsafe_, )')
  expect(code(`f('\\'', '"', '\\u{1F600}', '😀')`)).toBe('f( , , , )')
  expect(code("fn f<'a>(x: &'a str, y: &'a str)")).toBe("fn f<'a>(x: &'a str, y: &'a str)")
})

test('the layers of the repository name nothing twice', () => {
  const names = [...repositoryLayers.crates.flat(), ...repositoryLayers.freeCrates]
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(repositoryLayers.folders.flat()).size).toBe(repositoryLayers.folders.flat().length)
})
