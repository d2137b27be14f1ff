// `npm run docs:update [-- PAGE…]`: runs the documentation, writes what it gives into it, then the
// counts. Pages are named by parts of their paths.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { partsOf } from '../blocks/page.js'
import { readCorpus } from '../corpus.js'
import { countBlocks, countText } from '../count.js'
import { PageError, type Problem, problemText } from '../problem.js'
import { documentation, type Page, repository, scratchFolder } from '../repository.js'
import { availableDatabases, leaveServers } from '../run/servers.js'
import { writeShared } from '../run/write.js'
import { Workshop } from '../shell/workshop.js'
import { countsFile, countsJson } from './counts-file.js'
import { edited } from './edit.js'
import { type Update, updateOf } from './page.js'
import { shellUpdateOf } from './shell.js'

const named = process.argv.slice(2)
const pages = documentation().filter(({ file }) => {
  return named.length === 0 || named.some(part => file.includes(part))
})
const problems: Problem[] = []

if (pages.length === 0) fail(`No page's path contains ${named.join(' or ')}.`)
else if (availableDatabases().length < 3)
  fail('It needs all databases: unset VERSA_TEST_DATABASES.')
else await updateAll()

async function updateAll(): Promise<void> {
  const root = mkdtempSync(path.join(scratchFolder(), '.docs-update-'))
  const workshop = await Workshop.open()
  try {
    writeShared(root)
    for (const page of pages) await updatePage(root, workshop, page)
  } finally {
    await leaveServers()
    await workshop.close()
    rmSync(root, { recursive: true, force: true })
  }
  writeCounts()
  if (problems.length > 0) fail(problems.map(problemText).join('\n'))
}

async function updatePage(root: string, workshop: Workshop, page: Page): Promise<void> {
  const made: Update[] = []
  try {
    const parts = partsOf(page)
    made.push(await updateOf(root, page, parts), await shellUpdateOf(workshop, page, parts))
  } catch (error) {
    if (!(error instanceof PageError)) throw error
    problems.push(error.problem)
  }
  problems.push(...made.flatMap(update => update.problems))
  const edits = made.flatMap(update => update.edits)
  if (edits.length === 0) return
  writeFileSync(path.join(repository, page.file), edited(page.text, edits))
  for (const { line } of edits) console.log(`${page.file}:${line}: written anew`)
}

function writeCounts(): void {
  const { pages: all, broken } = readCorpus()
  if (broken.length > 0) return
  const count = countBlocks(all)
  const file = path.join(repository, countsFile)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, countsJson(count))
  console.log(countText(count))
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
