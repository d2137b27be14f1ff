import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A stack with the places in the TypeScript of programs instead of those in their JavaScript. Node
 * could do that itself, but reads all maps for it when a process begins, the package's, too.
 *
 * @param stack The stack, or a text that has one in it.
 * @param root The folder of the run: only its files are looked up.
 */
export function mappedStack(stack: string, root: string): string {
  const place = /((?:file:\/\/)?\/[^\s():]+\.js):(\d+):(\d+)/g
  return stack.replace(place, (found, url: string, line: string, column: string) => {
    const file = url.startsWith('file:') ? fileURLToPath(url) : url
    if (!file.startsWith(root)) return found
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1)
    if (entry === undefined || !('originalLine' in entry)) return found
    const source = path.join(path.dirname(file), path.basename(entry.originalSource))
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  })
}

/** The map at the end of a file. */
function mapOf(file: string): SourceMap | undefined {
  if (!existsSync(file)) return undefined
  const mark = 'sourceMappingURL=data:application/json;base64,'
  const [, encoded] = readFileSync(file, 'utf8').split(mark)
  if (encoded === undefined) return undefined
  return new SourceMap(JSON.parse(Buffer.from(encoded.trim(), 'base64').toString('utf8')))
}
