// What it looks like, for everyone: axe finds nothing, and the pictures are kept to be looked at.
import { expect, expectNoViolations, open, test } from './support/page'

const pages = [
  ['landing', ''],
  ['getting-started', 'docs/getting-started/'],
  ['models', 'docs/models/'],
  ['queries', 'docs/queries/'],
  ['transactions', 'docs/transactions/'],
  ['errors', 'docs/errors/'],
  ['performance', 'docs/internals/performance/'],
  ['architecture', 'docs/internals/architecture/'],
  ['api', 'api/'],
  ['api-database', 'api/versa-orm/interfaces/Database/']
] as const

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 1600 } })

    for (const [name, path] of pages) {
      test(name, async ({ page }) => {
        await open(page, path)
        await page.screenshot({ path: `e2e/artefacts/${colorScheme}-${name}.png` })
        await expectNoViolations(page)
      })
    }

    test('a block with its SQL and a type', async ({ page }) => {
      await open(page, 'docs/queries/')
      await page.getByRole('button', { name: 'SQL' }).first().click()
      await expect(page.locator('.code-sql').first()).toBeVisible()
      await page.locator('[data-t]').first().hover()
      await expect(page.locator('.type-popup')).toBeVisible()
      await page.screenshot({ path: `e2e/artefacts/${colorScheme}-block.png` })
      await expectNoViolations(page)
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 1400 }, hasTouch: true, isMobile: true })

  for (const [name, path] of [pages[0], pages[3]]) {
    test(name, async ({ page }) => {
      await open(page, path)
      await page.screenshot({ path: `e2e/artefacts/phone-${name}.png` })
      await expectNoViolations(page)
    })
  }
})
