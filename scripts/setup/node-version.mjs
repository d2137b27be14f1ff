import { Failure } from '../process/failure.mjs'

/** The oldest Node.js that everything in the repository runs on; `engines` says the same. */
const oldest = [20, 19]

/** @throws {Failure} On a Node.js that is too old. */
export function checkNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldest
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new Failure(
    `Node.js ${process.versions.node} is too old: install ${oldest.join('.')} or newer from ` +
      'https://nodejs.org or with your version manager, then run this again.'
  )
}
