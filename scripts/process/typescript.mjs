import { spawnSync } from 'node:child_process'
import { repository } from './repository.mjs'

/**
 * Runs a TypeScript program of the repository in the terminal, with the arguments that this
 * command was given. Through tsx: Node.js 20 does not run TypeScript itself.
 *
 * @param {string} file Its path in the repository.
 * @returns {number} Its exit code.
 */
export function runTypeScript(file) {
  const args = process.argv.slice(2).filter(argument => argument !== '--verbose')
  const child = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: repository,
    stdio: 'inherit'
  })
  return child.status ?? 1
}
