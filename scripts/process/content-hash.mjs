import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inRepository, stateFolder } from './repository.mjs'

/**
 * A hash over the content and the names of files, so that a build runs only when its inputs
 * changed. Times do not matter: git does not keep them.
 *
 * @param {readonly string[]} inputs Files and folders, relative to the repository.
 * @param {readonly string[]} [facts] What else the result depends on, such as a version.
 * @param {(file: string) => boolean} [keep] Which files of the folders count.
 * @returns {string}
 */
export function contentHash(inputs, facts = [], keep = () => true) {
  const hash = createHash('sha256')
  for (const fact of facts) hash.update(`fact\0${fact}\0`)
  for (const file of inputs.flatMap(listFiles).filter(keep).sort()) {
    hash
      .update(`file\0${file}\0`)
      .update(readFileSync(inRepository(file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * What was remembered under a name; undefined where nothing was.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function recall(name) {
  try {
    return readFileSync(path.join(stateFolder, name), 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Remembers a text under a name until `cargo clean`.
 *
 * @param {string} name
 * @param {string} text
 */
export function remember(name, text) {
  mkdirSync(stateFolder, { recursive: true })
  writeFileSync(path.join(stateFolder, name), text)
}

/**
 * @param {string} input
 * @returns {string[]}
 */
function listFiles(input) {
  const stats = statSync(inRepository(input), { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (stats.isFile()) return [input]
  return readdirSync(inRepository(input), { withFileTypes: true })
    .filter(entry => entry.name !== 'node_modules' && entry.name !== 'target')
    .flatMap(entry => listFiles(`${input}/${entry.name}`))
}
