import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { message, openPlayground, outcome, run, write } from './support/page'

/** Imports a file by the dialog of the browser: one of this machine, or one with these bytes. */
async function importFile(page: Page, name: string, buffer?: Buffer): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /^Database: / }).click()
  await page.getByRole('menuitem', { name: 'Import a file…' }).click()
  const chooser = await choosing
  if (buffer === undefined) await chooser.setFiles(name)
  else await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer })
}

/** A file of zeros that takes no room on the disk. */
function writeLarge(path: string, bytes: number): void {
  writeFileSync(path, '')
  truncateSync(path, bytes)
}

async function downloaded(page: Page): Promise<Buffer> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Database: / }).click()
  await page.getByRole('menuitem', { name: 'Download the database' }).click()
  return readFileSync(await (await downloading).path())
}

const script = Buffer.from(`create table notes (id integer primary key, text text);
insert into notes (text) values ('from a file; with ''quotes''');
`)
const readNotes = 'export default await db.sql`select text from notes order by id`.rows()\n'

test('imports SQL, and downloads and imports what came of it', async ({ page }) => {
  await openPlayground(page)
  await importFile(page, 'notes.sql', script)
  await expect(page.getByRole('button', { name: 'Database: notes.sql' })).toBeVisible()
  await write(
    page,
    `await db.sql\`insert into notes (text) values ('added')\`.execute()\n${readNotes}`
  )
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done/)
  await expect(page.locator('.results-body')).toContainText('added')
  const bytes = await downloaded(page)
  expect(bytes.subarray(0, 15).toString()).toBe('SQLite format 3')

  await importFile(page, 'again.sqlite', bytes)
  await expect(page.getByRole('button', { name: 'Database: again.sqlite' })).toBeVisible()
  await write(page, readNotes)
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done/)
  await expect(page.locator('.results-body')).toContainText("from a file; with 'quotes'")
  await expect(page.locator('.results-body')).toContainText('added')
})

test('imports a file that is dropped', async ({ page }) => {
  await openPlayground(page)
  const transfer = await page.evaluateHandle(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'dropped.sql'))
    return data
  }, script.toString())
  const editor = page.locator('.editor-place')
  await editor.dispatchEvent('dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop an SQLite file')).toBeVisible()
  await editor.dispatchEvent('drop', { dataTransfer: transfer })
  await expect(page.getByText('Drop an SQLite file')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Database: dropped.sql' })).toBeVisible()
})

test('refuses what is no database, and keeps the one there is', async ({ page }, testInfo) => {
  await openPlayground(page)
  await importFile(page, 'picture.db', Buffer.alloc(5000, 7))
  await expect(message(page)).toContainText('picture.db is no database')
  const large = testInfo.outputPath('large.db')
  writeLarge(large, 200 * 1024 * 1024)
  await importFile(page, large)
  await expect(message(page)).toContainText('too large: 200 MB')
  await expect(page.getByRole('button', { name: 'Database: Empty' })).toBeVisible()
  // It begins as a database does, and is none.
  const broken = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 255)])
  await importFile(page, 'broken.db', broken)
  await write(page, readNotes)
  await run(page)
  await expect(page.locator('.outcome-failed')).toBeVisible()
})

const indexName = 'versa-playground'

for (const place of ['the origin private file system', 'IndexedDB']) {
  test(`keeps data across reloads where that is wanted, in ${place}`, async ({ page }) => {
    if (place === 'IndexedDB') await page.addInitScript(withoutPrivateFiles)
    await keepsData(page)
    const inIndex = await page.evaluate(() => indexedDB.databases())
    expect(inIndex.map(({ name }) => name)).toEqual(place === 'IndexedDB' ? [indexName] : [])
  })
}

/** As in browsers that have the file system in workers only, or not at all. */
function withoutPrivateFiles(): void {
  Reflect.deleteProperty(StorageManager.prototype, 'getDirectory')
}

async function keepsData(page: Page): Promise<void> {
  await openPlayground(page)
  const code = `await db.sql\`create table if not exists visits (at integer)\`.execute()
await db.sql\`insert into visits values (1)\`.execute()
export default await db.sql\`select 'visits: ' || count(*) as n from visits\`.rows()
`
  await write(page, code)
  await page.getByRole('button', { name: /^Database: / }).click()
  await page.getByRole('menuitemradio', { name: 'Keep my data' }).click()
  await expect(message(page)).toContainText('is kept')
  for (const visits of [1, 2]) {
    await run(page)
    await expect(page.locator('.results-body')).toContainText(`visits: ${visits}`)
  }
  await page.waitForTimeout(800)
  await page.reload()
  await expect(page.locator('.view-line').first()).toBeVisible()
  await run(page)
  await expect(page.locator('.results-body')).toContainText('visits: 3')
  await page.getByRole('button', { name: /^Database: / }).click()
  await page.getByRole('menuitem', { name: 'Forget what was written' }).click()
  await run(page)
  await expect(page.locator('.results-body')).toContainText('visits: 1')
}
