import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { transpile } from '../../src/run/transpile.js'

/**
 * Writes the TypeScript files of a folder, and of those in it, as JavaScript.
 *
 * @param from The folder.
 * @param to Where the files go.
 * @param compile What makes JavaScript of a file.
 */
export function writeJavaScript(from: string, to: string, compile = transpile): void {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?<!\.test)\.ts$/.test(entry.name)) continue
    const source = path.join(entry.parentPath, entry.name)
    const target = path.join(to, path.relative(from, source)).replace(/\.ts$/, '.js')
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, compile(entry.name, readFileSync(source, 'utf8')))
  }
}
