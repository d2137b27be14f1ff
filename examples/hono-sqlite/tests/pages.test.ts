import { afterEach, beforeEach, expect, test } from 'vitest'
import { pages } from './pages.js'

let site: Awaited<ReturnType<typeof pages>>
beforeEach(async () => {
  site = await pages()
})
afterEach(() => site.close())

const bread = {
  title: 'Bread',
  minutes: '90',
  ingredients: 'flour\r\nwater\r\n\r\nsalt',
  method: ''
}

test('a recipe is written, read, changed and deleted', async () => {
  expect(await site.post('/recipes', bread)).toMatchObject({ status: 303, location: '/recipes/1' })
  const shown = await site.get('/recipes/1')
  expect(shown.text).toContain('<h1>Bread</h1>')
  expect(shown.text).toContain('<li>flour</li><li>water</li><li>salt</li>')

  const form = await site.get('/recipes/1/edit')
  expect(form.text).toContain('flour\nwater\nsalt</textarea>')
  const changed = { ...bread, title: 'Rye bread', ingredients: 'rye', version: '1' }
  expect(await site.post('/recipes/1', changed)).toMatchObject({ status: 303 })
  const again = await site.get('/recipes/1')
  expect(again.text).toContain('<h1>Rye bread</h1>')
  expect(again.text).toContain('<ul><li>rye</li></ul>')

  expect(await site.post('/recipes/1/delete', {})).toMatchObject({ status: 303, location: '/' })
  expect(await site.get('/recipes/1')).toMatchObject({ status: 404 })
})

test('a hostile text is text everywhere', async () => {
  const title = `</title><script>alert('x')</script>" onfocus="alert(1)`
  const hostile = { ...bread, title, ingredients: '<img src=x>', method: '</p><b>' }
  await site.post('/recipes', hostile)
  const addresses = ['/', `/?q=${encodeURIComponent(title)}`, '/recipes/1', '/recipes/1/edit']
  for (const address of addresses) {
    const { text, response } = await site.get(address)
    expect(text).toContain('&lt;script&gt;')
    expect(text).not.toMatch(/<script|<img|<b>|" onfocus="/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
  const refused = await site.post('/recipes', { ...hostile, minutes: '<script>' })
  expect(refused.status).toBe(422)
  expect(refused.text).not.toContain('<script')
})

test('a list takes as many statements for twenty recipes as for one', async () => {
  const statements = async (address: string) =>
    (await site.get(address)).response.headers.get('server-timing')
  await site.post('/recipes', bread)
  const one = await statements('/')
  for (let n = 1; n < 25; n += 1) await site.post('/recipes', { ...bread, title: `Bread ${n}` })
  // How many there are, and the page with its counts.
  expect([one, await statements('/')]).toEqual(Array(2).fill('db;desc="2 statements"'))
  expect(await statements('/recipes/1')).toBe('db;desc="2 statements"')
})

test('requests that run side by side count their own statements', async () => {
  await site.post('/recipes', bread)
  const answers = await Promise.all(
    ['/recipes/1', '/recipes/new', '/recipes/1', '/recipes/new'].map(site.get)
  )
  expect(answers.map(({ response }) => response.headers.get('server-timing'))).toEqual(
    [2, 0, 2, 0].map(n => `db;desc="${n} statements"`)
  )
})

test('the list has pages, and finds titles and ingredients', async () => {
  for (let n = 0; n < 21; n += 1) {
    await site.post('/recipes', { ...bread, title: `Bread ${String(n).padStart(2, '0')}` })
  }
  await site.post('/recipes', { ...bread, title: 'Tea', ingredients: '100% leaves' })
  const first = await site.get('/')
  expect(first.text).toContain('22 recipes')
  expect(first.text).toContain('page=2')
  expect((await site.get('/?page=2')).text).toContain('>Tea</a>, 90 min, 1 ingredients')
  expect((await site.get('/?q=LEAVES')).text).toContain('1 recipes')
  expect((await site.get('/?q=%25')).text).toContain('1 recipes')
  expect(await site.get('/?page=-1')).toMatchObject({ status: 200 })
})

test.each([
  [{ title: '' }, 'A title has 1 to 120 characters.'],
  [{ title: 'x'.repeat(121) }, 'A title has 1 to 120 characters.'],
  [{ minutes: 'soon' }, 'Minutes are a whole number from 1 to 1,440.'],
  [{ minutes: '1441' }, 'Minutes are a whole number from 1 to 1,440.'],
  [{ ingredients: 'x'.repeat(201) }, 'An ingredient has 200 characters at most.'],
  [{ title: 'Tea' }, 'There is a recipe of this title already.']
])('the form with %j is shown again', async (part, wrong) => {
  await site.post('/recipes', { ...bread, title: 'Tea' })
  const { status, text } = await site.post('/recipes', { ...bread, method: 'Wait.', ...part })
  expect(status).toBe(422)
  expect(text).toContain(`<p role="alert">${wrong}</p>`)
  expect(text).toContain('Wait.</textarea>')
  expect((await site.get('/')).text).toContain('1 recipes')
})

test('a change that fails at an ingredient changes nothing', async () => {
  await site.post('/recipes', bread)
  const broken = { ...bread, title: 'Cake', ingredients: `egg\n${'x'.repeat(201)}`, version: '1' }
  expect(await site.post('/recipes/1', broken)).toMatchObject({ status: 422 })
  const { text } = await site.get('/recipes/1')
  expect(text).toContain('<h1>Bread</h1>')
  expect(text).toContain('<li>salt</li>')
})

test('the second of two who edit the same recipe is told', async () => {
  await site.post('/recipes', bread)
  await site.post('/recipes/1', { ...bread, title: 'Mine', version: '1' })
  const late = await site.post('/recipes/1', { ...bread, title: 'Theirs', version: '1' })
  expect(late.status).toBe(422)
  expect(late.text).toContain('Somebody changed this recipe meanwhile')
  expect((await site.get('/recipes/1')).text).toContain('<h1>Mine</h1>')
})

test('a form of another site is refused', async () => {
  const { status } = await site.post('/recipes', bread, 'https://elsewhere.example')
  expect(status).toBe(403)
  expect((await site.get('/')).text).toContain('0 recipes')
})

test.each(['/recipes/9', '/recipes/0', '/recipes/1e1', '/nowhere'])(
  'there is no %s',
  async address => {
    expect(await site.get(address)).toMatchObject({ status: 404 })
  }
)
