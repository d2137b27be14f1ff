import type { PropsWithChildren } from 'hono/jsx'
import type { Recipe } from './models.js'
import type { found, recipe, Typed } from './recipes.js'

const style = `body { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 2rem auto }
label { display: block; margin: .5rem 0 } input, textarea { font: inherit; width: 100% }
[role=alert] { color: #b00020 }`

function Layout({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body>
        <nav>
          <a href="/">All recipes</a> · <a href="/recipes/new">New recipe</a>
        </nav>
        <h1>{title}</h1>
        {children}
      </body>
    </html>
  )
}

export function List({ page, text }: { page: Awaited<ReturnType<typeof found>>; text: string }) {
  const at = (number: number) => `/?${new URLSearchParams({ q: text, page: String(number) })}`
  return (
    <Layout title="Recipes">
      <form>
        <input type="search" name="q" value={text} aria-label="Search" />
      </form>
      <ul>
        {page.items.map(({ id, title, minutes, ingredientsCount }) => (
          <li>
            <a href={`/recipes/${id}`}>{title}</a>, {minutes} min, {ingredientsCount} ingredients
          </li>
        ))}
      </ul>
      <p>
        {page.total} recipes {page.page > 1 && <a href={at(page.page - 1)}>previous</a>}{' '}
        {page.page < page.pages && <a href={at(page.page + 1)}>next</a>}
      </p>
    </Layout>
  )
}

export function Detail({ shown }: { shown: Awaited<ReturnType<typeof recipe>> }) {
  return (
    <Layout title={shown.title}>
      <p>{shown.minutes} minutes</p>
      <ul>
        {shown.ingredients.map(({ text }) => (
          <li>{text}</li>
        ))}
      </ul>
      <p style="white-space: pre-wrap">{shown.method}</p>
      <a href={`/recipes/${shown.id}/edit`}>Edit</a>
      <form method="post" action={`/recipes/${shown.id}/delete`}>
        <button type="submit">Delete</button>
      </form>
    </Layout>
  )
}

export function Form({ of, typed, wrong }: { of?: Recipe; typed: Typed; wrong?: string }) {
  return (
    <Layout title={of === undefined ? 'New recipe' : 'Edit recipe'}>
      {wrong !== undefined && <p role="alert">{wrong}</p>}
      <form method="post" action={of === undefined ? '/recipes' : `/recipes/${of.id}`}>
        <input type="hidden" name="version" value={typed.version} />
        <label>
          Title <input name="title" value={typed.title} required />
        </label>
        <label>
          Minutes <input name="minutes" value={typed.minutes} inputmode="numeric" required />
        </label>
        <label>
          Ingredients, one per line <textarea name="ingredients">{typed.ingredients}</textarea>
        </label>
        <label>
          Method <textarea name="method">{typed.method}</textarea>
        </label>
        <button type="submit">Save</button>
      </form>
    </Layout>
  )
}

export function Message({ title, text }: { title: string; text: string }) {
  return (
    <Layout title={title}>
      <p>{text}</p>
    </Layout>
  )
}
