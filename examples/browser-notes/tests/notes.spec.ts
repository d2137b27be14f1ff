import { expect } from '@playwright/test'
import { fileOf } from './support/file-of'
import { exported, imported, openNote, openNotes, test, titles, write } from './support/notes'

test('notes are written, and are there when the page is opened again', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Bread', text: 'flour, water', tags: 'kitchen, weekend' })
  await write(page, { title: 'Tea' })
  await page.reload()
  await expect(titles(page)).toHaveText(['Tea', 'Bread'])
  await openNote(page, 'Bread')
  await expect(page.getByLabel('Text')).toHaveValue('flour, water')
  await expect(page.getByLabel('Tags, separated')).toHaveValue('kitchen, weekend')
})

test('what is typed is kept without a pause', async ({ page }) => {
  await openNotes(page)
  await page.getByRole('button', { name: 'New note' }).click()
  await page.keyboard.type('Typed quickly')
  await expect(page.locator('.saved')).toHaveText('Saved')
  await page.reload()
  await expect(titles(page)).toHaveText(['Typed quickly'])
})

test('pinned notes are first, then those that were changed last', async ({ page }) => {
  await openNotes(page)
  for (const title of ['One', 'Two', 'Three']) await write(page, { title })
  await openNote(page, 'One')
  await page.getByRole('button', { name: 'Pin', exact: true }).click()
  await expect(titles(page)).toHaveText(['Pinned One', 'Three', 'Two'])
  await openNote(page, 'Two')
  await page.getByLabel('Text').fill('changed')
  await expect(titles(page)).toHaveText(['Pinned One', 'Two', 'Three'])
})

test('words are found while they are typed, without accents and case', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Café', text: 'the best crème brûlée' })
  await write(page, { title: 'Tea', text: 'green "OR" black' })
  const search = page.getByRole('searchbox')
  for (const [typed, found] of [
    ['creme bru', ['Café']],
    ['CAF', ['Café']],
    ['green" OR', ['Tea']],
    ['* NEAR(', []],
    ['!!!', []],
    ['', ['Tea', 'Café']]
  ] as const) {
    await search.fill(typed)
    await expect(titles(page)).toHaveText([...found])
  }
  // What is changed is found at once by what it says now.
  await page.getByLabel('Text').fill('oolong')
  await search.fill('black')
  await expect(titles(page)).toHaveText([])
  await search.fill('oolong')
  await expect(titles(page)).toHaveText(['Tea'])
})

test('tags choose notes, and are gone with the last note that has them', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Bread', tags: 'kitchen, kitchen,  ' })
  await write(page, { title: 'Tea', tags: 'kitchen, shop' })
  const tag = page.getByLabel('Tag', { exact: true })
  await expect(tag.getByRole('option')).toHaveText(['All tags', 'kitchen (2)', 'shop (1)'])
  await tag.selectOption('shop')
  await expect(titles(page)).toHaveText(['Tea'])
  await page.getByLabel('Tags, separated').fill('kitchen')
  await expect(tag.getByRole('option')).toHaveText(['All tags', 'kitchen (2)'])
  await expect(titles(page)).toHaveText(['Tea', 'Bread'])
})

test('a note that was deleted can be brought back', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Bread', text: 'flour', tags: 'kitchen' })
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('0 notes')).toBeVisible()
  const undo = page.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeFocused()
  await undo.click()
  await expect(page.getByLabel('Text')).toHaveValue('flour')
  await expect(page.getByLabel('Tags, separated')).toHaveValue('kitchen')
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(undo).toBeVisible()
  await page.reload()
  await expect(page.getByText('0 notes')).toBeVisible()
})

test('a hostile text is text', async ({ page }) => {
  const title = `<img src=x onerror="document.title='owned'">`
  await openNotes(page)
  await write(page, { title, text: title, tags: title })
  await expect(titles(page)).toHaveText([title])
  await expect(page).toHaveTitle('Notes')
})

test('a long list is shown in parts', async ({ page }) => {
  await openNotes(page)
  const notes = Array.from({ length: 150 }, (_, at) => ({ title: `Note ${at}` }))
  await imported(page, await fileOf(notes))
  await expect(page.getByText('150 notes')).toBeVisible()
  await expect(titles(page)).toHaveCount(100)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(titles(page)).toHaveCount(150)
  await expect(page.getByRole('button', { name: 'Show more' })).toBeHidden()
})

test('a file brings notes to another browser, and is merged', async ({ page, browser }) => {
  await openNotes(page)
  await write(page, { title: 'Bread', text: 'flour', tags: 'kitchen' })
  await write(page, { title: 'Tea' })
  const file = await exported(page)
  expect(file.subarray(0, 15).toString()).toBe('SQLite format 3')

  const context = await browser.newContext()
  const other = await context.newPage()
  await openNotes(other)
  await write(other, { title: 'Mine' })
  await imported(other, file)
  await expect(other.getByText('Imported: 2 new, 0 changed, 0 here already.')).toBeVisible()
  await expect(titles(other)).toHaveText(['Mine', 'Tea', 'Bread'])
  await openNote(other, 'Bread')
  await other.getByLabel('Text').fill('rye flour')
  await expect(titles(other)).toHaveText(['Bread', 'Mine', 'Tea'])
  // Changed here later than in the file: it stays.
  await imported(other, file)
  await expect(other.getByText('Imported: 0 new, 0 changed, 2 here already.')).toBeVisible()
  await expect(other.getByLabel('Text')).toHaveValue('rye flour')

  // The first browser has the older one, which is open.
  await openNote(page, 'Bread')
  await imported(page, await exported(other))
  await expect(page.getByText('Imported: 1 new, 1 changed, 1 here already.')).toBeVisible()
  await expect(page.getByLabel('Text')).toHaveValue('rye flour')
  await page.getByRole('searchbox').fill('rye')
  await expect(titles(page)).toHaveText(['Bread'])
  await context.close()
})

test('a file that is no database of notes changes nothing', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Bread', text: 'flour '.repeat(10_000) })
  const good = await exported(page)
  const alert = page.getByRole('alert').filter({ hasText: /./ })

  await imported(page, Buffer.from('no database '.repeat(500)))
  await expect(alert).toHaveText('This file is no database, or it is damaged.')
  // Its beginning is good; the pages behind are not.
  await imported(page, Buffer.concat([good.subarray(0, 4096), Buffer.alloc(good.length - 4096)]))
  await expect(alert).toHaveText('This file is no database, or it is damaged.')
  await imported(page, Buffer.alloc(0))
  await expect(alert).toHaveText('This file has no notes.')
  await expect(titles(page)).toHaveText(['Bread'])
  await write(page, { title: 'Goes on' })
  await expect(titles(page)).toHaveText(['Goes on', 'Bread'])
})
