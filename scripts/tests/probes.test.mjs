import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { mariadb } from '../setup/databases/mariadb.mjs'
import { postgres } from '../setup/databases/postgres.mjs'

/** @type {import('node:net').Server[]} */
const servers = []
afterEach(() => servers.splice(0).forEach(server => void server.close()))

/**
 * A server that greets and then answers each packet with the next of its replies.
 *
 * @param {string} greeting
 * @param {string[]} replies
 * @returns {Promise<number>} Its port.
 */
function listen(greeting, replies) {
  return new Promise(resolve => {
    const server = createServer(socket => {
      if (greeting !== '') socket.write(greeting, 'latin1')
      const rest = [...replies]
      socket.on('data', () => socket.write(rest.shift() ?? '', 'latin1'))
      socket.on('error', () => undefined)
    })
    servers.push(server)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
}

/**
 * @param {import('../setup/databases/provide.mjs').Server} server
 * @param {number} port
 * @param {string} [credentials]
 */
function probe(server, port, credentials = 'ada') {
  return server.probe(new URL(`db://${credentials}@127.0.0.1:${port}/test`))
}

/** @param {string} kind @param {string} body */
function pg(kind, body) {
  return `${kind}\0\0\0${String.fromCharCode(body.length + 4)}${body}`
}

/** @param {number} number @param {string} content */
function my(number, content) {
  return `${String.fromCharCode(content.length)}\0\0${String.fromCharCode(number)}${content}`
}

const pgOk = pg('R', '\0\0\0\0')
const greeting = my(0, '\n5.5.5-10.11.19-MariaDB-1\0rest')

test('PostgreSQL that takes the user', async () => {
  const port = await listen('', [pgOk + pg('S', 'server_version\x0017.2 (Debian)\0')])
  expect(await probe(postgres, port)).toEqual({ state: 'ready', detail: '17.2' })
})

test('PostgreSQL that asks for a password', async () => {
  const port = await listen('', [pg('R', '\0\0\0\n'), pg('R', '\0\0\0\n')])
  const detail = 'it asks for a password'
  expect(await probe(postgres, port)).toEqual({ state: 'refused', detail })
  expect(await probe(postgres, port, 'ada:secret')).toEqual({ state: 'ready', detail })
})

test('PostgreSQL that refuses, at once or after the authentication', async () => {
  const error = pg('E', 'SFATAL\0C28000\0Mno entry\0\0')
  const refused = { state: 'refused', detail: 'no entry' }
  expect(await probe(postgres, await listen('', [error]))).toEqual(refused)
  expect(await probe(postgres, await listen('', [pgOk + error]))).toEqual(refused)
})

test('MariaDB that takes the user, also after asking for another plugin', async () => {
  const ready = { state: 'ready', detail: '10.11.19' }
  expect(await probe(mariadb, await listen(greeting, [my(2, '\0\0\0')]))).toEqual(ready)
  const switching = [my(2, '\u00femysql_native_password\0salt'), my(4, '\0\0\0')]
  expect(await probe(mariadb, await listen(greeting, switching))).toEqual(ready)
})

test('MariaDB that refuses', async () => {
  const port = await listen(greeting, [my(2, '\u00ff\x15\x04#28000Access denied')])
  expect(await probe(mariadb, port)).toEqual({ state: 'refused', detail: 'Access denied' })
})

test('servers that speak something else, and none', async () => {
  const foreign = { state: 'foreign', detail: 'it does not speak its protocol' }
  expect(await probe(postgres, await listen('HTTP/1.1 400', []))).toEqual(foreign)
  expect(await probe(mariadb, await listen(my(0, 'SSH-2.0'), []))).toEqual(foreign)
  const silent = { state: 'silent', detail: 'nothing answers' }
  const port = await listen('', [])
  servers.splice(0).forEach(server => void server.close())
  expect(await probe(postgres, port)).toEqual(silent)
  expect(await probe(mariadb, port)).toEqual(silent)
})
