import { Language } from '../models/language.js'

/** A country where the language is spoken, with its neighbours and what is spoken there. */
export interface Neighbourhood {
  readonly country: string
  readonly neighbours: readonly { readonly name: string; readonly languages: readonly string[] }[]
}

/**
 * Eager loading, three levels deep: a language's countries, their neighbours, the neighbours'
 * languages. One statement per level, however many rows there are.
 *
 * Everything is ordered by code, which every database orders alike.
 *
 * @param code The language: `por` is Portuguese.
 */
export async function neighboursOfSpeakers(code: string): Promise<Neighbourhood[]> {
  const language = await Language.where('code', code)
    .with({
      countries: countries =>
        countries.orderBy('code').with({
          borders: borders =>
            borders.orderBy('code').with({ languages: languages => languages.orderBy('code') })
        })
    })
    .firstOrFail()
  return language.countries.map(country => ({
    country: country.name,
    neighbours: country.borders.map(neighbour => ({
      name: neighbour.name,
      languages: neighbour.languages.map(({ name }) => name)
    }))
  }))
}
