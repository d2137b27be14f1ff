import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { preview } from 'vite'
import { base } from '../../../scripts/playwright.base.js'
import type { Choice } from '../database-suite.js'
import { median, quantile } from '../statistics.js'
import { framesOfScrolling } from './scrolling.js'

/** What the playground may take on a machine that does nothing else, in milliseconds. */
const limits = { interactive: 2000, frame: 1000 / 60 }

/** What was measured in Chromium, in milliseconds, and whether the limits are kept. */
export interface PageMeasured {
  readonly interactive_ms: number
  readonly frame_ms: number
  readonly slow_frame_ms: number
  readonly met: boolean
}

/** Opens the playground as a new visitor does, scrolls a large result, and prints what it took. */
export async function runPage({
  quick,
  progress
}: Pick<Choice, 'quick' | 'progress'>): Promise<PageMeasured> {
  const server = await served()
  const browser = await chromium.launch(base.use.launchOptions)
  try {
    const visits: number[] = []
    for (let visit = 0; visit < (quick ? 3 : 7); visit++) {
      progress(`page, visit ${visit + 1}`)
      visits.push(await timeOfVisit(browser, server.address))
    }
    progress('page, scrolling')
    const frames = await framesOfScrolling(browser, server.address)
    const measured = {
      interactive_ms: median(visits),
      frame_ms: median(frames),
      slow_frame_ms: quantile(frames, 0.95)
    }
    // Half a frame of tolerance: the clock of frames is not exact.
    const smooth = measured.frame_ms <= limits.frame * 1.5
    const met = measured.interactive_ms <= limits.interactive && smooth
    print(measured, visits, met)
    return { ...measured, met }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** From the address to an editor that shows the code, with empty caches. */
async function timeOfVisit(browser: Browser, address: string): Promise<number> {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    const begun = performance.now()
    await page.goto(address)
    await page.locator('.editor-body[data-state="ready"] .view-line').first().waitFor()
    return performance.now() - begun
  } finally {
    await context.close()
  }
}

async function served(): Promise<{ address: string; close(): Promise<void> }> {
  const root = fileURLToPath(new URL('../../../playground', import.meta.url))
  if (!existsSync(`${root}/dist/index.html`)) throw new Error('playground/dist is not built')
  const server = await preview({
    root,
    configFile: false,
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'warn'
  })
  const { port } = server.httpServer.address() as AddressInfo
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

function print(measured: Omit<PageMeasured, 'met'>, visits: readonly number[], met: boolean): void {
  const [first, ...others] = visits.map(ms => ms.toFixed(0))
  console.log(
    `\nThe playground in Chromium, with empty caches: an editor with code after ` +
      `${measured.interactive_ms.toFixed(0)} ms (median; the first ${first}, then ` +
      `${others.join(', ')}), ${limits.interactive} at most.\n` +
      `Scrolling 10,000 rows: ${measured.frame_ms.toFixed(1)} ms a frame, ` +
      `${measured.slow_frame_ms.toFixed(1)} in one of twenty; ${limits.frame.toFixed(1)} is ` +
      `smooth. ${met ? 'Both are kept.' : 'THAT IS NOT KEPT.'}`
  )
}
