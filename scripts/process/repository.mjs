import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Where the scripts keep what they remember between runs; `cargo clean` forgets it too. */
export const stateFolder = path.join(repository, 'target', 'versa-setup')

/**
 * The path of something in the repository.
 *
 * @param {...string} parts
 * @returns {string}
 */
export function inRepository(...parts) {
  return path.join(repository, ...parts)
}
