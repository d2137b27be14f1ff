import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { talk } from './service.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'versa-fastify-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function start(env: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  return spawn(process.execPath, ['--import', 'tsx', main], { env: { ...process.env, ...env } })
}

/** The address that the command prints, of the events. */
async function started(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [chunk] = await once(child.stdout, 'data')
  return String(chunk).trim().replace('/docs', '/events')
}

test('it starts, keeps what it was told, and ends in peace when it is asked to', async () => {
  const env = { DATABASE_URL: `sqlite:${folder}/events.db`, PORT: '0' }
  const first = start(env)
  const headers = { 'content-type': 'application/json', connection: 'close' }
  const body = JSON.stringify(talk)
  const made = await fetch(await started(first), { method: 'POST', headers, body })
  expect(made).toMatchObject({ status: 201 })
  first.kill('SIGTERM')
  expect(await once(first, 'exit')).toEqual([0, null])

  const second = start(env)
  const list = await fetch(await started(second), { headers: { connection: 'close' } })
  expect(await list.json()).toMatchObject({ items: [{ title: 'Rust', booked: 0 }], next: null })
  second.kill('SIGTERM')
  expect(await once(second, 'exit')).toEqual([0, null])
})

test('a request that has begun is answered before it ends', async () => {
  const child = start({ DATABASE_URL: `sqlite:${folder}/events.db`, PORT: '0' })
  const address = await started(child)
  const headers = { 'content-type': 'application/json', expect: '100-continue' }
  const posting = request(address, { method: 'POST', headers })
  const answered: Promise<IncomingMessage[]> = once(posting, 'response')
  posting.flushHeaders()
  // The service has the head of the request, and waits for its body.
  await once(posting, 'continue')
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await refused(address)
  posting.end(JSON.stringify(talk))
  const [response] = await answered
  expect(response?.statusCode).toBe(201)
  response?.resume()
  expect(await exited).toEqual([0, null])
})

/** Waits until nobody new is let in. */
async function refused(address: string): Promise<void> {
  const headers = { connection: 'close' }
  for (;;) {
    const answer = await fetch(address, { headers }).catch(() => undefined)
    if (answer === undefined || answer.status === 503) return
    await answer.text()
  }
}

test('a port that is taken is reported without a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const taken = await said({ DATABASE_URL: `sqlite:${folder}/events.db`, PORT: String(port) })
  expect(taken).toMatch(/^The service cannot listen: /)
  server.close()
})

test('a database that cannot be opened is reported without a stack', async () => {
  const failed = await said({ DATABASE_URL: 'sqlite:/nowhere/at/all.db', PORT: '0' })
  expect(failed).toMatch(/^CONNECTION_FAILED: /)
})

/** What it says when it cannot start. */
async function said(env: NodeJS.ProcessEnv): Promise<string> {
  const child = start(env)
  let said = ''
  child.stderr.on('data', chunk => {
    said += chunk
  })
  expect(await once(child, 'close')).toEqual([1, null])
  expect(said).not.toMatch(/\n\s+at /)
  return said
}
