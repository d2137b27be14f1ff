import { Country, type NamesByLanguage } from '../models/country.js'

/** What a country is called. */
export interface CountryNames {
  readonly code: string
  readonly name: string
  readonly flag: string
  readonly nativeNames: NamesByLanguage
  readonly translations: NamesByLanguage
}

/**
 * The names of all countries in their own languages and in those of others, from JSON columns:
 * plain objects, not models, because nothing but the values is wanted.
 */
export async function namesOfCountries(): Promise<CountryNames[]> {
  return Country.query()
    .select('code', 'name', 'flag', 'nativeNames', 'translations')
    .orderBy('code')
    .rows()
}
