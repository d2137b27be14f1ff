import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { docsTests } from '../repository.js'
import { exportedNames, parse } from './syntax.js'

/** A set-up file: what it exports is there for a block without being written in it. */
export interface Prelude {
  readonly name: string
  readonly text: string
  readonly exports: ReadonlySet<string>
}

/** What a set-up file connects to in order to run on each database that a block claims. */
export const anyDatabase = 'sqlite::memory:'

const known = new Map<string, Prelude>()

/** The path of a set-up file. */
export function preludeFile(name: string): string {
  return path.join(docsTests, 'preludes', `${name}.ts`)
}

/**
 * Reads a set-up file.
 *
 * @returns Undefined where there is none of that name.
 */
export function readPrelude(name: string): Prelude | undefined {
  const before = known.get(name)
  if (before !== undefined) return before
  const file = preludeFile(name)
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const prelude = { name, text, exports: exportedNames(parse(file, text)) }
  known.set(name, prelude)
  return prelude
}
