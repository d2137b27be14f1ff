import { builtinModules } from 'node:module'
import { Failure } from '../../process/failure.mjs'

/** @import { Metafile } from 'esbuild' */

/**
 * What a bundle for browsers still imports: nothing of Node.js, and no package that its manifest
 * does not name.
 *
 * @param {Metafile} metafile
 * @param {readonly string[]} packages What it may import.
 * @throws {Failure} With each import and the sources it comes from.
 */
export function checkBrowserImports(metafile, packages) {
  const imported = Object.values(metafile.outputs)
    .flatMap(output => output.imports)
    .filter(({ external }) => external === true)
    .map(({ path }) => path)
  const refused = [...new Set(imported)].filter(path => !packages.includes(path)).sort()
  if (refused.length === 0) return
  throw new Failure(
    'The bundle for browsers imports what is not there',
    refused.map(path => `${path}${kind(path)}: ${importers(metafile, path).join(', ')}`).join('\n')
  )
}

/** @param {string} path */
function kind(path) {
  return path.startsWith('node:') || builtinModules.includes(path) ? ' (of Node.js)' : ''
}

/**
 * @param {Metafile} metafile
 * @param {string} path
 */
function importers(metafile, path) {
  return Object.entries(metafile.inputs)
    .filter(([, { imports }]) => imports.some(found => found.external && found.path === path))
    .map(([source]) => source)
}
