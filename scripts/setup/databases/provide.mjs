import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../process/failure.mjs'
import { aptInstall, canAdminister, isLocal, permission } from './administration.mjs'

/**
 * How a probe ended: `ready` the server takes the URL's user; `refused` it answers and refuses
 * the user; `silent` nothing answers; `foreign` something else answers.
 *
 * @typedef {{ state: 'ready' | 'refused' | 'silent' | 'foreign', detail: string }} Probe
 */

/**
 * A database server that the tests use.
 *
 * @typedef {object} Server
 * @property {string} product Its name.
 * @property {string} variable The environment variable with its URL.
 * @property {string} defaultUrl
 * @property {string} aptPackage Debian's package.
 * @property {string} startCommand For a person: what starts it.
 * @property {string} accessCommand For a person: what lets the tests' user in.
 * @property {(url: URL) => Promise<Probe>} probe
 * @property {() => Promise<boolean>} isInstalled
 * @property {(url: URL) => Promise<void>} start
 * @property {(url: URL) => Promise<void>} allowAccess Lets the URL's user in without a password.
 */

/**
 * Sees to it that a server can be reached and takes the user of its URL.
 *
 * @param {Server} server
 * @param {(line: string) => void} progress
 * @returns {Promise<string>} What was done.
 */
export async function provide(server, progress) {
  const url = serverUrl(server)
  let note = 'running'
  let probe = await server.probe(url)
  if (probe.state === 'silent') {
    note = await bringUp(server, url, progress)
    probe = await waitUntilAnswering(server, url)
  }
  if (probe.state === 'refused' && isLocal(url) && url.password === '') {
    await requirePermission(
      server,
      `let ${url.username} in without a password`,
      server.accessCommand
    )
    await server.allowAccess(url)
    note += ', access allowed'
    probe = await server.probe(url)
  }
  if (probe.state !== 'ready') throw new Failure(cannotUse(server, url, probe))
  return `${note} (${probe.detail})`
}

/**
 * @param {Server} server
 * @param {URL} url
 * @param {(line: string) => void} progress
 * @returns {Promise<string>}
 */
async function bringUp(server, url, progress) {
  if (!isLocal(url)) {
    throw new Failure(
      `${server.product} does not answer at ${url.host}. Start it there, ${alternatives(server)}.`
    )
  }
  if (await server.isInstalled()) {
    await requirePermission(server, `start ${server.product}`, server.startCommand)
    await server.start(url)
    return 'started'
  }
  const command = `apt-get install ${server.aptPackage}`
  await requirePermission(server, `install ${server.product} (\`${command}\`)`, command)
  await aptInstall(server.aptPackage, progress)
  if ((await server.probe(url)).state === 'silent') await server.start(url)
  return 'installed'
}

/**
 * Acts on its own as root and in CI; asks a person at a terminal; else says what to run.
 *
 * @param {Server} server
 * @param {string} deed
 * @param {string} command
 */
async function requirePermission(server, deed, command) {
  if ((await canAdminister()) && (await permission(deed))) return
  throw new Failure(
    `${server.product} is needed at ${serverUrl(server).host}. Run \`sudo ${command}\`, ` +
      `${alternatives(server)}.`
  )
}

/**
 * @param {Server} server
 * @param {URL} url
 * @returns {Promise<Probe>}
 */
async function waitUntilAnswering(server, url) {
  const deadline = Date.now() + 30_000
  for (;;) {
    const probe = await server.probe(url)
    if (probe.state !== 'silent' || Date.now() > deadline) return probe
    await sleep(250)
  }
}

/**
 * @param {Server} server
 * @returns {URL}
 */
function serverUrl(server) {
  const text = process.env[server.variable] ?? server.defaultUrl
  try {
    return new URL(text)
  } catch {
    throw new Failure(`${server.variable} is not a URL such as ${server.defaultUrl}.`)
  }
}

/**
 * @param {Server} server
 * @param {URL} url
 * @param {Probe} probe
 */
function cannotUse(server, url, probe) {
  const way = probe.state === 'refused' ? `Run \`sudo ${server.accessCommand}\`` : 'Correct that'
  return (
    `${server.product} at ${url.host} cannot be used: ${probe.detail}. ${way}, ` +
    `${alternatives(server)}.`
  )
}

/** @param {Server} server */
function alternatives(server) {
  return (
    `or name another server in ${server.variable}, or test on SQLite only with ` +
    'VERSA_TEST_DATABASES=sqlite'
  )
}
