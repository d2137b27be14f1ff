import { expect } from '@playwright/test'
import { browserWithoutStorage } from './support/blocked'
import {
  address,
  exported,
  imported,
  openNote,
  openNotes,
  test,
  titles,
  watched,
  write
} from './support/notes'

test('without storage notes are in memory, which is said, and can be exported', async () => {
  await using context = await browserWithoutStorage()
  const complaints = watched(context)
  const page = await context.newPage()
  await openNotes(page)
  await expect(page.getByText('This browser does not let the page keep data.')).toBeVisible()
  await write(page, { title: 'Bread' })
  await expect(titles(page)).toHaveText(['Bread'])

  // What is only here is not left without a question.
  const asked = page.waitForEvent('dialog')
  const left = page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await left

  const file = await exported(page)
  // Nothing is lost any more: no question.
  await page.reload()
  await openNotes(page)
  await expect(page.getByText('0 notes')).toBeVisible()
  await imported(page, file)
  await expect(titles(page)).toHaveText(['Bread'])
  expect(complaints).toEqual([])
})

test('a damaged file is left as it is, and notes are in memory', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Bread' })
  const body = '<link rel="icon" href="data:,">'
  await page.route('**/beside', route => route.fulfill({ contentType: 'text/html', body }))
  await page.goto(`${address()}beside`)
  const damage = () =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory()
      const notes = await root.getDirectoryHandle('.versa-notes')
      const files = await notes.getDirectoryHandle('.opaque')
      const sizes: number[] = []
      for await (const file of files.values()) {
        if (!(file instanceof FileSystemFileHandle)) continue
        const { size } = await file.getFile()
        sizes.push(size)
        if (size <= 4096) continue
        const writer = await file.createWritable({ keepExistingData: true })
        await writer.write({ type: 'write', position: 4096, data: 'no database '.repeat(100) })
        await writer.close()
      }
      return sizes.sort()
    })
  const sizes = await damage()
  await openNotes(page)
  await expect(page.getByText('The kept notes could not be opened.')).toBeVisible()
  await write(page, { title: 'In memory' })
  await exported(page)
  await page.goto(`${address()}beside`)
  expect(await damage()).toEqual(sizes)
})

test('what cannot be saved stays in the editor, and is saved later', async ({ page }) => {
  await openNotes(page)
  await write(page, { title: 'Bread' })
  const session = await page.context().newCDPSession(page)
  const origin = new URL(address()).origin
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  const text = 'flour '.repeat(100_000)
  await page.getByLabel('Text').fill(text)
  await expect(page.getByText(/^Not saved: .*no space left/)).toBeVisible()
  await expect(page.getByLabel('Text')).toHaveValue(text)
  await session.send('Storage.overrideQuotaForOrigin', { origin })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.locator('.saved')).toHaveText('Saved')
  await page.reload()
  await openNote(page, 'Bread')
  await expect(page.getByLabel('Text')).toHaveValue(text)
})
