// Makes what the site shows of the code of its pages: `tsx code/main.ts [PAGE…]`. Each page given
// by its path in the repository; all pages otherwise.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Program } from '../../docs-tests/src/blocks/program.js'
import { type Problem, problemText } from '../../docs-tests/src/problem.js'
import { writeBenchmark } from './benchmark.js'
import { cached, filesHash, forgetOld, hashOf, isCached } from './cache.js'
import { codeHighlighter } from './highlight/highlighter.js'
import { type PageCode, pageCode, problemsIn, programsOn, type Workshop } from './page-code.js'
import { readPage, type SitePage, sitePages } from './pages.js'
import { made } from './paths.js'
import { compilationOf } from './types/compilation.js'

/** What decides what is made of a page, beside the page. */
const machinery = filesHash(
  'site/code',
  'docs-tests/src',
  'docs-tests/preludes',
  'playground/src/asserted',
  'orm/src/recording',
  'playground/src/sandbox',
  'playground/src/workspace',
  'orm/dist/browser',
  'orm/dist/index.d.cts',
  'orm/dist/index.d.mts',
  'node_modules/shiki/package.json',
  'node_modules/@shikijs/twoslash/package.json',
  'node_modules/typescript/package.json'
)

const begun = performance.now()
const named = process.argv.slice(2)
const pages = named.length > 0 ? named.map(file => readPage(file)) : sitePages()
if (named.length === 0) rmSync(path.join(made, 'code'), { recursive: true, force: true })

let workshop: Promise<Workshop> | undefined
const problems: Problem[] = []
let fresh = 0
await Promise.all(pages.map(make))

if (problems.length > 0) {
  const places = problems.map(({ page }) => page)
  problems.sort((one, other) => places.indexOf(one.page) - places.indexOf(other.page))
  console.error(problems.map(problemText).join('\n'))
  console.error(`\n${problems.length} problems: the site is not built with code that is wrong`)
  process.exitCode = 1
} else {
  if (named.length === 0) {
    forgetOld()
    writeBenchmark()
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${pages.length} pages, ${fresh} of them anew, ${seconds} s`)
}

async function make(page: SitePage): Promise<void> {
  const hash = hashOf(page.file, page.text)
  try {
    const code = await cached<PageCode>('page', keyOf(page), async () => {
      fresh += 1
      workshop ??= openWorkshop()
      return pageCode(page, await workshop)
    })
    write(page, 'blocks', { hash, blocks: code.blocks })
    write(page, 'types', code.types)
    write(page, 'runs', code.runs)
  } catch (error) {
    const found = problemsIn(error)
    if (found.length === 0) throw error
    problems.push(...found)
  }
}

async function openWorkshop(): Promise<Workshop> {
  const compilation = compilationOf(pages.filter(isStale).flatMap(programsIfReadable))
  return { highlighter: await codeHighlighter(), compilation }
}

function isStale(page: SitePage): boolean {
  return !isCached('page', keyOf(page))
}

/** A page that cannot be read says so when it is made. */
function programsIfReadable(page: SitePage): Program[] {
  try {
    return programsOn(page)
  } catch {
    return []
  }
}

function keyOf(page: SitePage): string {
  return hashOf(hashOf(page.file, page.text), machinery)
}

function write(page: SitePage, name: string, value: unknown): void {
  const file = path.join(made, 'code', `${page.file.replace(/^site\//, '')}.${name}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(value))
}
