import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Writes files into a temporary folder, gives the folder to a function and removes it when the
 * function is done, or what it promises.
 *
 * @template T
 * @param {Record<string, string>} files Content by path.
 * @param {(folder: string) => T} use
 * @returns {T}
 */
export function withTree(files, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-tree-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let promised = false
  try {
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
      writeFileSync(path.join(folder, file), content)
    }
    const result = use(folder)
    if (!(result instanceof Promise)) return result
    promised = true
    return /** @type {T} */ (result.finally(remove))
  } finally {
    if (!promised) remove()
  }
}
