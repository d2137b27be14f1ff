import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inRepository } from '../../process/repository.mjs'
import { errorSections } from './error-codes.mjs'
import { pageSections } from './page-sections.mjs'
import { symbolSections } from './symbols.mjs'

/**
 * A part of the documentation, as `orm/src/cli/doc/docs/manifest.ts` has it.
 *
 * @typedef {object} Section
 * @property {'error' | 'symbol' | 'page'} kind
 * @property {string} name
 * @property {string} within
 * @property {string | null} url
 * @property {string} text
 */

/**
 * What `versa doc TERM` looks up: the pages in parts, the exported names and the error codes.
 *
 * @param {object} sources
 * @param {string} sources.markdown The folder of the pages.
 * @param {string} sources.types The file with the types of the package.
 * @param {ReadonlySet<string>} sources.urls The addresses that the built site has.
 * @returns {Section[]}
 */
export function termSections({ markdown, types, urls }) {
  const folder = path.resolve(inRepository(), markdown)
  const pages = markdownFiles(folder).flatMap(file => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    return pageSections(text, urlOf(file, text, urls))
  })
  const errors = errorSections(pages)
  const codes = new Set(errors.map(({ name }) => name))
  // The page of a code is in the section of the code.
  const others = pages.filter(({ within }) => !codes.has(within))
  return [...errors, ...symbolSections(types, urls), ...others]
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function markdownFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => /\.mdx?$/.test(file) && !/(?:^|\/)_/.test(file))
    .sort()
}

/**
 * The address of a page: that of the ways in which a site may place it which the build has.
 *
 * @param {string} file
 * @param {string} text
 * @param {ReadonlySet<string>} urls
 * @returns {string | null}
 */
function urlOf(file, text, urls) {
  const slug = /^---\n[\s\S]*?^slug:\s*['"]?([^'"\n]+)/m.exec(text)?.[1]?.trim()
  const own = file.replace(/\.mdx?$/, '').replace(/(?:^|\/)(?:index|README)$/i, '')
  // Numbers in front put pages in order and are no part of their addresses.
  const plain = own.replace(/(^|\/)\d+[-_.]\s*/g, '$1')
  const paths = [slug, own, plain].filter(candidate => candidate !== undefined)
  for (const candidate of paths.map(name => name.replace(/^\/+/, ''))) {
    for (const base of ['/docs/', '/']) {
      const url = `${base}${candidate}`.replace(/(?<=.)\/$/, '')
      const folder = url.endsWith('/') ? url : `${url}/`
      if (urls.has(`${folder}index.html`)) return folder
      if (urls.has(`${url}.html`)) return url
    }
  }
  return null
}
