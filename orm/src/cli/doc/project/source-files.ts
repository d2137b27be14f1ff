import { readFileSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { SourceFile } from './messages.js'

/** What an editor can be given. */
const filesMax = 300
const bytesMax = 2_000_000

const relativeImports = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+|\.{1,2})\1/g

/** Files and what they import of the project, by what stands in them: nothing is run. */
export function sourceFiles(root: string, files: readonly string[]): SourceFile[] {
  const found = new Map<string, SourceFile>()
  const waiting = [...files]
  let bytes = 0
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (found.has(name) || found.size >= filesMax) continue
    const text = readOwn(root, name)
    if (text === undefined || bytes + text.length > bytesMax) continue
    bytes += text.length
    found.set(name, { name, text })
    for (const [, , specifier] of text.matchAll(relativeImports)) {
      const imported = resolve(root, name, specifier ?? '')
      if (imported !== undefined) waiting.push(imported)
    }
  }
  return [...found.values()]
}

/** The text of a file, unless it lies outside of the project, by a link for example. */
function readOwn(root: string, name: string): string | undefined {
  try {
    const own = path.relative(realpathSync(root), realpathSync(path.join(root, name)))
    if (own.startsWith('..') || path.isAbsolute(own)) return undefined
    return readFileSync(path.join(root, name), 'utf8')
  } catch {
    return undefined
  }
}

const extensions = ['', '.ts', '.mts', '.cts', '.d.ts', '.js', '.mjs', '/index.ts', '/index.js']

function resolve(root: string, from: string, specifier: string): string | undefined {
  const target = path.posix.join(path.posix.dirname(from), specifier)
  if (target.startsWith('..') || /(?:^|\/)node_modules\//.test(target)) return undefined
  // TypeScript's own way of naming: `./user.js` is `./user.ts`.
  const bare = target.replace(/\.([cm]?)js$/, '.$1ts')
  const candidates = [bare, ...extensions.map(extension => target + extension)]
  return candidates.find(name => {
    return (
      /\.[cm]?[jt]s$/.test(name) &&
      statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile()
    )
  })
}
