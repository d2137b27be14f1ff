import { spawn } from 'node:child_process'
import { run } from '../../process/run.mjs'
import { administer } from './administration.mjs'
import { converse } from './conversation.mjs'

/** @import { Probe, Server } from './provide.mjs' */

const allowRoot =
  "ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('') OR unix_socket"

/** @type {Server} */
export const mariadb = {
  product: 'MariaDB',
  variable: 'VERSA_TEST_MYSQL_URL',
  defaultUrl: 'mysql://root@127.0.0.1:3306/',
  aptPackage: 'mariadb-server',
  startCommand: 'service mariadb start',
  accessCommand: `mariadb -e "${allowRoot}"`,
  probe,
  isInstalled: async () => (await run('mariadbd', ['--version'])).code === 0 || sbinHasServer(),
  start,
  allowAccess
}

/** Debian keeps the server where only root's PATH looks. */
async function sbinHasServer() {
  return (await run('/usr/sbin/mariadbd', ['--version'])).code === 0
}

/**
 * Reads the server's greeting and logs in where the URL needs no password.
 *
 * @param {URL} url
 * @returns {Promise<Probe>}
 */
async function probe(url) {
  let version = ''
  let greeted = false
  const answer = await converse(url, 3306, reply => ({
    data: received => {
      const packet = completePacket(received)
      if (packet === undefined) return undefined
      if (greeted) return readLogin(packet, received[3] ?? 0, version, reply)
      greeted = true
      if (packet[0] === 0xff) return { state: 'refused', detail: errorMessage(packet) }
      if (packet[0] !== 10) return { state: 'foreign', detail: 'it does not speak its protocol' }
      version = productVersion(packet.subarray(1, packet.indexOf(0, 1)).toString())
      if (url.password !== '') return { state: 'ready', detail: version }
      reply(loginPacket(decodeURIComponent(url.username) || 'root'))
      return undefined
    }
  }))
  return answer ?? { state: 'silent', detail: 'nothing answers' }
}

/**
 * The content of the first packet: three bytes of length and a number stand before it.
 *
 * @param {Buffer} received
 * @returns {Buffer | undefined}
 */
function completePacket(received) {
  if (received.length < 4) return undefined
  const length = received.readUIntLE(0, 3)
  return received.length < length + 4 ? undefined : received.subarray(4, length + 4)
}

/**
 * MariaDB puts an old version of MySQL in front of its own, and its distribution behind it.
 *
 * @param {string} text
 */
function productVersion(text) {
  return text.replace(/^5\.5\.5-/, '').split('-')[0] ?? text
}

/**
 * A handshake response with an empty password.
 *
 * @param {string} user
 */
function loginPacket(user) {
  const protocol41 = 0x0200
  const secureConnection = 0x8000
  const pluginAuth = 0x0008_0000
  const utf8mb4 = 45
  const head = Buffer.alloc(32)
  head.writeUInt32LE(protocol41 | secureConnection | pluginAuth, 0)
  head.writeUInt32LE(0x0100_0000, 4)
  head[8] = utf8mb4
  return packetOf(Buffer.concat([head, Buffer.from(`${user}\0\0mysql_native_password\0`)]), 1)
}

/**
 * @param {Buffer} content
 * @param {number} number
 */
function packetOf(content, number) {
  const head = Buffer.alloc(4)
  head.writeUIntLE(content.length, 0, 3)
  head[3] = number
  return Buffer.concat([head, content])
}

/**
 * @param {Buffer} packet
 * @param {number} number
 * @param {string} version
 * @param {(packet: Buffer) => void} reply
 * @returns {Probe | undefined}
 */
function readLogin(packet, number, version, reply) {
  if (packet[0] === 0x00) return { state: 'ready', detail: version }
  if (packet[0] === 0xff) return { state: 'refused', detail: errorMessage(packet) }
  // The server asks for another plugin: an empty answer is the empty password in each.
  reply(packetOf(Buffer.alloc(0), number + 1))
  return undefined
}

/** @param {Buffer} packet */
function errorMessage(packet) {
  const text = packet.subarray(3).toString()
  return text.startsWith('#') ? text.slice(6) : text
}

/** Starts the server as Debian does; where its service does not start, directly. */
async function start() {
  const service = await administer('service', ['mariadb', 'start']).catch(() => undefined)
  if (service !== undefined) return
  await administer('install', ['-d', '-o', 'mysql', '-g', 'mysql', '/run/mysqld'])
  spawn('mysqld_safe', [], { detached: true, stdio: 'ignore' }).unref()
}

/** Root may then log in over TCP without a password; over its socket as before. */
async function allowAccess() {
  await administer('mariadb', ['--protocol=socket', '--user=root', '--execute', allowRoot])
}
