// Examples of the documentation, which open their own database and assert in comments.
import { deflateSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { openPlayground, outcome, run } from './support/page'

const setup = `import { connect, Model, t } from 'versa-orm'
export class City extends Model.table('cities', { id: t.id(), name: t.text() }) {}
export const db = await connect('sqlite::memory:')
await db.schema.create([City])
await City.createMany([{ name: 'Oslo' }, { name: 'Lima' }])
`

function linkTo(...files: [name: string, text: string][]): string {
  const state = JSON.stringify({ files, active: 'query.ts', database: 'empty' })
  return `#code=1.${deflateSync(state).toString('base64url')}`
}

test('begins with what the set-up made, and shows what the comments assert', async ({ page }) => {
  const query = `import { City } from './setup'
const [first] = await City.orderBy('name').all()
first?.name //=> 'Lima'
await City.findOrFail(99) //! NOT_FOUND
await City.orderBy('id').all()
//=> [{ id: 1, name: 'Oslo' }, { id: 2, name: 'Lima' }]
`
  await openPlayground(page, linkTo(['setup.ts', setup], ['query.ts', query]))
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done in .* 3 statements$/)
  const results = page.locator('.results-body')
  for (const text of ['first?.name', 'City.findOrFail(99)', 'NOT_FOUND', 'Oslo']) {
    await expect(results).toContainText(text)
  }
})

test('may close the database that it opened', async ({ page }) => {
  const query = `import { connect } from 'versa-orm'
await using db = await connect('sqlite:app.db')
await db.sql\`select 6 * 7 as answer\`.first() //=> { answer: 42 }
`
  await openPlayground(page, linkTo(['query.ts', query]))
  await run(page)
  await expect(outcome(page)).toHaveText(/^Done in .* 1 statement$/)
  await page.getByRole('tab', { name: 'Plan' }).click()
  await expect(page.locator('.results-body')).toContainText(/scan|constant|row/i)
})

test('is told that there is no server', async ({ page }) => {
  const query = "import { connect } from 'versa-orm'\nawait connect('postgres://localhost/app')\n"
  await openPlayground(page, linkTo(['query.ts', query]))
  await run(page)
  await expect(outcome(page)).toContainText('cannot reach "postgres"')
  await expect(page.getByRole('button', { name: 'query.ts:2' })).toBeVisible()
})
