import { homedir } from 'node:os'
import { Failure } from '../process/failure.mjs'
import { repository } from '../process/repository.mjs'
import { places } from './tracked-files.mjs'

/** Where people's files are on the usual systems, with the name of one of them behind. */
const homes = String.raw`/(?:home|Users|root)/[\w.-]+`
const windowsHomes = String.raw`\b[A-Z]:\\\\?Users\\`

/** A path begins here: not within a longer one, nor after a URL's two slashes. */
const begin = String.raw`(?:(?<=file://)|(?<![\w./]))`

/**
 * No file says where it was written: it would be wrong on every other machine.
 *
 * @param {readonly { file: string, text: string }[]} files
 * @returns {string} What was checked.
 * @throws {Failure} With the places.
 */
export function checkMachinePaths(files) {
  const own = [repository, homedir()]
    .filter(folder => folder.length > 1)
    .map(folder => `${escapePattern(folder)}(?![\\w-])`)
  const pattern = new RegExp(`${windowsHomes}|${begin}(?:${[homes, ...own].join('|')})`)
  const found = places(files, pattern)
  if (found.length > 0) {
    throw new Failure('Some files name folders of a machine', found.join('\n'))
  }
  return `${files.length} files`
}

/** @param {string} text */
function escapePattern(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
