import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from '@playwright/test'
import { connect } from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { base } from '../../../scripts/playwright.base.js'
import { model, shop } from './support/models.js'
import { scratch } from './support/scratch.js'
import { servers } from './support/serving.js'

const imported = "import { Customer } from './src/models/customer'\n\n"

const start = servers()
let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch(base.use.launchOptions)
})
afterAll(async () => {
  await browser.close()
})

/** A page of a visitor of its own, and what it complained about. */
async function visit(): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('request', request => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') complaints.push(request.url())
  })
  return { page, complaints }
}

const editor = (page: Page) => page.locator('.editor-body[data-state="ready"] .view-lines')

async function write(page: Page, text: string): Promise<void> {
  await editor(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

/** Waits until something is in the text of a page. */
async function says(page: Page, selector: string, text: string | RegExp): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor()
}

describe('the page of a project', () => {
  test('draws the models, lists them, and writes their tables', async () => {
    const server = await start(scratch(shop))
    const { page, complaints } = await visit()
    await page.goto(server.address)
    await says(page, '.diagram-name', 'customers')
    await says(page, '.diagram-column', 'placed_at')
    expect(await page.locator('.diagram-table').count()).toBe(2)
    expect(await page.locator('.diagram-line').count()).toBe(1)
    expect(page.url()).toBe(`${server.base}/project/`)
    await page.getByRole('button', { name: 'List' }).click()
    await says(page, '.table-facts', 'customer: belongsTo Customer')
    await says(page, '.table-facts', 'Index of placed_at')
    await page.getByRole('tab', { name: 'DDL' }).click()
    await page.getByRole('button', { name: 'PostgreSQL' }).click()
    await says(page, '.tab-panel', /CREATE TABLE\s+"orders"/)
    await page.getByRole('tab', { name: 'Files' }).click()
    await says(page, '.column-table', 'src/models/order.ts:4')
    expect(complaints).toEqual([])
  })

  test('follows the files: a new model, one that is broken, one that is mended', async () => {
    const project = scratch(shop)
    const server = await start(project)
    const { page, complaints } = await visit()
    await page.goto(server.address)
    await says(page, '.outcome-text', /^2 models in /)
    project.write({ 'src/models/tag.ts': model('Tag') })
    await says(page, '.diagram-name', 'tags')
    project.write({ 'src/models/tag.ts': "\nthrow new Error('broken on purpose')\n" })
    await says(page, '.outcome-text', /1 problem/)
    await page.getByRole('tab', { name: /Problems/ }).click()
    await says(page, '.error-card', 'src/models/tag.ts:2')
    await says(page, '.error-card', 'broken on purpose')
    project.write({ 'src/models/tag.ts': model('Tag') })
    await says(page, '.tab-panel', 'Nothing is wrong')
    expect(complaints).toEqual([])
  })

  test('says what to do where there are no models', async () => {
    const server = await start(scratch())
    const { page } = await visit()
    await page.goto(server.address)
    await says(page, '.empty-state', 'versa doc --models "src/**/*.ts"')
  })

  test('can be loaded again, and is not there for who has no token', async () => {
    const server = await start(scratch(shop))
    const { page } = await visit()
    await page.goto(server.address)
    await says(page, '.diagram-name', 'orders')
    await page.reload()
    await says(page, '.diagram-name', 'orders')
    const other = await visit()
    const wrong = await other.page.goto(`${server.base}/project/?token=wrong`)
    expect(wrong?.status()).toBe(401)
    await says(other.page, 'h1', 'This address lacks the token of your project')
    await other.page.goto(`${server.base}/playground/?project`)
    await says(other.page, '.notices', /open the address that it printed/)
  })

  test('says when versa doc has ended', async () => {
    const server = await start(scratch(shop))
    const { page } = await visit()
    await page.goto(server.address)
    await says(page, '.outcome-text', /^2 models/)
    await server.end()
    await says(page, '.outcome-text', /versa doc .*ended/)
  })

  test('is reached from the documentation', async () => {
    const server = await start(scratch(shop))
    const { page, complaints } = await visit()
    await page.goto(server.address)
    await page.getByRole('link', { name: 'Documentation' }).click()
    await page.waitForURL(`${server.base}/`)
    await page.goto(`${server.base}/docs/relations/`, { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Your project' }).click()
    await says(page, '.diagram-name', 'orders')
    expect(complaints).toEqual([])
  })
})

describe('the playground of a project', () => {
  test('knows its models, and runs against its database, which it only reads', async () => {
    const project = scratch(shop)
    const url = `sqlite:${project.path('app.sqlite')}`
    await using db = await connect(url, { name: 'of the browser test' })
    await db.sql`create table customers (id integer primary key, email text, name text)`.execute()
    await db.sql`insert into customers (email, name) values ('ada@example.com', 'Ada')`.execute()
    const server = await start(project, ['--no-open', '--database', url])
    const { page, complaints } = await visit()
    await page.goto(server.address)
    await page.getByRole('link', { name: 'Query your models' }).click()
    await editor(page).waitFor()
    await says(page, '.project-database', 'app.sqlite')
    await says(page, '.project-database', 'read-only')
    await says(page, '.view-lines', "import { Customer } from './src/models/customer'")
    await write(
      page,
      "import { Customer } from './src/models/customer'\n\nexport default Customer.where('"
    )
    await page.keyboard.press('Control+Space')
    await says(page, '.suggest-widget', 'email')
    await page.keyboard.press('Escape')
    await write(page, `${imported}export default Customer.where('nam', 'x')\n`)
    await says(page, '.file-tab', '1')
    await write(page, `${imported}export default Customer.where('name', 'Ada')\n`)
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await says(page, '.result-panels', 'ada@example.com')
    await page.getByRole('tab', { name: /^SQL/ }).click()
    await says(page, '.tab-panel', /SELECT/)
    await write(page, `${imported}await Customer.create({ name: 'Eve', email: 'e' })\n`)
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await says(page, '.outcome-text', 'versa doc --write')
    expect(await db.sql`select name from customers`.rows()).toEqual([{ name: 'Ada' }])
    expect(complaints).toEqual([])
  })

  test('says that runs may write, stops them, and keeps the query', async () => {
    const project = scratch(shop)
    const url = `sqlite:${project.path('app.sqlite')}`
    const server = await start(project, ['--no-open', '--write', '--database', url])
    const { page } = await visit()
    await page.goto(server.address)
    await page.getByRole('link', { name: 'Query your models' }).click()
    await editor(page).waitFor()
    await says(page, '.badge-danger', 'runs may write')
    await write(page, 'export default await new Promise(() => setInterval(() => {}, 99)) // mine\n')
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await page.getByRole('button', { name: /^Stop/ }).first().click()
    await says(page, '.outcome-text', 'You stopped the run')
    await page.waitForTimeout(500)
    await page.reload()
    await editor(page).waitFor()
    await says(page, '.view-lines', '// mine')
  })

  test('does not open what a link brings', async () => {
    const server = await start(scratch(shop))
    const { page } = await visit()
    await page.goto(server.address)
    await page.goto(`${server.base}/playground/`)
    await page.getByRole('button', { name: 'Share' }).click()
    // The dialog is there before what it compresses.
    await page.getByRole('button', { name: 'Copy the link', disabled: false }).waitFor()
    const { hash } = new URL(await page.getByLabel('Link').inputValue())
    expect(hash.length).toBeGreaterThan(20)
    await page.goto('about:blank')
    await page.goto(`${server.base}/playground/?project${hash}`)
    await editor(page).waitFor()
    await says(page, '.view-lines', "import { Customer } from './src/models/customer'")
  })

  test('gets what changes in the models', async () => {
    const project = scratch(shop)
    const server = await start(project)
    const { page } = await visit()
    await page.goto(server.address)
    await page.getByRole('link', { name: 'Query your models' }).click()
    await editor(page).waitFor()
    project.write({ 'src/models/tag.ts': model('Tag', 'colour') })
    await server.state(state => state.schema?.tables.length === 3)
    await write(
      page,
      "import { Tag } from './src/models/tag'\n\nexport default Tag.where('colour', 'red')\n"
    )
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await says(page, '.outcome-text', /^Done|ran|ms/)
    expect(await page.locator('.file-tab-count').count()).toBe(0)
  })
})

describe('a page of another site', () => {
  test('gets nothing, whatever it tries', async () => {
    const server = await start(scratch(shop))
    const { page } = await visit()
    await page.goto(server.address)
    await says(page, '.diagram-name', 'orders')
    const evil = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>evil</title>')
    })
    await new Promise<void>(resolve => evil.listen(0, '127.0.0.1', () => resolve()))
    const { port } = evil.address() as AddressInfo
    for (const host of ['127.0.0.1', 'localhost']) {
      await page.goto(`http://${host}:${port}/`)
      const tried = await page.evaluate(attack(server.base, server.token))
      expect(tried).toEqual({
        read: 'refused',
        run: 'refused',
        opaque: 'refused',
        script: 'refused',
        framed: 'empty',
        cookie: ''
      })
    }
    evil.close()
  })
})

/** What another page may try, even with the token: a program of the page. */
function attack(base: string, token: string): string {
  return `(async () => {
    const base = ${JSON.stringify(base)}
    const token = ${JSON.stringify(token)}
    const headers = { 'x-versa-token': token }
    const outcome = attempt => attempt.then(() => 'answered', () => 'refused')
    const loaded = (element, src) => new Promise((resolve, reject) => {
      element.onload = resolve
      element.onerror = reject
      element.src = src
      document.body.append(element)
    })
    const frame = document.createElement('iframe')
    await outcome(loaded(frame, base + '/project/?token=' + token))
    let framed = 'empty'
    try {
      if (frame.contentDocument !== null) framed = 'read'
    } catch {}
    const model = base + '/project/model.json'
    const run = { method: 'POST', body: '{}' }
    return {
      read: await outcome(fetch(model, { headers })),
      run: await outcome(fetch(base + '/project/run?token=' + token, run)),
      opaque: await outcome(fetch(model + '?token=' + token, { mode: 'no-cors' })),
      script: await outcome(loaded(document.createElement('script'), model + '?token=' + token)),
      framed,
      cookie: document.cookie
    }
  })()`
}
