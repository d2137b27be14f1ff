import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { beforeAll, describe, expect, test } from 'vitest'
import { shop } from './support/models.js'
import { ended, plainEnvironment, scratch } from './support/scratch.js'
import { type Serving, servers } from './support/serving.js'

const project = scratch(shop)
const start = servers()
let server: Serving

beforeAll(async () => {
  server = await start(project)
  await server.state()
})

/** All that is of the project. */
const guarded = ['model.json', 'files.json', 'events', 'run', 'nothing', 'assets/x.js']
const run = JSON.stringify({ files: [{ name: 'query.ts', text: 'export default 1' }] })

describe('the token', () => {
  test('is long and random', () => {
    expect(server.token).toMatch(/^[\w-]{32}$/)
  })

  test.each(guarded)('is asked for at /project/%s', async path => {
    const method = path === 'run' ? 'POST' : 'GET'
    const wrong = `${server.token.slice(0, -1)}${server.token.endsWith('a') ? 'b' : 'a'}`
    const attempts: Record<string, string>[] = [
      {},
      { 'x-versa-token': '' },
      { 'x-versa-token': 'wrong' },
      { 'x-versa-token': wrong },
      { 'x-versa-token': `${server.token} `.repeat(2) },
      { authorization: `Bearer ${server.token}` },
      { cookie: `versa-doc-${server.port}=${server.token}` }
    ]
    for (const headers of attempts) {
      const answer = await server.ask(`/project/${path}`, { method, headers, body: run })
      expect(answer.status).toBe(401)
      expect(answer.text).toMatch(/lacks the token[\s\S]*versa doc/)
      expect(answer.text).not.toContain('customers')
    }
    const given = await server.ask(`/project/${path}?token=${wrong}`, { method, body: run })
    expect(given.status).toBe(401)
  })

  test('is asked for by the page, which says what to do', async () => {
    for (const path of ['/project/', '/project/?token=', '/project/?token=wrong']) {
      const answer = await server.ask(path, { headers: { accept: 'text/html' } })
      expect(answer.status).toBe(401)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).toContain('Open the address that `versa doc` printed')
    }
  })

  test('opens the page, whose cookie opens the page and nothing else', async () => {
    const page = await server.ask(`/project/?token=${server.token}`)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('customers')
    const cookie = String(page.headers['set-cookie'])
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/project$/)
    expect(cookie).not.toContain(server.token)
    const own = { cookie: cookie.split(';')[0] ?? '' }
    expect((await server.ask('/project/', { headers: own })).status).toBe(200)
    expect((await server.ask('/project/model.json', { headers: own })).status).toBe(401)
  })

  test('is another one each time', async () => {
    const other = await start(project)
    expect(other.token).not.toBe(server.token)
    const headers = { 'x-versa-token': server.token }
    expect((await other.ask('/project/model.json', { headers })).status).toBe(401)
  })

  test('is nothing that another user of the machine sees', async () => {
    // Who may become another user does; who may not asks as the one they are.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const program = `
      const answers = await Promise.all(['', 'model.json', 'events'].map(async path =>
        (await fetch('${server.base}/project/' + path)).status))
      console.log(JSON.stringify(answers))`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      ...nobody,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe']
    })
    expect(await ended(child)).toMatchObject({ code: 0, stdout: '[401,401,401]\n' })
    if (process.platform !== 'linux') return
    const seen = readFileSync(`/proc/${server.child.pid}/cmdline`, 'utf8')
    expect(seen).not.toContain(server.token)
  })
})

describe('requests of others', () => {
  const token = () => ({ 'x-versa-token': server.token })

  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example:PORT',
    'localhost.evil.example:PORT',
    '0.0.0.0:PORT',
    '[::1]:PORT',
    '127.0.0.1:PORT, evil.example',
    'LOCALHOST:PORT.'
  ])('are refused with the Host %s', async host => {
    const headers = { ...token(), host: host.replace('PORT', String(server.port)) }
    for (const path of ['/', '/playground/', '/project/model.json', '/project/run']) {
      const answer = await server.ask(path, { headers })
      expect(answer.status).toBe(421)
      expect(answer.text).not.toContain('customers')
    }
  })

  test('are answered by the names of this machine', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const headers = { ...token(), host: `${name}:${server.port}` }
      const own = { ...headers, origin: `http://${name}:${server.port}` }
      expect((await server.ask('/project/model.json', { headers })).status).toBe(200)
      expect((await server.ask('/project/model.json', { headers: own })).status).toBe(200)
    }
  })

  test.each([
    'http://evil.example',
    'http://evil.example:PORT',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:1',
    'http://127.0.0.1',
    'http://127.0.0.1:PORT.evil.example',
    'http://localhost:3000',
    'file://',
    'null',
    ''
  ])('are refused with the Origin "%s"', async origin => {
    const headers = { ...token(), origin: origin.replace('PORT', String(server.port)) }
    for (const path of ['/', '/playground/', '/project/model.json', '/project/?x']) {
      expect((await server.ask(path, { headers })).status).toBe(403)
    }
    const sent = { ...headers, 'content-type': 'application/json' }
    const answer = await server.ask('/project/run', { method: 'POST', headers: sent, body: run })
    expect(answer.status).toBe(403)
  })

  test('are refused where another site loads something, and not where it leads here', async () => {
    const cross = { ...token(), 'sec-fetch-site': 'cross-site' }
    const loading = { ...cross, 'sec-fetch-mode': 'no-cors' }
    expect((await server.ask('/project/model.json', { headers: loading })).status).toBe(403)
    const leading = { ...cross, 'sec-fetch-mode': 'navigate' }
    expect((await server.ask('/playground/', { headers: leading })).status).toBe(200)
  })

  test('are refused where they are those of a proxy', async () => {
    for (const target of [`http://evil.example/`, '//evil.example/', '*']) {
      expect(await rawStatus(server.port, `GET ${target} HTTP/1.1`)).toBe(400)
    }
    expect(await rawStatus(server.port, 'GET / HTTP/1.1', '')).toBe(400)
  })

  test('cannot be sent by a form', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const headers = { ...token(), 'content-type': type }
      const answer = await server.ask('/project/run', { method: 'POST', headers, body: run })
      expect(answer.status).toBe(400)
    }
    expect((await server.ask('/project/run', { headers: token() })).status).toBe(405)
  })

  test('are not even connected to from outside of this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap(addresses => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of others) {
      await expect(reachable(address, server.port)).resolves.toBe(false)
    }
  })
})

