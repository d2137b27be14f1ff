import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { lineOf, rustCode } from './rust-code.mjs'

/** @import { Crate } from './crates.mjs' */
/** @import { Layers } from './layers.mjs' */

/**
 * @typedef {{ crate: string, file: string, code: string }} Source `code` without comments and
 *   strings.
 */

const impure = ['fs', 'net', 'io', 'thread', 'process', 'env', 'time']

/**
 * What the sources of crates do that their crate may not do.
 *
 * @param {string} root
 * @param {readonly Crate[]} crates
 * @param {Layers} layers
 * @returns {{ problems: string[], files: number }}
 */
export function checkRustSources(root, crates, layers) {
  const sources = crates.flatMap(crate => readSources(root, crate))
  const problems = sources.flatMap(source => [
    ...purity(source, layers),
    ...unsafety(source, layers),
    ...hosts(source, layers),
    ...dialectBranches(source, layers)
  ])
  return { problems, files: sources.length }
}

/**
 * @param {string} root
 * @param {Crate} crate
 * @returns {Source[]}
 */
function readSources(root, crate) {
  const folder = path.join(crate.folder, 'src')
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.rs'))
    .map(file => path.join(folder, file))
    .map(file => ({
      crate: crate.name,
      file: path.relative(root, file).replaceAll('\\', '/'),
      code: rustCode(readFileSync(file, 'utf8'))
    }))
}

/**
 * @param {Source} source
 * @param {Layers} layers
 * @returns {string[]}
 */
function purity(source, layers) {
  if (!layers.pureCrates.includes(source.crate)) return []
  const reason = `but ${source.crate} is pure`
  const named = find(source, new RegExp(`\\bstd\\s*::\\s*(?:${impure.join('|')})\\b`, 'g'), reason)
  const runtime = find(source, /\btokio\b/g, reason)
  return [...named, ...runtime, ...groupedImports(source, reason)]
}

/**
 * `use std::{fmt, io}` names io without saying `std::io`.
 *
 * @param {Source} source
 * @param {string} reason
 * @returns {string[]}
 */
function groupedImports(source, reason) {
  const problems = []
  for (const match of source.code.matchAll(/\bstd\s*::\s*\{([^;]*?)\}\s*;/g)) {
    const names = (match[1] ?? '').split(/[,{}]/).map(item => item.trim().split(/\s*::\s*|\s+/)[0])
    for (const name of names.filter(name => name !== undefined && impure.includes(name))) {
      problems.push(`${source.file}:${lineOf(source.code, match.index)}: std::${name}, ${reason}`)
    }
  }
  return problems
}

/**
 * @param {Source} source
 * @param {Layers} layers
 */
function unsafety(source, layers) {
  if (layers.unsafeCrates.includes(source.crate)) return []
  return find(source, /\bunsafe\b/g, `which only ${layers.unsafeCrates.join(' and ')} may use`)
}

/**
 * @param {Source} source
 * @param {Layers} layers
 */
function hosts(source, layers) {
  return layers.shells
    .filter(({ crate }) => source.crate !== crate)
    .flatMap(({ crate, packages }) => {
      const pattern = new RegExp(`\\b${packages.source}\\b`, 'g')
      return find(source, pattern, `which only ${crate} may know`)
    })
}

/**
 * A capability of the dialect answers, not its name.
 *
 * @param {Source} source
 * @param {Layers} layers
 */
function dialectBranches(source, layers) {
  const above = layers.crates.findIndex(layer => layer.includes('versa-sql'))
  const own = layers.crates.findIndex(layer => layer.includes(source.crate))
  if (own < above || /\/dialects?(?:_\w+)?(?:\/|\.rs$)/.test(source.file)) return []
  const branch = /\bDialect\s*::\s*[A-Z]\w*|\bdialect(?:\(\))?\s*[!=]=|\bmatch\s+[\w.]*\bdialect\b/g
  return find(source, branch, "outside a dialect's folder: ask a capability instead")
}

/**
 * @param {Source} source
 * @param {RegExp} pattern
 * @param {string} reason
 * @returns {string[]}
 */
function find(source, pattern, reason) {
  return [...source.code.matchAll(pattern)].map(
    match => `${source.file}:${lineOf(source.code, match.index)}: \`${match[0]}\`, ${reason}`
  )
}
