import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { shop } from './support/models.js'
import { scratch, versa } from './support/scratch.js'
import { servers } from './support/serving.js'

const project = scratch(shop)
const start = servers()

describe('the command', () => {
  test('loads nothing but what parses its arguments until a command runs', () => {
    const imported = [...readFileSync(versa, 'utf8').matchAll(/^import .*?["'](.+?)["'];?$/gm)]
    const packages = imported.map(([, name]) => name).filter(name => !name?.startsWith('.'))
    expect(new Set(packages.filter(name => !name?.startsWith('node:')))).toEqual(
      new Set(['commander'])
    )
  })

  test('says what there is', async () => {
    const { code, stdout } = await project.run(['--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/doc .*documentation/)
    const help = await project.run(['doc', '--help'])
    expect(help.stdout).toMatch(/--models[\s\S]*--database[\s\S]*versa doc UNIQUE_VIOLATION/)
  })

  test('says its version', async () => {
    const { stdout } = await project.run(['--version'])
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([
    [['dok'], /unknown command 'dok'/],
    [['doc', '--port', 'eighty'], /A port is a whole number/],
    [['doc', '--port', '70000'], /A port is a whole number/],
    [['doc', '--time-limit', '0'], /number of seconds above 0/],
    [['doc', '--nonsense'], /unknown option '--nonsense'/]
  ])('refuses %j', async (args, message) => {
    const { code, stderr, stdout } = await project.run(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
  })
})

describe('the server', () => {
  const taken: Server = createServer()
  afterAll(() => taken.close())

  test('is ready soon, and says where', async () => {
    const server = await start(project)
    await server.state()
    server.child.kill('SIGINT')
    const { stdout, stderr, code } = await server.ended
    console.log(/Ready after .* ms/.exec(stdout)?.[0])
    expect(stdout).toContain(`Documentation   ${server.base}/\n`)
    expect(stdout).toContain(`Playground      ${server.base}/playground/\n`)
    expect(stdout).toContain('2 models found in src/models.')
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  test('gives the playground, compressed to those who take it', async () => {
    const server = await start(project)
    const plain = await server.ask('/playground/')
    expect(plain).toMatchObject({ status: 200 })
    expect(plain.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' })
    expect(plain.text).toContain('<title>VersaORM Playground</title>')
    const script = /src="\.\/(assets\/[\w.-]+\.js)"/.exec(plain.text)?.[1]
    const brotli = { 'accept-encoding': 'gzip, br' }
    for (const headers of [{}, brotli]) {
      const answer = await server.ask(`/playground/${script}`, { headers })
      const compressed = answer.headers['content-encoding'] === 'br'
      const text = compressed ? String(brotliDecompressSync(answer.body)) : answer.text
      expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8')
      expect(text).toMatch(/\bimport\b/)
    }
  })

  test('has no worker that would answer after it has ended', async () => {
    const server = await start(project)
    for (const path of ['/sw.js', '/playground/sw.js']) {
      expect((await server.ask(path)).text).toContain('registration.unregister()')
    }
  })

  test('gives the pages of the site', async () => {
    const server = await start(project)
    const page = await server.ask('/docs/relations/')
    expect(page.status).toBe(200)
    expect(page.text).toMatch(/<title[^>]*>Relations/)
    const index = await server.ask('/')
    expect(index.text).toContain('VersaORM')
    const missing = await server.ask('/docs/nowhere/')
    expect(missing.status).toBe(404)
    expect(missing.text).toMatch(/<title[^>]*>Page Not Found/)
  })

  test('says where the reference of the crates is, which is not in the package', async () => {
    const server = await start(project)
    const answer = await server.ask('/rust/versa_sql/index.html')
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('npm run docs serves')
  })

  test('answers what a browser has already with nothing', async () => {
    const server = await start(project)
    const { headers } = await server.ask('/playground/')
    const again = await server.ask('/playground/', {
      headers: { 'if-none-match': String(headers['etag']) }
    })
    expect(again).toMatchObject({ status: 304, text: '' })
  })

  test('leads to a folder, and answers HEAD without a body', async () => {
    const server = await start(project)
    const folder = await server.ask('/playground')
    expect(folder).toMatchObject({ status: 302, headers: { location: '/playground/' } })
    const head = await server.ask('/playground/', { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, text: '' })
    expect(Number(head.headers['content-length'])).toBeGreaterThan(100)
  })

  test.each([
    '/../package.json',
    '/playground/../../package.json',
    '/playground/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '/manifest.json',
    '/playground/%00',
    '/%E0%A4%A',
    '/nothing/here'
  ])('has nothing at %s', async path => {
    const server = await start(project)
    const answer = await server.ask(path)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('dependencies')
  })

  test('only lets itself be read', async () => {
    const server = await start(project)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await server.ask('/', { method })).status).toBe(405)
    }
  })

  test('takes the port that it is asked to take', async () => {
    const free = await new Promise<number>(resolve => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as AddressInfo
        probe.close(() => resolve(port))
      })
    })
    const server = await start(project, ['--no-open', '--port', String(free)])
    expect(server.port).toBe(free)
  })

  test('says so where the port is taken, and serves nothing', async () => {
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', () => resolve()))
    const { port } = taken.address() as AddressInfo
    const { code, stderr, stdout } = await project.run(['doc', '--no-open', '--port', String(port)])
    expect(code).toBe(1)
    expect(stderr).toBe(
      `versa: Port ${port} of 127.0.0.1 is taken by another program.\n` +
        'Leave --port out, and a free one is taken.\n'
    )
    expect(stdout).toBe('')
  })

  test('two of them take two ports', async () => {
    const [one, other] = await Promise.all([start(project), start(project)])
    expect(one.port).not.toBe(other.port)
    expect(one.token).not.toBe(other.token)
  })
})