describe('a run', () => {
  const headers = () => ({ 'x-versa-token': server.token, 'content-type': 'application/json' })

  test.each([
    ['no JSON', '{', /no JSON/],
    ['null', 'null', /no JSON|no list/],
    ['no files', '{}', /no list of files/],
    ['no file', '{"files":[]}', /no list of files/],
    ['a file elsewhere', JSON.stringify({ files: [{ name: '../x.ts', text: '' }] }), /no list/],
    ['a file without text', JSON.stringify({ files: [{ name: 'query.ts' }] }), /no list/],
    ['too much', JSON.stringify({ files: [{ name: 'query.ts', text: 'x'.repeat(2e6) }] }), /larger/]
  ])('of %s is refused', async (_, body, message) => {
    const answer = await server.ask('/project/run', { method: 'POST', headers: headers(), body })
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(message)
  })
})

describe('every answer', () => {
  test.each(['/', '/playground/', '/nothing', '/project/', '/project/model.json'])(
    'of %s says what may be made of it',
    async path => {
      const { headers } = await server.ask(path, { headers: { accept: 'text/html' } })
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'SAMEORIGIN'
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
      if (!String(headers['content-type']).startsWith('text/html')) return
      const policy = String(headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none'/)
      expect(policy).toMatch(/frame-ancestors '(?:none|self)'/)
      expect(policy).not.toMatch(/script-src[^;]*(?:'unsafe-inline'|'unsafe-eval'|\*)/)
    }
  )
})

describe('opening the browser', () => {
  test('gives the token to nobody who lists processes', async () => {
    if (process.platform !== 'linux') return
    const { opened, argument } = await openedBrowser()
    expect(argument).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/project\/\?open=[\w-]{32}$/)
    expect(argument).not.toContain(opened.token)
    const { pathname, search } = new URL(argument)
    // Somebody else who read the argument is not let in, and does not keep the user out.
    if (process.getuid?.() === 0) expect(await statusAsNobody(argument)).toBe('401\n')
    expect((await opened.ask(`${pathname}${search}x`)).status).toBe(401)
    const own = await opened.ask(pathname + search)
    expect(own.status).toBe(302)
    expect(own.headers['location']).toBe(`/project/?token=${opened.token}`)
    const again = await opened.ask(pathname + search, { headers: { accept: 'text/html' } })
    expect(again.status).toBe(401)
    expect(again.text).toContain('This address opens once')
  })

  test.each([
    ['over SSH', { SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22', DISPLAY: ':99' }],
    ['without a display', {}],
    ['none was found', { DISPLAY: ':99', BROWSER: '/nowhere/browser', PATH: '/nowhere' }]
  ])('is left out, and said: %s', async (reason, environment) => {
    if (process.platform !== 'linux') return
    const quiet = await start(project, [], environment)
    await quiet.state()
    const { stdout, code } = await quiet.end()
    expect(stdout).toContain(`No browser was opened (${reason})`)
    expect(stdout).toContain(quiet.address)
    expect(code).toBe(0)
  })

  test('is left out where it is not wanted', async () => {
    const quiet = await start(project, ['--no-open'], {
      DISPLAY: ':99',
      BROWSER: '/nowhere/browser'
    })
    expect((await quiet.end()).stdout).toContain('No browser was opened (as you asked)')
    expect(plainEnvironment()['SSH_CONNECTION']).toBeUndefined()
  })
})

/** A server that has opened a browser, and what the browser was given. */
async function openedBrowser(): Promise<{ opened: Serving; argument: string }> {
  const asked = project.path('asked.txt')
  project.write({ browser: `#!/bin/sh\necho "$@" > '${asked}'\n` })
  chmodSync(project.path('browser'), 0o755)
  // Without the machine's own choice of a browser.
  const nowhere = project.path('nowhere')
  const opened = await start(project, [], {
    DISPLAY: ':99',
    BROWSER: project.path('browser'),
    XDG_DATA_DIRS: nowhere,
    XDG_DATA_HOME: nowhere,
    XDG_CONFIG_HOME: nowhere
  })
  for (let tries = 0; tries < 200 && !existsSync(asked); tries += 1) {
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return { opened, argument: readFileSync(asked, 'utf8').trim() }
}

async function statusAsNobody(address: string): Promise<string> {
  const program = `const { status } = await fetch('${address}', { redirect: 'manual' })
    console.log(status)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    uid: 65_534,
    gid: 65_534,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe']
  })
  return (await ended(child)).stdout
}

/** The status of a request whose first line is written by hand. */
function rawStatus(
  port: number,
  line: string,
  host = `Host: 127.0.0.1:${port}\r\n`
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${line}\r\n${host}\r\n`))
    socket.once('error', reject)
    socket.once('data', data => {
      socket.destroy()
      resolve(Number(/^HTTP\/1.1 (\d+)/.exec(String(data))?.[1]))
    })
  })
}

function reachable(address: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, address, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
