// What the tests do with the site, in the words of someone who reads it.
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Locator, type Page } from '@playwright/test'

export { expect }

export const address = (): string => process.env['SITE_URL'] ?? ''

/** In what time a playground is there, in milliseconds, beside whatever else is tested. */
export const loaded = 100_000

interface Watched {
  /** What the browser had to complain about. */
  readonly complaints: string[]
}

/** Each test fails for an error on the console, and for a request that leaves this machine. */
export const test = base.extend<Watched>({
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = []
      context.on('console', message => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      context.on('weberror', ({ error }) => complaints.push(String(error())))
      context.on('request', request => {
        const { origin, protocol } = new URL(request.url())
        if (/^https?:$/.test(protocol) && `${origin}/` !== address()) {
          complaints.push(`asked ${request.url()}`)
        }
      })
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true }
  ]
})

/** Opens a page by its path. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${address()}${path}`)
  // Until the scripts are there, buttons do nothing.
  await page.waitForFunction(() => document.documentElement.dataset['hasHydrated'] === 'true')
}

/** The block of code that has a text in it. */
export function blockWith(page: Page, text: string): Locator {
  return page.locator('figure.code', { hasText: text }).first()
}

/** The results of a block that was run in place. */
export function resultsIn(block: Locator): Locator {
  return block.frameLocator('versa-play iframe').locator('.results')
}

export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join('\n    ')}`
  )
  expect(found).toEqual([])
}
