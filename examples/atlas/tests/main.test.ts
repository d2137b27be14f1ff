import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

function demo(...args: readonly string[]) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
  return spawnSync(process.execPath, ['--import', 'tsx', main, ...args], { encoding: 'utf8', env })
}

test('a server that cannot be reached is reported without a stack or the password', () => {
  const { status, stderr } = demo('postgres://ada:secret@127.0.0.1:1/atlas')
  expect(status).toBe(1)
  expect(stderr).toContain('could not go on with postgres://ada:•••@127.0.0.1:1/atlas')
  expect(stderr).toContain('CONNECTION_FAILED')
  expect(stderr).toContain('needs no server')
  expect(stderr).not.toMatch(/secret|\n\s+at /)
})

test('too many arguments are answered with how it is used', () => {
  const { status, stdout } = demo('sqlite::memory:', 'other')
  expect(status).toBe(2)
  expect(stdout).toMatch(/^Usage: /)
})

test('help is no error', () => {
  expect(demo('--help')).toMatchObject({ status: 0 })
})
