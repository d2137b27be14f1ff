// What the tests do with the page, in the words of someone who uses it.
import { readFile } from 'node:fs/promises'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'

export const address = (): string => process.env['NOTES_URL'] ?? ''

/** No test may make a page complain, or ask for something that is not served here. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ context }, use) => {
      const complaints = watched(context)
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true }
  ]
})

/** Collects what the pages of a context complain about, and what they ask of others. */
export function watched(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', thrown => complaints.push(String(thrown.error())))
  context.on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol !== 'blob:' && hostname !== '127.0.0.1') complaints.push(request.url())
  })
  return complaints
}

export async function openNotes(page: Page, url = address()): Promise<void> {
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'New note' })).toBeEnabled()
}

export interface Written {
  readonly title: string
  readonly text?: string
  readonly tags?: string
}

export async function write(page: Page, { title, text = '', tags = '' }: Written): Promise<void> {
  await page.getByRole('button', { name: 'New note' }).click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Tags, separated').fill(tags)
  await page.getByLabel('Text').fill(text)
  await expect(page.locator('.saved')).toHaveText(/^(?:Saved|In memory)$/)
}

/** Opens a note of the list. */
export async function openNote(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: title }).click()
  await expect(page.getByLabel('Title')).toHaveValue(title)
}

/** The titles of the notes in the list, in order. */
export const titles = (page: Page) => page.locator('.entry strong')

export async function exported(page: Page): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('notes.sqlite3')
  return readFile(await file.path())
}

export async function imported(page: Page, buffer: Buffer): Promise<void> {
  const file = { name: 'notes.sqlite3', mimeType: 'application/vnd.sqlite3', buffer }
  await page.locator('input[type=file]').setInputFiles(file)
}
