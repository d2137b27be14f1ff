import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** More files than that are no models; a pattern was meant otherwise. */
const filesMax = 2000

const neverEntered = new Set(['node_modules', '.git', 'dist', 'coverage'])

/** Whether a pattern is one, and not just a path. */
export function isPattern(text: string): boolean {
  return /[*?{[]/.test(text)
}

/** The files of a folder that a pattern names: `src/models/**\/*.ts`; sorted, relative to it. */
export function filesOfPattern(root: string, pattern: string): string[] {
  const plain = pattern.replaceAll('\\', '/').replace(/^\.\//, '')
  if (!isPattern(plain)) return filesOfPath(root, plain)
  const fixed = plain.slice(0, plain.search(/[*?{[]/))
  const base = fixed.slice(0, fixed.lastIndexOf('/') + 1)
  const wanted = new RegExp(`^${expressionOf(plain)}$`)
  return walk(root, base.replace(/\/$/, '')).filter(file => wanted.test(file))
}

/** A file itself; of a folder, all that it has. */
function filesOfPath(root: string, name: string): string[] {
  const stats = statSync(path.resolve(root, name), { throwIfNoEntry: false })
  if (stats === undefined) return []
  return stats.isDirectory() ? walk(root, name.replace(/\/$/, '')) : [name]
}

function walk(root: string, base: string): string[] {
  const found: string[] = []
  const visit = (folder: string): void => {
    const entries = readdirSync(path.resolve(root, folder), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (found.length >= filesMax) return
      if (entry.isFile()) found.push(name)
      else if (entry.isDirectory() && !neverEntered.has(entry.name)) visit(name)
    }
  }
  if (statSync(path.resolve(root, base), { throwIfNoEntry: false })?.isDirectory()) visit(base)
  return found
}

/** A pattern as a regular expression. */
function expressionOf(pattern: string): string {
  let expression = ''
  let depth = 0
  for (let at = 0; at < pattern.length; at += 1) {
    const rest = pattern.slice(at)
    if (rest.startsWith('**/')) {
      expression += '(?:[^/]+/)*'
      at += 2
    } else if (rest.startsWith('**')) {
      expression += '.*'
      at += 1
    } else {
      const character = pattern.charAt(at)
      if (character === '{') depth += 1
      if (character === '}') depth -= 1
      expression += pieceOf(character, depth)
    }
  }
  return expression
}

function pieceOf(character: string, depth: number): string {
  if (character === '*') return '[^/]*'
  if (character === '?') return '[^/]'
  if (character === '{') return '(?:'
  if (character === '}') return ')'
  if (character === ',' && depth > 0) return '|'
  if (character === '[' || character === ']') return character
  return character.replace(/[\\^$.|+()]/g, '\\$&')
}
