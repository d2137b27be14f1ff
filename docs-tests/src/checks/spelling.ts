import { execFile } from 'node:child_process'
import path from 'node:path'
import type { Problem } from '../problem.js'
import { docsTests, repository } from '../repository.js'

const cspell = path.join(repository, 'node_modules/cspell/bin.mjs')

/**
 * The words that no dictionary has; words of this project are in words.txt. Code is not looked at.
 *
 * @param files Paths below `root`.
 */
export function unknownWords(root: string, files: readonly string[]): Promise<Problem[]> {
  const config = path.join(docsTests, 'cspell.json')
  const args = ['lint', '--no-progress', '--no-summary', '--no-color', '--no-gitignore']
  const all = [cspell, ...args, '--config', config, '--root', root, ...files]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      // 1 is the code of words that were found.
      if (error !== null && error.code !== 1) reject(new Error(`cspell failed:\n${stderr}`))
      else resolve(stdout.split('\n').flatMap(line => problemIn(line, root)))
    })
  })
}

function problemIn(said: string, root: string): Problem[] {
  const [, file, line, word] = /^(.+?):(\d+):\d+ - Unknown word \((.+?)\)/.exec(said) ?? []
  if (file === undefined || line === undefined || word === undefined) return []
  const page = path.relative(root, path.resolve(root, file)).split(path.sep).join('/')
  const message = `"${word}" is in no dictionary: mend it, or add it to docs-tests/words.txt`
  return [{ page, line: Number(line), message }]
}
