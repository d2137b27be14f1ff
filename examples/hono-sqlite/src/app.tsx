import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { type Database, type Instance, VersaError } from 'versa-orm'
import { Recipe } from './models.js'
import { Detail, Form, List, Message } from './pages.js'
import { complaint, found, recipe, save, type Typed } from './recipes.js'
import { counted } from './statements.js'

const empty: Typed = { title: '', minutes: '', method: '', ingredients: '', version: '' }

/** The pages on an open database. */
export function appOn(db: Database): Hono {
  const app = new Hono()
  const policy = { defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"], formAction: ["'self'"] }
  app.use(secureHeaders({ contentSecurityPolicy: policy }))
  // A form of another site is refused, so there is no need of a session with a token.
  app.use(csrf(), bodyLimit({ maxSize: 100_000 }), counted)

  app.get('/', async c => {
    const text = c.req.query('q') ?? ''
    const page = /^[1-9]\d{0,5}$/.exec(c.req.query('page') ?? '1')
    return html(c, <List page={await found(text, Number(page?.[0] ?? 1))} text={text} />)
  })

  app.get('/recipes/new', c => html(c, <Form typed={empty} />))
  app.get('/recipes/:id{[1-9][0-9]{0,14}}', async c =>
    html(c, <Detail shown={await recipe(Number(c.req.param('id')))} />)
  )
  app.get('/recipes/:id{[1-9][0-9]{0,14}}/edit', async c => {
    const shown = await recipe(Number(c.req.param('id')))
    const ingredients = shown.ingredients.map(({ text }) => text).join('\n')
    const { title, minutes, method, version } = shown
    const numbers = { minutes: String(minutes), version: String(version) }
    return html(c, <Form of={shown} typed={{ title, method, ingredients, ...numbers }} />)
  })

  app.post('/recipes', async c => saved(c, db))
  app.post('/recipes/:id{[1-9][0-9]{0,14}}', async c =>
    saved(c, db, await Recipe.findOrFail(Number(c.req.param('id'))))
  )
  app.post('/recipes/:id{[1-9][0-9]{0,14}}/delete', async c => {
    await (await Recipe.findOrFail(Number(c.req.param('id')))).delete()
    return c.redirect('/', 303)
  })

  app.notFound(c => html(c, <Message title="Not found" text="There is no such page." />, 404))
  app.onError((error, c) => {
    if (error instanceof VersaError && error.code === 'NOT_FOUND') return c.notFound()
    if ('getResponse' in error) return (error as { getResponse(): Response }).getResponse()
    console.error(error)
    return html(c, <Message title="Sorry" text="Something went wrong here." />, 500)
  })
  return app
}

/** Saves what a form has, or shows it again with what is wrong with it. */
async function saved(c: Context, db: Database, of?: Instance<typeof Recipe>): Promise<Response> {
  const typed = await typedIn(c)
  try {
    const { id } = await save(db, of ?? Recipe.make(), typed)
    return c.redirect(`/recipes/${id}`, 303)
  } catch (error) {
    const wrong = complaint(error)
    if (wrong === null) throw error
    return html(c, <Form {...(of && { of })} typed={typed} wrong={wrong} />, 422)
  }
}

/** The fields of a form; one that is missing, or is a file, counts as empty. */
async function typedIn(c: Context): Promise<Typed> {
  const body = await c.req.parseBody()
  const field = (name: keyof Typed) => (typeof body[name] === 'string' ? body[name] : '')
  return {
    title: field('title').trim(),
    minutes: field('minutes').trim(),
    method: field('method'),
    ingredients: field('ingredients'),
    version: field('version')
  }
}

function html(c: Context, page: unknown, status: 200 | 404 | 422 | 500 = 200) {
  return c.html(`<!doctype html>${page}`, status)
}
