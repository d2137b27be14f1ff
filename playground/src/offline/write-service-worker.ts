// Writes the service worker at the end of the build, when all files have their names.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A file of the build. */
interface BuiltFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What is no part of the page, or what a driver has for uses other than ours. */
const left = /^(?:sw\.js|embed\.js|project\.html|.*\.map|assets\/sqlite3-(?:opfs|worker1).*)$/

/** Writes `sw.js` with the list of files; its version is the hash of their contents. */
export function writeServiceWorker(folder: string, files: readonly BuiltFile[]): void {
  const kept = files.filter(({ name }) => !left.test(name))
  const hash = createHash('sha256')
  for (const { name, bytes } of kept) hash.update(name).update('\0').update(bytes)
  const version = hash.digest('hex').slice(0, 16)
  const names = kept.map(({ name }) => name)
  const source = readFileSync(new URL('./service-worker.js', import.meta.url), 'utf8')
  const build = JSON.stringify({ version, files: names }, null, 2)
  writeFileSync(resolve(folder, 'sw.js'), `self.build = ${build}\n\n${source}`)
}
