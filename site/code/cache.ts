import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import path from 'node:path'
import { made, repository } from './paths.js'

const folder = path.join(made, 'cache')

/** A hash over texts; where one ends and the next begins counts. */
export function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}\0`).update(text)
  return hash.digest('hex').slice(0, 32)
}

/** A hash over files of the repository, whole folders among them. */
export function filesHash(...inputs: readonly string[]): string {
  const files = inputs.flatMap(listed).sort()
  return hashOf(...files.flatMap(file => [file, hashOf(read(file))]))
}

function read(file: string): string {
  return readFileSync(path.join(repository, file), 'latin1')
}

function listed(input: string): string[] {
  if (statSync(path.join(repository, input)).isFile()) return [input]
  return readdirSync(path.join(repository, input), { withFileTypes: true })
    .filter(entry => entry.name !== 'node_modules')
    .flatMap(entry => listed(`${input}/${entry.name}`))
}

/** Names of what was asked for in this process. */
const used = new Set<string>()

/** Whether something was computed before. */
export function isCached(kind: string, key: string): boolean {
  return existsSync(path.join(folder, `${kind}-${key}.json`))
}

/** What was computed before of the same input; computes it otherwise, and keeps it. */
export async function cached<T>(kind: string, key: string, compute: () => Promise<T>): Promise<T> {
  const name = `${kind}-${key}.json`
  const file = path.join(folder, name)
  used.add(name)
  const before = readIfThere(file)
  if (before !== undefined) return JSON.parse(before)
  const value = await compute()
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(value))
  return value
}

const keptMs = 14 * 24 * 60 * 60 * 1000

/** Forgets what is old and was not asked for: it belongs to pages or sources that are no more. */
export function forgetOld(): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    if (!used.has(name) && Date.now() - statSync(file).mtimeMs > keptMs) rmSync(file)
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
