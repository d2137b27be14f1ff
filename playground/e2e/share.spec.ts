import { deflateSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { address, editorIsThere, message, openPlayground, shownCode, write } from './support/page'

/** A link with this state, made by hand. */
function linkTo(state: unknown): string {
  return `#code=1.${deflateSync(JSON.stringify(state)).toString('base64url')}`
}

test('shares what was typed with someone else', async ({ page, browser }) => {
  await openPlayground(page)
  await write(page, "export default 'Grüße 👋'\n")
  await page.getByRole('tab', { name: 'models.ts' }).click()
  await page.getByRole('button', { name: 'Share' }).click()
  const field = page.getByRole('textbox', { name: 'Link' })
  await expect(field).toHaveValue(/#code=1\./)
  const link = await field.inputValue()

  const other = await browser.newContext()
  const visitor = await other.newPage()
  await visitor.goto(link)
  await editorIsThere(visitor)
  await expect(visitor.getByRole('tab', { name: 'models.ts' })).toHaveAttribute(
    'aria-selected',
    'true'
  )
  await visitor.getByRole('tab', { name: 'query.ts' }).click()
  await expect.poll(() => shownCode(visitor)).toContain("export default 'Grüße 👋'")
  await other.close()
})

test('keeps what was typed when a link cannot be read', async ({ page }) => {
  const alert = message(page)
  await openPlayground(page)
  await write(page, 'export default 42\n')
  const files = [['query.ts', 'export default 1']]
  const good = linkTo({ files, active: 'query.ts', database: 'empty' })
  const bad: [link: string, message: string][] = [
    [good.slice(0, -6), 'damaged'],
    ['#code=1.AAAA', 'damaged'],
    ['#code=nonsense', 'damaged'],
    ['#code=9.AAAA', 'another version'],
    [linkTo({ files: 'x'.repeat(3_000_000) }), 'too much'],
    [linkTo({ files: [['<img src=x>.ts', '']], active: 'query.ts' }), 'damaged']
  ]
  for (const [link, message] of bad) {
    await page.evaluate(hash => {
      location.hash = hash
    }, link)
    await expect(alert).toContainText(message)
    await expect(alert).toContainText('still there')
    await page.getByRole('button', { name: 'Close the message' }).click()
  }
  await expect.poll(() => shownCode(page)).toContain('export default 42')
  await page.reload()
  await editorIsThere(page)
  await expect.poll(() => shownCode(page)).toContain('export default 42')
})

test('opens a link that names an unknown database with the empty one', async ({ page }) => {
  const files = [['query.ts', 'export default 1']]
  await openPlayground(page, linkTo({ files, active: 'query.ts', database: 'gone' }))
  await expect(message(page)).toContainText('does not exist here')
  await expect(page.getByRole('button', { name: 'Database: Empty' })).toBeVisible()
})

test('opens templates by their name, and says which there are', async ({ page }) => {
  await openPlayground(page, '?template=blog')
  await expect.poll(() => shownCode(page)).toContain("from './models'")
  await page.goto(`${address()}?template=no-such-thing`)
  await expect(message(page)).toContainText('no template “no-such-thing”')
  const dialog = page.getByRole('dialog', { name: 'Templates' })
  await expect(dialog.getByRole('button', { name: /Blog/ }).first()).toBeVisible()
})

test('keeps a draft across a reload', async ({ page }) => {
  await openPlayground(page)
  await write(page, "export default 'draft'\n")
  await page.waitForTimeout(500)
  await page.reload()
  await editorIsThere(page)
  await expect.poll(() => shownCode(page)).toContain("export default 'draft'")
})
