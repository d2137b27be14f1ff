// Puts the documentation into the package: `node scripts/build-docs-package.mjs [--verbose]`
//
// orm/dist/docs holds the built site with the playground, compressed, the list of its files, and
// what `versa doc TERM` looks up. `orm/src/cli/doc/docs/manifest.ts` says how it is laid out.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Compressor } from './build/docs/compress.mjs'
import { extensionOf, mediaType } from './build/docs/media-types.mjs'
import { policyOf } from './build/docs/policies.mjs'
import { siteFiles } from './build/docs/site-files.mjs'
import { buildPlayground } from './build-playground.mjs'
import { buildSite } from './build-site.mjs'
import { contentHash, recall, remember } from './process/content-hash.mjs'
import { Failure } from './process/failure.mjs'
import { inRepository } from './process/repository.mjs'
import { runCommand, step } from './process/step.mjs'

/** @import { SiteFile } from './build/docs/site-files.mjs' */

/**
 * Texts up to this size are compressed together: a page, its twins as script and as Markdown, and
 * the index of the search have most of what they are in common.
 */
const sharedMax = 5_000_000

/** What is large and the playground's is kept apart: it is given to browsers as it lies there. */
const playgroundSharedMax = 100_000

/** What compresses no further. */
const packed = ['png', 'jpg', 'gif', 'webp', 'woff', 'woff2', 'ico']

/** A file that Brotli makes smaller by less than this is kept as it is. */
const worthwhile = 0.95

const inputs = [
  'site/dist',
  'site/docs',
  'playground/dist',
  'orm/dist/index.d.cts',
  'orm/package.json',
  'orm/src/errors/generated/codes.ts',
  'scripts/build-docs-package.mjs',
  'scripts/build/docs'
]

/** Builds `orm/dist/docs` where it is not up to date. What it is made of has to be built before. */
export function buildDocsPackage() {
  return step('Documentation in the package', async () => {
    const hash = contentHash(inputs)
    const target = inRepository('orm/dist/docs')
    const built = existsSync(`${target}/manifest.json`)
    if (built && recall('docs-package') === hash) return { note: 'unchanged', value: undefined }
    const note = await packDocs({
      site: 'site/dist',
      playground: 'playground/dist',
      markdown: 'site/docs',
      types: inRepository('orm/dist/index.d.cts'),
      target
    })
    remember('docs-package', hash)
    return { note, value: undefined }
  })
}

/**
 * Packs documentation into a folder.
 *
 * @param {object} sources
 * @param {string} sources.site The built site.
 * @param {string} sources.playground The built playground.
 * @param {string} sources.markdown The pages' sources.
 * @param {string} sources.types The types of the package.
 * @param {string} sources.target The folder that is made.
 * @returns {Promise<string>} What was packed.
 */
export async function packDocs({ site, playground, markdown, types, target }) {
  const files = siteFiles({ site, playground })
  for (const [url, folder, script] of [
    ['/index.html', site, 'build-site'],
    ['/playground/index.html', playground, 'build-playground']
  ]) {
    if (files.some(file => file.url === url)) continue
    throw new Failure(`${folder} has no index.html: run \`node scripts/${script}.mjs\`.`)
  }
  const { version } = JSON.parse(readFileSync(inRepository('orm/package.json'), 'utf8'))
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const packing = new Packing(target)
  await packing.add(files)
  const urls = new Set(files.map(({ url }) => url))
  // It reads TypeScript with the compiler, which is there only after the set-up.
  const { termSections } = await import('./build/docs/terms.mjs')
  const sections = termSections({ markdown, types, urls })
  await packing.writeCompressed('terms.json.br', Buffer.from(JSON.stringify({ sections })))
  packing.finish(version)
  const megabytes = (packing.size / 1e6).toFixed(1)
  const pages = files.filter(({ url }) => url.endsWith('.html')).length
  return `${pages} pages, ${sections.length} terms, ${megabytes} MB`
}

/** The folder that is being made. */
class Packing {
  size = 0
  #compressor = new Compressor()
  /** @type {string[]} */
  #policies = []
  /** @type {Record<string, object>} */
  #files = {}

  /** @param {string} target */
  constructor(target) {
    this.target = target
  }

  /** @param {readonly SiteFile[]} files */
  async add(files) {
    const shared = files.filter(({ url, content }) => {
      const isText = /^(?:text|application\/(?:json|xml|manifest)|image\/svg)/.test(mediaType(url))
      const max = url.startsWith('/playground/') ? playgroundSharedMax : sharedMax
      return isText && content.length <= max
    })
    await this.#addShared(shared)
    // Zlib's threads work on several at a time.
    await Promise.all(
      files.filter(file => !shared.includes(file)).map(file => this.#addAlone(file))
    )
  }

  /** @param {readonly SiteFile[]} files */
  async #addShared(files) {
    // Those of one kind side by side: what a page has in common it has with pages.
    const sorted = [...files].sort((a, b) => {
      const [left, right] = [extensionOf(a.url), extensionOf(b.url)]
      return left === right ? (a.url < b.url ? -1 : 1) : left < right ? -1 : 1
    })
    let at = 0
    for (const file of sorted) {
      this.#list(file, { in: 'pages.br', at })
      at += file.content.length
    }
    await this.writeCompressed('pages.br', Buffer.concat(sorted.map(({ content }) => content)))
  }

  /** @param {SiteFile} file */
  async #addAlone(file) {
    const { url, content } = file
    const compressed = packed.includes(extensionOf(url))
      ? content
      : await this.#compressor.compress(content)
    const smaller = compressed.length < content.length * worthwhile
    const name = `files${url}${smaller ? '.br' : ''}`
    this.#write(name, smaller ? compressed : content)
    this.#list(file, { in: name })
  }

  /**
   * @param {SiteFile} file
   * @param {{ in: string, at?: number }} place
   */
  #list({ url, content }, place) {
    const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22)
    const policy = url.endsWith('.html') ? { policy: this.#policy(policyOf(String(content))) } : {}
    this.#files[url] = { type: mediaType(url), bytes: content.length, hash, ...place, ...policy }
  }

  /** @param {string} policy */
  #policy(policy) {
    const known = this.#policies.indexOf(policy)
    return known === -1 ? this.#policies.push(policy) - 1 : known
  }

  /**
   * @param {string} name
   * @param {Buffer} content
   */
  async writeCompressed(name, content) {
    this.#write(name, await this.#compressor.compress(content, true))
  }

  /**
   * @param {string} name
   * @param {Uint8Array} content
   */
  #write(name, content) {
    const file = path.join(this.target, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
    this.size += content.length
  }

  /** @param {string} version */
  finish(version) {
    const list = { version, policies: this.#policies, files: this.#files }
    this.#write('manifest.json', Buffer.from(JSON.stringify(list)))
    this.#compressor.forgetOthers()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await runCommand(async () => {
    await buildPlayground()
    await buildSite()
    await buildDocsPackage()
  })
