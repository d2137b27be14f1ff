// Without a network: what was visited once works, and a newer version takes the older one's place.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { address, addressBelow, editorIsThere, outcome, run, write } from './support/page'
import { dist, serveAt } from './support/serve'

for (const [where, base] of [
  ['at the root', address],
  ['below a path', addressBelow]
] as const) {
  test(`works after the first visit, ${where}`, async ({ page, context }) => {
    await page.goto(base())
    await editorIsThere(page)
    await workerIsActive(page)
    await context.setOffline(true)
    await page.reload()
    await editorIsThere(page)
    await write(page, 'export default await db.sql`select 6 * 7 as answer`.rows()\n')
    await run(page)
    await expect(outcome(page)).toHaveText(/^Done/)
    await expect(page.locator('.results-body')).toContainText('42')
  })
}

const copied = test.extend<{ folder: string }>({
  // Outside of the project: the compiler would read it as sources.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from it.
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'versa-playground-'))
    cpSync(dist, folder, { recursive: true })
    await use(folder)
    rmSync(folder, { recursive: true })
  }
})

copied('is a newer version after a visit, as a whole', async ({ page, context, folder }) => {
  const server = await serveAt('/', folder)
  await page.goto(server.address)
  await editorIsThere(page)
  await workerIsActive(page)
  const [older] = await kept(page)

  replace(folder, 'index.html', /<title>[^<]*/, '<title>Newer')
  replace(folder, 'sw.js', /"version": "\w+"/, '"version": "newer"')
  await page.reload()
  await expect.poll(() => kept(page)).toEqual([expect.stringMatching(/:newer$/)])
  expect(older).not.toMatch(/:newer$/)

  await context.setOffline(true)
  await server.close()
  await page.reload()
  await editorIsThere(page)
  await expect(page).toHaveTitle('Newer')
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done/)
})

async function workerIsActive(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready
    return registration.active?.state === 'activated'
  })
}

/** The names of the caches: each has the files of one version. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(() => caches.keys())
}

function replace(folder: string, name: string, part: RegExp, text: string): void {
  const file = path.join(folder, name)
  const before = readFileSync(file, 'utf8')
  expect(before).toMatch(part)
  writeFileSync(file, before.replace(part, text))
}
