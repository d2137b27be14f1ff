// Blocks of code: their types, what they give when they run, their SQL, the way to the playground.
import { blockWith, expect, loaded, open, resultsIn, test } from './support/page'

test('a block runs in place, with what its page begins with', async ({ page }) => {
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await open(page, 'docs/queries/')
  const block = blockWith(page, 'const adults = ')
  await block.getByRole('button', { name: 'Copy' }).hover()
  expect(asked.filter(path => path.startsWith('/playground/'))).toEqual([])
  await block.getByRole('button', { name: 'Run' }).click()
  const results = resultsIn(block)
  await expect(results).toContainText('adults.count()', { timeout: loaded })
  await expect(results).toContainText('2 statements')
  await block.getByRole('button', { name: 'Close' }).click()
  await expect(block.locator('.code-text')).toBeVisible()
  await expect(block.locator('iframe')).toHaveCount(0)
})

test('a block that opens its own database runs, too', async ({ page }) => {
  await open(page, 'docs/getting-started/')
  const block = blockWith(page, 'Notes on the engine')
  await block.getByRole('button', { name: 'Run' }).click()
  await expect(resultsIn(block)).toContainText('On numbers', { timeout: loaded })
})

test('an error of a block is shown in its place', async ({ page }) => {
  await open(page, 'docs/queries/')
  const block = blockWith(page, 'const adults = ')
  await block.getByRole('button', { name: 'Run' }).click()
  await expect(resultsIn(block)).toContainText('adults.count()', { timeout: loaded })
  const playground = block.frameLocator('versa-play iframe')
  await playground.getByRole('button', { name: 'Code' }).click()
  await playground.locator('.view-lines').first().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText("throw new Error('on purpose')\n")
  await page.keyboard.press('Control+Enter')
  await expect(playground.locator('.outcome-text')).toContainText('on purpose')
  await expect(playground.getByRole('button', { name: /query\.ts:\d/ })).toBeVisible()
})

test('a block is opened in the playground with all its files', async ({ page, context }) => {
  await open(page, 'docs/queries/')
  const block = blockWith(page, 'const adults = ')
  const opened = context.waitForEvent('page')
  await block.getByRole('link', { name: 'Open in playground' }).click()
  const playground = await opened
  await expect(playground).toHaveURL(/\/playground\/#code=1\./)
  await expect(playground.getByRole('tab', { name: 'setup.ts' })).toBeVisible({ timeout: loaded })
  await expect(playground.locator('.view-lines').first()).toContainText('adults')
  await playground.getByRole('button', { name: /^Run/ }).first().click()
  await expect(playground.locator('.outcome-text')).toHaveText(/^Done/, { timeout: loaded })
})

test('a block that cannot run has no button', async ({ page }) => {
  await open(page, 'docs/getting-started/')
  const file = blockWith(page, 'export class User')
  await expect(file.getByRole('button', { name: 'Copy' })).toBeVisible()
  await expect(file.getByRole('button', { name: 'Run' })).toHaveCount(0)
})

test('the database that was chosen stays chosen', async ({ page }) => {
  await open(page, 'docs/queries/')
  const block = blockWith(page, 'const adults = ')
  await block.getByRole('button', { name: 'SQL' }).click()
  await expect(block.locator('.code-sql')).toContainText('"age" >= ?')
  await block.getByRole('tab', { name: 'PostgreSQL' }).click()
  await expect(block.locator('.code-sql')).toContainText('"age" >= $1')
  await open(page, 'docs/relations/')
  const other = blockWith(page, 'with({ posts: true })')
  await other.getByRole('button', { name: 'SQL' }).click()
  const chosen = other.getByRole('tab', { name: 'PostgreSQL' })
  await expect(chosen).toHaveAttribute('aria-selected', 'true')
})

test('code is copied as it stands', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, 'docs/queries/')
  const block = blockWith(page, 'const adults = ')
  await block.getByRole('button', { name: 'Copy' }).click()
  await expect(block.getByRole('button', { name: 'Copied' })).toBeVisible()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text).toMatch(/^const adults = User\.where\('age', '>=', 18\)\nconst admins = .*\nawait /)
})

test.describe('while types are loaded', () => {
  test.use({ serviceWorkers: 'block' })

  test('a pointer that has gone on is not followed by one', async ({ page }) => {
    await open(page, 'docs/queries/')
    let asked = 0
    await page.route('**/assets/js/**', async route => {
      asked += 1
      await page.waitForTimeout(500)
      await route.continue()
    })
    await blockWith(page, 'const adults = ').locator('[data-t]').first().hover()
    await expect.poll(() => asked).toBeGreaterThan(0)
    await page.mouse.move(0, 0)
    await page.waitForTimeout(1500)
    await expect(page.locator('.type-popup')).toHaveCount(0)
  })
})

test('types are shown by keyboard', async ({ page }) => {
  await open(page, 'docs/queries/')
  const code = blockWith(page, 'const adults = ').locator('pre').first()
  await code.focus()
  await page.keyboard.press('Enter')
  const popup = page.locator('.type-popup')
  await expect(popup).toContainText('const adults: Query')
  await page.keyboard.press('ArrowRight')
  await expect(popup).toContainText('class User')
  await page.keyboard.press('Escape')
  await expect(popup).toBeHidden()
  await expect(code).toBeFocused()
})
