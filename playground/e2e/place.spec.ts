// Where the page runs: on a phone, within another page, in poor browsers.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { address, message, openPlayground, outcome, run, shownCode, write } from './support/page'
import { dist } from './support/serve'

test('asks nobody but its own address', async ({ page }) => {
  const asked = new Set<string>()
  page.on('request', request => asked.add(new URL(request.url()).origin))
  await openPlayground(page)
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done/)
  const own = new URL(address()).origin
  expect([...asked].filter(origin => origin !== own && origin !== 'null')).toEqual([])
})

test('is small', async ({ page }) => {
  const loaded: string[] = []
  page.on('requestfinished', request => loaded.push(new URL(request.url()).pathname))
  await openPlayground(page)
  const workers = /worker|\.wasm$/
  const bytes = loaded
    .filter(path => !workers.test(path) && path !== '/')
    .map(path => gzipSync(readFileSync(`${dist}${path}`)).length)
    .reduce((sum, size) => sum + size, 0)
  console.log(`${Math.round(bytes / 1000)} KB gzip`)
  expect(bytes).toBeLessThan(2_500_000)
})

test('has an element for other pages that is small before the editor', () => {
  expect(readdirSync(dist)).toContain('embed.js')
  expect(gzipSync(readFileSync(`${dist}/embed.js`)).length).toBeLessThan(10_000)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true })

  test('shows one pane at a time', async ({ page }) => {
    await openPlayground(page)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(360)
    await expect(page.getByRole('region', { name: 'Results' })).toBeHidden()
    await run(page)
    await expect(outcome(page)).toHaveText(/^Done/)
    await expect(page.getByRole('region', { name: 'Code' })).toBeHidden()
    await page.getByRole('navigation', { name: 'Panes' }).getByText('Code').click()
    await expect(page.locator('.view-line').first()).toBeVisible()
  })
})

test('runs within another page, in its theme', async ({ page }) => {
  await page.route('**/host.html', route =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en" data-theme="dark"><title>Host</title>
<versa-play><pre><code>export default await db.sql\`select 'embedded' as where_\`.rows()
</code></pre></versa-play><script type="module" src="./embed.js"></script>`
    })
  )
  await page.goto(`${address()}host.html`)
  await expect(page.getByRole('link', { name: 'Open in playground' })).toHaveAttribute(
    'href',
    /#code=1\./
  )
  expect(page.frames().length).toBe(1)
  await page.getByRole('button', { name: 'Run' }).click()
  const frame = page.frameLocator('versa-play iframe')
  await expect(frame.locator('.outcome-text')).toHaveText(/^Done/)
  await expect(frame.locator('.results-body')).toContainText('embedded')
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'light'
  })
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light')
})

test('is edited and shared where there is no WebAssembly', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'))
  await page.goto(address())
  await expect(page.locator('.editor-reason')).toContainText('no WebAssembly')
  const editor = page.getByRole('textbox', { name: 'query.ts' })
  await editor.fill('export default 1')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/#code=1\./)
})

test('works where storage is blocked', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('blocked', 'SecurityError')
    }
    Object.defineProperty(globalThis, 'localStorage', { get: refuse })
    Object.defineProperty(globalThis, 'indexedDB', { get: refuse })
    Object.defineProperty(navigator, 'storage', { get: refuse })
  })
  await openPlayground(page)
  await page.getByRole('button', { name: /^Database: / }).click()
  await page.getByRole('menuitemradio', { name: 'Keep my data' }).click()
  await expect(message(page)).toContainText('blocks storage')
  await write(page, "export default 'runs'\n")
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done/)
  await expect.poll(() => shownCode(page)).toContain('runs')
})
