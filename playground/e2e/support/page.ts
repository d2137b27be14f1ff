// What the tests do with the page, in the words of someone who uses it.
import { expect, type Locator, type Page } from '@playwright/test'

export const address = (): string => process.env['PLAYGROUND_URL'] ?? ''
export const addressBelow = (): string => process.env['PLAYGROUND_BELOW_URL'] ?? ''

/** Opens the playground, and waits for the editor. */
export async function openPlayground(page: Page, query = ''): Promise<void> {
  await page.goto(address() + query)
  await editorIsThere(page)
}

export async function editorIsThere(page: Page): Promise<void> {
  await expect(page.locator('.editor-body[data-state="ready"] .view-line').first()).toBeVisible()
}

/** Replaces the text of the file in front. */
export async function write(page: Page, text: string): Promise<void> {
  await page.locator('.editor-place .view-lines').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

/** What the editor shows; Monaco puts spaces that do not break into it. */
export async function shownCode(page: Page): Promise<string> {
  const text = await page.locator('.editor-place .view-lines').innerText()
  return text.replaceAll('\u00a0', ' ')
}

export function outcome(page: Page): Locator {
  return page.locator('.outcome-text')
}

export async function run(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Run\b/ })
    .first()
    .click()
}

/** The hidden frame that the code runs in. */
export function sandboxes(page: Page): Locator {
  return page.locator('iframe[sandbox]')
}

/** The page's own message; Monaco has alerts, too. */
export function message(page: Page): Locator {
  return page.locator('.notices')
}
