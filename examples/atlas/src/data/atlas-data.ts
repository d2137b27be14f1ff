import type { NamesByLanguage } from '../models/country.js'
import { type CityRecord, type CountryRecord, cityRecords, countryRecords } from './packages.js'

/** The rows of every table, as the models want them. */
export interface AtlasData {
  readonly countries: CountryRow[]
  readonly cities: CityRow[]
  readonly languages: { code: string; name: string }[]
  readonly currencies: { code: string; name: string; symbol: string }[]
  readonly countryLanguages: { countryCode: string; languageCode: string }[]
  readonly countryCurrencies: { countryCode: string; currencyCode: string }[]
  readonly countryBorders: { countryCode: string; neighbourCode: string }[]
}

export interface CountryRow {
  code: string
  code3: string
  name: string
  region: string
  capital: string | null
  areaKm2: number
  unMember: boolean
  flag: string
  nativeNames: NamesByLanguage
  translations: NamesByLanguage
}

export interface CityRow {
  id: number
  name: string
  countryCode: string
  population: number
  latitude: number
  longitude: number
}

/** Reads the two packages. */
export function readAtlasData(): AtlasData {
  return atlasDataOf(countryRecords(), cityRecords())
}

/**
 * Turns records of the packages into rows.
 *
 * @param countries They may border only on each other.
 * @param cities Their countries must be among `countries`.
 */
export function atlasDataOf(
  countries: readonly CountryRecord[],
  cities: readonly CityRecord[]
): AtlasData {
  const codes = new Map(countries.map(country => [country.cca3, country.cca2]))
  return {
    countries: countries.map(countryRow),
    cities: cities.map(cityRow),
    languages: languageRows(countries),
    currencies: currencyRows(countries),
    countryLanguages: countries.flatMap(country =>
      Object.keys(country.languages).map(code => ({
        countryCode: country.cca2,
        languageCode: code
      }))
    ),
    countryCurrencies: countries.flatMap(country =>
      Object.keys(country.currencies).map(code => ({
        countryCode: country.cca2,
        currencyCode: code
      }))
    ),
    countryBorders: countries.flatMap(country =>
      country.borders.map(code3 => ({
        countryCode: country.cca2,
        neighbourCode: codeOf(code3, codes)
      }))
    )
  }
}

function countryRow(record: CountryRecord): CountryRow {
  return {
    code: record.cca2,
    code3: record.cca3,
    name: record.name.common,
    region: record.region,
    // Antarctica has none, South Africa has three: the first one is the seat of its government.
    capital: record.capital[0] || null,
    areaKm2: record.area,
    unMember: record.unMember,
    flag: record.flag,
    nativeNames: record.name.native,
    translations: record.translations
  }
}

function cityRow(record: CityRecord): CityRow {
  const [longitude, latitude] = record.loc.coordinates
  return {
    id: record.cityId,
    name: record.name,
    countryCode: record.country,
    population: record.population,
    latitude,
    longitude
  }
}

/** Countries call a language differently (Romanian, Moldavian): the first name counts. */
function languageRows(countries: readonly CountryRecord[]): AtlasData['languages'] {
  const names = new Map<string, string>()
  for (const [code, name] of countries.flatMap(country => Object.entries(country.languages))) {
    if (!names.has(code)) names.set(code, name)
  }
  return [...names].map(([code, name]) => ({ code, name }))
}

/** As with languages: the first name and symbol count. */
function currencyRows(countries: readonly CountryRecord[]): AtlasData['currencies'] {
  const rows = new Map<string, AtlasData['currencies'][number]>()
  for (const [code, { name, symbol }] of countries.flatMap(c => Object.entries(c.currencies))) {
    if (!rows.has(code)) rows.set(code, { code, name, symbol })
  }
  return [...rows.values()]
}

function codeOf(code3: string, codes: ReadonlyMap<string, string>): string {
  const code = codes.get(code3)
  if (code === undefined) throw new Error(`There is no country ${code3} to border on.`)
  return code
}
