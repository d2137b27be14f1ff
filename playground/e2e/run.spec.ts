import { expect, test } from '@playwright/test'
import { openPlayground, outcome, run, sandboxes, shownCode, write } from './support/page'

test('runs the template: rows, and SQL', async ({ page }) => {
  await openPlayground(page)
  await page.locator('.editor-place .view-lines').click()
  await page.keyboard.press('Control+Enter')
  await expect(outcome(page)).toHaveText(/^Done in \d+ ms, 2 statements$/)
  const results = page.locator('.results-body')
  await expect(results).toContainText('Grace')
  await expect(results).not.toContainText('Alan')
  await page.getByRole('tab', { name: /^SQL/ }).click()
  await expect(results).toContainText(/FROM\s+"users"/)
  await expect(results).toContainText(/FROM\s+"posts"/)
})

test('runs what was typed', async ({ page }) => {
  await openPlayground(page)
  await write(
    page,
    "import { User } from './models'\n\nexport default await User.where('name', 'Alan').all()\n"
  )
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done in/)
  await expect(page.locator('.results-body')).toContainText('alan@example.com')
})

test('begins each run with the database as it came', async ({ page }) => {
  await openPlayground(page)
  await write(
    page,
    `import { User } from './models'

await User.create({ name: 'Barbara', email: 'barbara@example.com' })
export default { users: await User.count() }
`
  )
  for (let time = 0; time < 2; time += 1) {
    await run(page)
    await expect(outcome(page)).toHaveText(/^Done in/)
    await expect(page.locator('.results-body')).toContainText('5')
  }
})

test('stops an endless loop at the limit', async ({ page }) => {
  await openPlayground(page)
  await write(page, 'while (true) {}\n')
  await run(page)
  await expect(outcome(page)).toHaveText('Running…')
  await expect(outcome(page)).toContainText('Stopped after 10 seconds')
  await expect.poll(() => shownCode(page)).toContain('while (true)')
  // The next one runs.
  await write(page, 'export default 1 + 1\n')
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done in/)
})

test('stops an endless loop by the button and by Escape', async ({ page }) => {
  await openPlayground(page)
  await write(page, 'while (true) {}\n')
  await run(page)
  await page.getByRole('button', { name: /^Stop\b/ }).click({ timeout: 8000 })
  await expect(outcome(page)).toContainText('You stopped the run')
  await run(page)
  await expect(outcome(page)).toHaveText('Running…')
  await page.keyboard.press('Escape')
  await expect(outcome(page)).toContainText('You stopped the run')
  // One frame at most is left: the spare for the next run.
  await expect.poll(() => sandboxes(page).count()).toBeLessThanOrEqual(1)
})

test('stays alive in a flood of lines', async ({ page }) => {
  await openPlayground(page)
  await write(
    page,
    `for (let line = 1; line <= 300_000; line += 1) console.log('line', line)
export default 'over'
`
  )
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done in/)
  await page.getByRole('tab', { name: /^Console/ }).click()
  await expect(page.locator('.results-body')).toContainText(/\d/)
  await page.getByRole('button', { name: 'Templates' }).click({ timeout: 10_000 })
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('says where the code threw', async ({ page }) => {
  await openPlayground(page)
  await write(
    page,
    `interface Gone { a: number }

function find(gone: Gone): number {
  throw new TypeError(\`no \${gone.a}\`)
}
find({ a: 7 })
`
  )
  await run(page)
  await expect(outcome(page)).toHaveText('TypeError: no 7')
  await page.getByRole('button', { name: 'query.ts:4' }).click()
  await expect(page.locator('.editor-place :focus')).toHaveCount(1)
})

test('says what cannot be read', async ({ page }) => {
  await openPlayground(page)
  await write(page, 'const a = 1\nexport default (\n')
  await run(page)
  await expect(outcome(page)).toHaveText(/^SyntaxError: Expression expected/)
  await expect(page.getByRole('button', { name: /^query\.ts:[23]$/ })).toBeVisible()
})

const odd: [what: string, code: string, outcome: RegExp][] = [
  ['shadows a global', 'const Object = 1, Promise = 2\nexport default Object + Promise', /^Done/],
  ['replaces a global', 'globalThis.Promise = 1 as never', /keeps Promise as it is/],
  ['replaces the way out', 'globalThis.postMessage = (() => 1) as never', /postMessage as it is/],
  ['closes the worker', 'const scope = globalThis as any\nscope.close()', /nothing to close/],
  ['calls out', "await (globalThis as any).fetch('/')", /no network/],
  ['throws no error', "throw { reason: 'none' }", /threw what is no error/],
  ['throws later', 'await new Promise(() => setTimeout(() => { null!.x }, 10))', /null/],
  ['imports what is not there', "import 'lodash'", /imports "lodash"/],
  ['imports in a circle', "import './query'", /query\.ts → query\.ts/]
]
for (const [what, code, expected] of odd) {
  test(`says so where code ${what}`, async ({ page }) => {
    await openPlayground(page)
    await write(page, code)
    await run(page)
    await expect(outcome(page)).toHaveText(expected)
  })
}

test('gives code nothing of the page', async ({ page }) => {
  await openPlayground(page)
  await page.evaluate(() => localStorage.setItem('secret', 'of the page'))
  await write(
    page,
    `const found: string[] = []
const scope = globalThis as any
for (const name of ['localStorage', 'document', 'parent', 'indexedDB', 'caches']) {
  try {
    const value = scope[name]
    if (name === 'indexedDB') await new Promise((resolve, reject) => {
      const opening = value.open('x')
      opening.onsuccess = resolve
      opening.onerror = reject
    })
    if (name === 'caches') await value.open('x')
    if (value !== undefined) found.push(name)
  } catch {}
}
for (const url of [location(), 'http://127.0.0.1:1/x.js']) {
  try { await import(url); found.push('import ' + url) } catch {}
}
function location(): string { return String(scope.location.href).replace(/^blob:/, '') }
export default found.length === 0 ? 'nothing' : found
`
  )
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done/)
  await expect(page.locator('.results-body')).toContainText('nothing')
})
