// What it looks like, for everyone: axe finds nothing, and the pictures are kept to be looked at.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { openPlayground, outcome, run, write } from './support/page'

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`
  )
  expect(found).toEqual([])
}

function picture(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: `e2e/artefacts/${name}.png` })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1440, height: 900 } })

    test('has no violations, from the first sight to an error', async ({ page }) => {
      await openPlayground(page)
      await expectNoViolations(page)
      await picture(page, `${colorScheme}-start`)
      await run(page)
      await expect(outcome(page)).toHaveText(/^Done/)
      await expectNoViolations(page)
      await picture(page, `${colorScheme}-run`)
      await write(page, 'const wrong: number = "text"\nthrow new Error("on purpose")\n')
      await page.getByRole('button', { name: '1 problem' }).click()
      await run(page)
      await expect(outcome(page)).toContainText('on purpose')
      await expectNoViolations(page)
      await picture(page, `${colorScheme}-error`)
    })

    test('has no violations in its dialogs and menus', async ({ page }) => {
      await openPlayground(page)
      for (const name of ['Templates', 'Share']) {
        await page.getByRole('button', { name }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await expectNoViolations(page)
        await picture(page, `${colorScheme}-${name.toLowerCase()}`)
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: /^Database: / }).click()
      await expectNoViolations(page)
      await picture(page, `${colorScheme}-database`)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('button', { name: /^Database: / })).toBeFocused()
    })
  })
}

test('keeps the theme that was chosen', async ({ page }) => {
  await openPlayground(page)
  await page.getByRole('button', { name: 'Switch to dark' }).click()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('is resized by keyboard', async ({ page }) => {
  await openPlayground(page)
  const bar = page.getByRole('separator', { name: 'Width of the editor' })
  const width = async () => (await page.locator('.editor').boundingBox())?.width ?? 0
  const before = await width()
  await bar.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await width()).toBeGreaterThan(before + 20)
  await page.keyboard.press('Home')
  expect(await width()).toBeLessThan(before)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('has no violations', async ({ page }) => {
    await openPlayground(page)
    await expectNoViolations(page)
    await picture(page, 'phone-code')
    await run(page)
    await expect(outcome(page)).toHaveText(/^Done/)
    await expectNoViolations(page)
    await picture(page, 'phone-results')
  })
})
