import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { translatedLinks } from '../plugins/translated-links.js'

const site = mkdtempSync(path.join(tmpdir(), 'versa-translated-'))
const translated = path.join(site, 'i18n/es/docusaurus-plugin-content-docs/current')
const place = translatedLinks(site, 'es')

/** A link of a page that is not translated. */
const link = (url: string, page = 'learn/first.md') =>
  place({ sourceFilePath: path.join(site, 'docs', page), url })

beforeAll(() => {
  for (const page of ['queries.md', 'learn/second.mdx']) {
    mkdirSync(path.dirname(path.join(translated, page)), { recursive: true })
    writeFileSync(path.join(translated, page), '')
  }
})
afterAll(() => rmSync(site, { recursive: true }))

test.each([
  ['../queries.md', '/docs/queries/'],
  ['./second.mdx', '/docs/learn/second/'],
  ['../queries.md#conditions', '/docs/queries/#conditions']
])('a link to %s goes to the translated page', (url, expected) => {
  expect(link(url)).toBe(expected)
})

test.each(['../nowhere.md', './first.md', '../../../i18n/queries.md'])(
  'a link to %s is no link to a page',
  url => expect(() => link(url)).toThrow(`learn/first.md: there is no page at ${url}`)
)
