import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { Failure } from '../process/failure.mjs'
import { inRepository, repository } from '../process/repository.mjs'

/**
 * The text files that git tracks or would track.
 *
 * @returns {{ file: string, text: string }[]}
 * @throws {Failure} Where git lists none: then nothing would be checked.
 */
export function trackedFiles() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const list = execFileSync('git', args, { cwd: repository, encoding: 'utf8', maxBuffer: 1 << 28 })
  const files = list
    .split('\0')
    .filter(file => file !== '')
    // A file deleted but not yet committed as such is still listed.
    .filter(file => statSync(inRepository(file), { throwIfNoEntry: false })?.isFile())
    .map(file => ({ file, text: readFileSync(inRepository(file), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))
  if (files.length === 0) throw new Failure('git lists no files to check')
  return files
}

/**
 * The places in files where a pattern matches, as `file:line: text`.
 *
 * @param {readonly { file: string, text: string }[]} files
 * @param {RegExp} pattern
 * @returns {string[]}
 */
export function places(files, pattern) {
  return files.flatMap(({ file, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, number }) => `${file}:${number}: ${line.trim().slice(0, 120)}`)
  )
}
