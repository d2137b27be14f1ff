import { readFile } from 'node:fs/promises'
import { Failure } from '../../process/failure.mjs'
import { run } from '../../process/run.mjs'
import { administer, administerAs } from './administration.mjs'
import { converse } from './conversation.mjs'

/** @import { Probe, Server } from './provide.mjs' */

/** @type {Server} */
export const postgres = {
  product: 'PostgreSQL',
  variable: 'VERSA_TEST_PG_URL',
  defaultUrl: 'postgres://postgres@127.0.0.1:5432/postgres',
  aptPackage: 'postgresql',
  startCommand: 'service postgresql start',
  accessCommand:
    "sh -c 'for f in /etc/postgresql/*/*/pg_hba.conf; do " +
    'sed -i "1ihost all postgres 127.0.0.1/32 trust" $f; done; service postgresql reload\'',
  probe,
  isInstalled: async () => (await run('pg_lsclusters', ['-h'])).code === 0,
  start,
  allowAccess
}

/**
 * Sends the start-up packet and looks whether the server asks for a password.
 *
 * @param {URL} url
 * @returns {Promise<Probe>}
 */
async function probe(url) {
  const user = decodeURIComponent(url.username) || 'postgres'
  const answer = await converse(url, 5432, reply => ({
    open: () => reply(startupPacket(user, url.pathname.slice(1) || user)),
    data: received => readAnswer(received, url.password !== '')
  }))
  return answer ?? { state: 'silent', detail: 'nothing answers' }
}

/**
 * @param {string} user
 * @param {string} database
 */
function startupPacket(user, database) {
  const fields = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + fields.length, 0)
  head.writeInt32BE(0x0003_0000, 4)
  return Buffer.concat([head, fields])
}

/**
 * Reads the messages up to the one that decides. An unknown user is told only after
 * the authentication.
 *
 * @param {Buffer} received
 * @param {boolean} hasPassword
 * @returns {Probe | undefined}
 */
function readAnswer(received, hasPassword) {
  for (let rest = received; rest.length >= 5; ) {
    const kind = String.fromCharCode(rest[0] ?? 0)
    const length = rest.readInt32BE(1)
    if (!'RESNvK'.includes(kind) || length > 65_536) {
      return { state: 'foreign', detail: 'it does not speak its protocol' }
    }
    if (rest.length < length + 1) return undefined
    const body = rest.subarray(5, length + 1)
    rest = rest.subarray(length + 1)
    if (kind === 'E') return { state: 'refused', detail: errorMessage(body) }
    if (kind === 'R' && body.readInt32BE(0) !== 0) {
      const detail = 'it asks for a password'
      // Whether the URL's password is right shows in the tests; asking here takes a driver.
      return { state: hasPassword ? 'ready' : 'refused', detail }
    }
    const version = /^server_version\0([^\0 ]+)/.exec(body.toString())?.[1]
    if (version !== undefined) return { state: 'ready', detail: version }
  }
  return undefined
}

/** @param {Buffer} fields */
function errorMessage(fields) {
  const message = fields
    .toString()
    .split('\0')
    .find(field => field.startsWith('M'))
  return message?.slice(1) ?? 'it refuses the connection'
}

/**
 * @typedef {{ version: string, name: string, port: number, online: boolean }} Cluster
 * @returns {Promise<Cluster[]>}
 */
async function clusters() {
  const { stdout } = await run('pg_lsclusters', ['-h'])
  return stdout
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(fields => fields.length >= 4)
    .map(([version = '', name = '', port = '', status = '']) => ({
      version,
      name,
      port: Number(port),
      online: status.startsWith('online')
    }))
}

/**
 * @param {URL} url
 * @returns {Promise<Cluster>}
 */
async function clusterOf(url) {
  const port = Number(url.port || 5432)
  const found = await clusters()
  const cluster = found.find(candidate => candidate.port === port)
  if (cluster !== undefined) return cluster
  const ports = found.map(candidate => candidate.port).join(', ') || 'none'
  throw new Failure(
    `PostgreSQL is installed, but no cluster of it uses port ${port} (there are: ${ports}). ` +
      `Create one with \`sudo pg_createcluster --port ${port} VERSION NAME --start\`.`
  )
}

/** @param {URL} url */
async function start(url) {
  const { version, name, online } = await clusterOf(url)
  if (online) return
  await administer('pg_ctlcluster', ['--skip-systemctl-redirect', version, name, 'start'])
}

/** @param {URL} url */
async function allowAccess(url) {
  const { version, name } = await clusterOf(url)
  const file = `/etc/postgresql/${version}/${name}/pg_hba.conf`
  const user = decodeURIComponent(url.username) || 'postgres'
  const rule = `host all ${user} 127.0.0.1/32 trust`
  const owner = 'postgres'
  const rules = await readFile(file, 'utf8').catch(async () => {
    return (await administerAs(owner, 'cat', [file])).stdout
  })
  if (!rules.includes(rule)) {
    await administerAs(owner, 'tee', [file], `# The tests of VersaORM.\n${rule}\n${rules}`)
  }
  await administer('pg_ctlcluster', ['--skip-systemctl-redirect', version, name, 'reload'])
}
