import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'versa-express-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function start(env: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  return spawn(process.execPath, ['--import', 'tsx', main], { env: { ...process.env, ...env } })
}

async function started(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [chunk] = await once(child.stdout, 'data')
  return String(chunk).trim()
}

test('it starts, keeps what it was told, and ends in peace when it is asked to', async () => {
  const env = { DATABASE_URL: `sqlite:${folder}/library.db`, PORT: '0' }
  const first = start(env)
  const address = (await started(first)).replace('/books', '/authors')
  const body = JSON.stringify({ name: 'Ada Lovelace' })
  const headers = { 'content-type': 'application/json', connection: 'close' }
  expect(await fetch(address, { method: 'POST', body, headers })).toMatchObject({ status: 201 })
  first.kill('SIGTERM')
  expect(await once(first, 'exit')).toEqual([0, null])

  const second = start(env)
  const again = (await started(second)).replace('/books', '/authors')
  const list = await fetch(again, { headers: { connection: 'close' } })
  expect(await list.json()).toMatchObject({ items: [{ name: 'Ada Lovelace', booksCount: 0 }] })
  second.kill('SIGTERM')
  expect(await once(second, 'exit')).toEqual([0, null])
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
