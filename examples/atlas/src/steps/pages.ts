import { City } from '../models/city.js'

/** A part of the list of cities. */
export type Page = readonly { readonly name: string; readonly people: number }[]

/**
 * The largest cities in pages, each of which begins behind the last row of the one before. By a
 * cursor the thousandth page costs what the first does, and cities that come or go shift nothing.
 *
 * @param pages How many.
 * @param limit How many cities a page has at most.
 */
export async function pagesOfCities(pages: number, limit: number): Promise<Page[]> {
  const found: Page[] = []
  let after: string | null = null
  do {
    const page = await City.orderBy('population', 'desc')
      .orderBy('id')
      .cursorPaginate({ limit, after })
    found.push(page.items.map(({ name, population }) => ({ name, people: population })))
    after = page.next
  } while (after !== null && found.length < pages)
  return found
}
