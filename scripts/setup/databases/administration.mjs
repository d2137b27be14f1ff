import { createInterface } from 'node:readline/promises'
import { Failure } from '../../process/failure.mjs'
import { mustRun, run } from '../../process/run.mjs'

const root = process.getuid?.() === 0

/**
 * Whether this process may install and start system services.
 *
 * @returns {Promise<boolean>}
 */
export async function canAdminister() {
  if (process.platform !== 'linux') return false
  if (root) return true
  // A person can be asked for sudo's password; CI only if it needs none.
  return process.stdin.isTTY === true || (await run('sudo', ['-n', 'true'])).code === 0
}

/**
 * Whether to change the system: a person at a terminal is asked, root and CI are not.
 *
 * @param {string} deed
 * @returns {Promise<boolean>}
 */
export async function permission(deed) {
  if (process.env['CI'] !== undefined) return true
  if (process.stdin.isTTY !== true) return root
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`May I ${deed}? [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

/**
 * Runs a command with the system's rights.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('../../process/run.mjs').RunOptions} [options]
 */
export function administer(command, args, options = {}) {
  return root ? mustRun(command, args, options) : mustRun('sudo', [command, ...args], options)
}

/**
 * Runs a command as another user of the system.
 *
 * @param {string} user
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} [input]
 */
export function administerAs(user, command, args, input = '') {
  return root
    ? mustRun(
        'setpriv',
        [`--reuid=${user}`, `--regid=${user}`, '--init-groups', command, ...args],
        { input }
      )
    : mustRun('sudo', ['-u', user, command, ...args], { input })
}

/**
 * Installs a package of Debian's kind.
 *
 * @param {string} name
 * @param {(line: string) => void} onLine
 */
export async function aptInstall(name, onLine) {
  if ((await run('apt-get', ['--version'])).code !== 0) {
    throw new Failure(
      `There is no apt-get here: install ${name} with your system's package manager.`
    )
  }
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-y']
  const [command = '', ...args] = environment
  // A stale package list often still serves; the installation itself decides.
  await administer(command, [...args, 'update'], { onLine }).catch(() => undefined)
  await administer(command, [...args, 'install', '--no-install-recommends', name], { onLine })
}

/**
 * Whether a URL points to this machine.
 *
 * @param {URL} url
 */
export function isLocal(url) {
  return ['127.0.0.1', 'localhost', '[::1]', ''].includes(url.hostname)
}
