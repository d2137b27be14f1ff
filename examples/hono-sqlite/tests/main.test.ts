import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const cwd = path.dirname(path.dirname(main))

function start(env: NodeJS.ProcessEnv) {
  const all = { ...process.env, ...env }
  return spawn(process.execPath, ['--import', 'tsx', main], { cwd, env: all })
}

test('it starts, serves its pages, and ends when it is asked to', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-hono-'))
  const child = start({ DATABASE_URL: `sqlite:${folder}/recipes.db`, PORT: '0' })
  const [address] = await once(child.stdout, 'data')
  const response = await fetch(String(address).trim(), { headers: { connection: 'close' } })
  expect(await response.text()).toMatch(/^<!doctype html><html lang="en">.*<h1>Recipes<\/h1>/s)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  rmSync(folder, { recursive: true })
})

test('a database that cannot be opened is reported without a stack', async () => {
  const child = start({ DATABASE_URL: 'sqlite:/nowhere/at/all.db', PORT: '0' })
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  expect(await once(child, 'close')).toEqual([1, null])
  expect(said).toMatch(/^CONNECTION_FAILED: /)
  expect(said).not.toMatch(/\n\s+at /)
})
