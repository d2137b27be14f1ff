import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inRepository } from '../../process/repository.mjs'

/**
 * A file of the documentation.
 *
 * @typedef {{ url: string, content: Buffer }} SiteFile
 */

/**
 * What is of no use in a package: maps of sources, workers that would answer for the server after
 * it has ended, and what only other sites read.
 */
const left = [
  /\.map$/,
  /^\/(?:playground\/)?sw\.js$/,
  /^\/(?:sitemap\.xml|robots\.txt|CNAME|\.nojekyll)$/,
  /^\/(?:[a-z]{2}\/)?social\//,
  // It is large, and whoever works on the engine has the repository.
  /^\/rust\//,
  // SQLite's drivers for uses other than the playground's.
  /^\/playground\/assets\/sqlite3-(?:opfs|worker1)/
]

/**
 * The files of the site, with the playground below `/playground/`.
 *
 * @param {{ site: string, playground: string }} folders
 * @returns {SiteFile[]} In the order of their addresses.
 */
export function siteFiles({ site, playground }) {
  const pages = filesOf(site, '/').filter(({ url }) => !url.startsWith('/playground/'))
  return [...pages, ...filesOf(playground, '/playground/')]
    .filter(({ url }) => !left.some(pattern => pattern.test(url)))
    .sort((a, b) => (a.url < b.url ? -1 : 1))
}

/**
 * @param {string} folder
 * @param {string} base
 * @returns {SiteFile[]}
 */
function filesOf(folder, base) {
  const root = path.isAbsolute(folder) ? folder : inRepository(folder)
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .map(file => ({
      url: base + path.relative(root, file).replaceAll('\\', '/'),
      content: readFileSync(file)
    }))
}
