// Finding and reading pages: search, theme, a small screen, no mouse, no network, other programs.
import { address, blockWith, expect, open, test } from './support/page'

test('search finds a page, by keyboard alone', async ({ page }) => {
  await open(page, '')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('savepoint')
  const found = page.getByRole('option').first()
  await expect(found).toContainText(/savepoint/i)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/(?:docs|api)\/./)
  await expect(page.locator('article')).toContainText(/savepoint/i)
})

test('the theme is chosen and stays', async ({ page }) => {
  await open(page, 'docs/models/')
  const html = page.locator('html')
  const toggle = page.getByRole('button', { name: /Switch between dark and light/ })
  for (let clicks = 0; clicks < 3; clicks += 1) {
    if ((await html.getAttribute('data-theme')) === 'dark') break
    await toggle.click()
  }
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await open(page, 'docs/queries/')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  const background = await page.evaluate(
    () => getComputedStyle(document.documentElement).backgroundColor
  )
  expect(background).toBe('rgb(14, 17, 22)')
})

test('all can be reached without a mouse', async ({ page }) => {
  await open(page, 'docs/queries/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const focused = page.locator(':focus')
  await expect(focused).toBeVisible()
  const run = blockWith(page, 'const adults = ').getByRole('button', { name: 'Run' })
  for (let tabs = 0; tabs < 40; tabs += 1) {
    if (await run.evaluate(button => button === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(run).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('.code-sql').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.locator('.code-sql')).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

  test('nothing is wider than the screen, and the menu is there', async ({ page }) => {
    for (const path of [
      '',
      'docs/queries/',
      'docs/errors/',
      'docs/internals/performance/',
      'api/'
    ]) {
      await open(page, path)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect([path, wide <= 360 ? 360 : wide]).toEqual([path, 360])
    }
    await open(page, '')
    await page.getByRole('button', { name: /navigation bar/ }).click()
    await page.getByRole('link', { name: 'Docs', exact: true }).last().click()
    await expect(page).toHaveURL(/\/docs\/getting-started\//)
  })

  test('a type is shown where one taps', async ({ page }) => {
    await open(page, 'docs/queries/')
    const names = blockWith(page, 'const adults = ').locator('[data-t]')
    const popup = page.locator('.type-popup')
    await names.first().tap()
    await expect(popup).toContainText('const adults: Query')
    const right = await popup.evaluate(e => e.getBoundingClientRect().right)
    expect(right).toBeLessThanOrEqual(360)
    // By now all types of the page are there: nothing delays what the finger's leaving does.
    await names.nth(1).tap()
    await page.waitForTimeout(500)
    await expect(popup).toContainText('class User')
    await popup.tap()
    await expect(popup).toContainText('class User')
    await page.getByRole('heading', { level: 1 }).tap()
    await expect(popup).toBeHidden()
  })
})

test('what was read is there without a network, and what was not', async ({ page, context }) => {
  // Every page of the site is fetched first.
  test.slow()
  await page.addInitScript(() => {
    navigator.serviceWorker.addEventListener('message', ({ data }) => {
      document.documentElement.dataset['kept'] = data.kept
    })
  })
  await open(page, 'docs/models/')
  await page.waitForFunction(() => document.documentElement.dataset['kept'] === 'en')
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Models')
  // Never opened before.
  await open(page, 'docs/relations/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Relations')
  await page.locator('figure.code [data-t]').first().hover()
  await expect(page.locator('.type-popup')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('savepoint')
  await expect(page.getByRole('option').first()).toContainText(/savepoint/i)
})

test('pages have a neighbour, a twin in Markdown and an image', async ({ page, request }) => {
  await open(page, 'docs/queries/')
  await expect(page.getByRole('navigation', { name: 'Docs pages' })).toContainText('Relations')
  const twin = await page.getByRole('link', { name: 'This page as Markdown' }).getAttribute('href')
  expect(twin).toBe('/docs/queries.md')
  const text = await (await request.get(`${address()}docs/queries.md`)).text()
  expect(text).toMatch(/^# Queries\n/)
  expect(text).toContain('](/docs/relations.md)')
  expect(text).not.toMatch(/^```ts .+/m)
  const image = await page.locator('meta[property="og:image"]').getAttribute('content')
  const path = new URL(image ?? '').pathname.slice(1)
  const picture = await request.get(address() + path)
  expect(picture.headers()['content-type']).toBe('image/png')
  expect((await picture.body()).length).toBeGreaterThan(5000)
})

test('programs find all pages', async ({ request }) => {
  const read = async (path: string) => (await request.get(address() + path)).text()
  const list = await read('llms.txt')
  expect(list).toMatch(/^# VersaORM\n/)
  const links = [...list.matchAll(/\]\((\/[^)]+\.md)\)/g)].map(([, path = '']) => path)
  expect(links.length).toBeGreaterThan(20)
  for (const path of links.filter(path => path.startsWith('/docs/'))) {
    expect([path, (await request.get(address() + path.slice(1))).status()]).toEqual([path, 200])
  }
  expect(await read('llms-full.txt')).toContain('# Transactions')
  expect(await read('sitemap.xml')).toContain('/docs/queries/')
})

test('an address that is none says so', async ({ page, complaints }) => {
  await page.goto(`${address()}docs/no-such-page/`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page Not Found')
  // The browser notes the status.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('404')])
})
