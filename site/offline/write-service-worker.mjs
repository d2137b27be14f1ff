// Writes `dist/sw.js` at the end of the build, when all files of all languages are there.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist', import.meta.url))

/** What is not kept: what has a worker of its own, what few or only machines read, the worker. */
const aside = /^(?:playground|rust|social)\/|^[a-z]{2}\/social\/|\.(?:md|txt|xml|map)$|^sw\.js$/

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => path.relative(dist, path.join(entry.parentPath, entry.name)))
  .map(name => name.split(path.sep).join('/'))
  .filter(name => !aside.test(name))
  .sort()

const hash = createHash('sha256')
for (const name of files) hash.update(`${name}\0`).update(readFileSync(path.join(dist, name)))

/** Files as they are asked for: a page by its folder. */
const asked = (/** @type {string} */ name) => name.replace(/(^|\/)index\.html$/, '$1')

const translated = /^([a-z]{2})\//
/** @type {Record<string, string[]>} */
const languages = {}
for (const name of files) {
  const language = translated.exec(name)?.[1] ?? 'en'
  languages[language] = [...(languages[language] ?? []), asked(name)]
}

/** What every page needs, and the page that says that another one is not there. */
const core = files
  .filter(name => /^(?:404\.html|assets\/(?:css|fonts)\/|assets\/js\/(?:main|runtime))/.test(name))
  .map(asked)

const build = { version: hash.digest('hex').slice(0, 16), core, languages }
const worker = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8')
writeFileSync(
  path.join(dist, 'sw.js'),
  `self.build = ${JSON.stringify(build, null, 1)}\n\n${worker}`
)
