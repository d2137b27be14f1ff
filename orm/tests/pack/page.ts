import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { base } from '../../../scripts/playwright.base.js'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm'
}

/** The page that runs a bundle: what it says is the text of its body. */
const html = '<!doctype html><body><script type="module" src="main.js"></script>'

/**
 * Runs `main.js` of a folder in a page of Chromium.
 *
 * @returns What the page says, or its errors.
 */
export async function runInPage(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(html)
      return
    }
    try {
      const content = readFileSync(path.join(folder, pathname))
      const type = types[path.extname(pathname)] ?? 'application/octet-stream'
      response.setHeader('content-type', type).end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch(base.use.launchOptions)
  try {
    const page = await browser.newPage()
    const failed = new Promise<string>(resolve => {
      page.on('pageerror', error => resolve(`the page failed: ${error.stack ?? error.message}`))
    })
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const said = page.waitForFunction('document.body.textContent.trim()')
    return await Promise.race([said.then(async handle => String(await handle.jsonValue())), failed])
  } finally {
    await browser.close()
    server.close()
  }
}
