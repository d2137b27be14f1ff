// What it looks like, for everyone: axe finds nothing, and the pictures are kept to be looked at.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { address, imported, openNotes, test, titles, write } from './support/notes'

/** In the dark only colours differ. */
async function expectNoViolations(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.screenshot({ path: `tests/artefacts/${name}-light.png` })
  expect(await violations(new AxeBuilder({ page }))).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: `tests/artefacts/${name}-dark.png` })
  expect(await violations(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([])
}

async function violations(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
}

test('has no violations, from the first note to an error', async ({ page, context }) => {
  await openNotes(page)
  await write(page, { title: 'Bread', text: 'flour, water', tags: 'kitchen, weekend' })
  await page.getByRole('button', { name: 'Pin', exact: true }).click()
  await write(page, { title: 'A title that is longer than the list is wide', text: 'x' })
  await expect(titles(page)).toHaveCount(2)
  await expectNoViolations(page, 'notes')
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await expectNoViolations(page, 'deleted')
  await imported(page, Buffer.from('no database'))
  await expect(page.getByText('This file is no database')).toBeVisible()
  await expectNoViolations(page, 'error')
  const second = await context.newPage()
  await second.goto(address())
  await expect(second.getByRole('button', { name: 'Use them here' })).toBeVisible()
  await expectNoViolations(second, 'second-tab')
})

test('is used by keyboard alone', async ({ page }) => {
  await openNotes(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'New note' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('Bread')
  await page.keyboard.press('Tab')
  await page.keyboard.type('kitchen')
  await page.keyboard.press('Tab')
  await page.keyboard.type('flour')
  await expect(page.locator('.saved')).toHaveText('Saved')
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('fl')
  await expect(titles(page)).toHaveText(['Bread'])
  await page.keyboard.press('Tab')
  await expect(page.getByRole('combobox', { name: 'Tag' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Bread' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Title')).toBeFocused()
  await expect(page.getByLabel('Text')).toHaveValue('flour')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 640 } })

  test('has the list or the note', async ({ page }) => {
    await openNotes(page)
    await write(page, { title: 'Bread', text: 'flour' })
    await expect(page.getByRole('searchbox')).toBeHidden()
    await expectNoViolations(page, 'phone-note')
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await expect(titles(page)).toHaveText(['Bread'])
    await expectNoViolations(page, 'phone-list')
  })
})

test('runs from its sources, as npm start serves them', async ({ page }) => {
  await openNotes(page, process.env['NOTES_SOURCES_URL'])
  await write(page, { title: 'Bread' })
  await page.reload()
  await expect(titles(page)).toHaveText(['Bread'])
})
