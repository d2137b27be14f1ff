import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../data/atlas.db', import.meta.url))

/**
 * The embedded database: a file beside the example, made anew.
 *
 * @returns Its URL, with the path as short as it is from here.
 */
export function freshEmbeddedDatabase(): string {
  mkdirSync(path.dirname(file), { recursive: true })
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  return `sqlite:${path.relative(process.cwd(), file)}`
}

/** A URL that may be shown: without its password. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^/@]*?):[^/@]*@/, '$1:•••@')
}
