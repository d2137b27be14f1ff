import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkBindgenVersion } from '../build/wasm/bindgen.mjs'
import { checkWasmSize } from '../build/wasm/size.mjs'
import { chosenToolchain } from '../build/wasm/toolchain.mjs'

/**
 * @param {string} name
 * @param {string} version
 */
const lock = (name, version) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`

test('the module and what writes its JavaScript are of one version', () => {
  const module = `${lock('wasm-bindgen-macro', '0.1.0')}\n${lock('wasm-bindgen', '0.2.130')}`
  expect(() =>
    checkBindgenVersion(module, lock('wasm-bindgen-cli-support', '0.2.130'))
  ).not.toThrow()
  expect(() => checkBindgenVersion(module, lock('wasm-bindgen-cli-support', '0.2.131'))).toThrow(
    'Cargo.lock has wasm-bindgen 0.2.130, engine/xtask/bindgen/Cargo.lock 0.2.131'
  )
  expect(() => checkBindgenVersion('', '')).toThrow('they have to be equal')
})

test('the size of a module counts as it travels', () => {
  expect(checkWasmSize(new Uint8Array(2_000_000))).toBe('2000 KB, 2 KB gzip')
  expect(() => checkWasmSize(randomBytes(600_001))).toThrow(
    'The engine for browsers has 600 KB, 600 KB gzip; 600 KB at most.'
  )
})

test('the toolchain is the one that the environment names', () => {
  expect(chosenToolchain('')).toBeUndefined()
  expect(chosenToolchain('rustup')).toBe('rustup')
  expect(chosenToolchain('debian')).toBe('debian')
  expect(() => chosenToolchain('apt')).toThrow('VERSA_WASM_TOOLCHAIN is "apt"')
})
