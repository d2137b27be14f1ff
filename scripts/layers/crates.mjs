import { execFileSync } from 'node:child_process'
import path from 'node:path'

/** @import { Layers } from './layers.mjs' */

/**
 * A crate of the workspace as cargo knows it.
 *
 * @typedef {object} Crate
 * @property {string} name
 * @property {string} folder
 * @property {string} manifest
 * @property {readonly { name: string, kind: 'dev' | 'build' | null }[]} dependencies
 */

/**
 * The crates of a workspace.
 *
 * @param {string} root
 * @returns {Crate[]}
 */
export function readCrates(root) {
  const args = ['metadata', '--no-deps', '--format-version', '1']
  const text = execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  /** @typedef {Omit<Crate, 'folder' | 'manifest'> & { manifest_path: string }} Package */
  /** @type {{ packages: Package[] }} */
  const { packages } = JSON.parse(text)
  return packages.map(({ name, manifest_path, dependencies }) => ({
    name,
    folder: path.dirname(manifest_path),
    manifest: path.relative(root, manifest_path),
    dependencies
  }))
}

/**
 * The dependencies that point upward or sideways, or that a crate may not have.
 *
 * @param {readonly Crate[]} crates
 * @param {Layers} layers
 * @returns {string[]}
 */
export function checkCrates(crates, layers) {
  const found = new Set(crates.map(crate => crate.name))
  const listed = [...layers.crates.flat(), ...layers.freeCrates]
  return [
    ...listed
      .filter(name => !found.has(name))
      .map(name => `${name} has a layer, but the workspace has no such crate`),
    ...crates
      .filter(crate => !listed.includes(crate.name))
      .map(crate => `${crate.manifest}: ${crate.name} has no layer`),
    ...crates.flatMap(crate => checkCrate(crate, found, layers))
  ]
}

/**
 * @param {Crate} crate
 * @param {ReadonlySet<string>} workspace
 * @param {Layers} layers
 * @returns {string[]}
 */
function checkCrate(crate, workspace, layers) {
  const problems = []
  const own = layers.crates.findIndex(layer => layer.includes(crate.name))
  const pure = layers.pureCrates.includes(crate.name)
  for (const { name, kind } of crate.dependencies) {
    const test = kind === 'dev'
    const where = `${crate.manifest}: ${crate.name}`
    const shell = layers.shells.find(({ packages }) => isWhole(packages, name))
    if (shell !== undefined && crate.name !== shell.crate) {
      problems.push(`${where} depends on ${name}; only ${shell.crate} may know ${shell.host}`)
    } else if (!workspace.has(name)) {
      if (pure && !test && !layers.pureDependencies.includes(name)) {
        problems.push(`${where} is pure and may not depend on ${name}`)
      }
    } else if (layers.freeCrates.includes(name)) {
      if (!test && !layers.freeCrates.includes(crate.name)) {
        problems.push(`${where} may depend on ${name} in its tests only`)
      }
    } else if (own !== -1 && layers.crates.findIndex(layer => layer.includes(name)) >= own) {
      problems.push(`${where} depends on ${name}, which is not in a lower layer`)
    }
  }
  return problems
}

/**
 * @param {RegExp} pattern
 * @param {string} text
 */
function isWhole(pattern, text) {
  return new RegExp(`^(?:${pattern.source})$`).test(text)
}
