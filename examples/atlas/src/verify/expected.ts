import type { AtlasData, CityRow } from '../data/atlas-data.js'
import type { Event } from '../steps/hooks.js'
import type { Metropolises } from '../steps/metropolises.js'
import type { Populous } from '../steps/most-populous.js'
import type { CountryNames } from '../steps/names.js'
import type { Neighbourhood } from '../steps/neighbours.js'
import type { Page } from '../steps/pages.js'
import type { AroundRollback } from '../steps/rollback.js'
import type { AfterWrite } from '../steps/upsert.js'
import type { Walk } from '../steps/walk.js'

// What each step must find, worked out from the packages' data without a database.

export function expectedCounts(data: AtlasData): Record<keyof AtlasData, number> {
  return {
    countries: data.countries.length,
    cities: data.cities.length,
    languages: data.languages.length,
    currencies: data.currencies.length,
    countryLanguages: data.countryLanguages.length,
    countryCurrencies: data.countryCurrencies.length,
    countryBorders: data.countryBorders.length
  }
}

export function expectedNeighbours(data: AtlasData, language: string): Neighbourhood[] {
  const countryNames = new Map(data.countries.map(({ code, name }) => [code, name]))
  const languageNames = new Map(data.languages.map(({ code, name }) => [code, name]))
  return data.countryLanguages
    .filter(({ languageCode }) => languageCode === language)
    .map(({ countryCode }) => countryCode)
    .sort()
    .map(country => ({
      country: nameIn(countryNames, country),
      neighbours: data.countryBorders
        .filter(({ countryCode }) => countryCode === country)
        .map(({ neighbourCode }) => neighbourCode)
        .sort()
        .map(neighbour => ({
          name: nameIn(countryNames, neighbour),
          languages: data.countryLanguages
            .filter(({ countryCode }) => countryCode === neighbour)
            .map(({ languageCode }) => languageCode)
            .sort()
            .map(code => nameIn(languageNames, code))
        }))
    }))
}

export function expectedMostPopulous(data: AtlasData, limit: number): Populous[] {
  const cities = citiesByCountry(data)
  return data.countries
    .flatMap(({ code, name }) => {
      const own = cities.get(code)
      return own === undefined ? [] : [{ country: name, ...populationOf(own) }]
    })
    .sort((one, other) => other.people - one.people)
    .slice(0, limit)
}

export function expectedMetropolises(
  data: AtlasData,
  people: number,
  atLeast: number
): Metropolises[] {
  const cities = citiesByCountry(data)
  return [...data.countries]
    .sort((one, other) => (one.code < other.code ? -1 : 1))
    .map(({ code, name }) => {
      const own = [...(cities.get(code) ?? [])].sort(byPeople)
      return {
        country: name,
        cities: own.filter(({ population }) => population >= people).length,
        largest: own.slice(0, 3).map(cityOf)
      }
    })
    .filter(({ cities }) => cities >= atLeast)
    .sort((one, other) => other.cities - one.cities)
}

export function expectedPages(data: AtlasData, pages: number, limit: number): Page[] {
  const cities = [...data.cities].sort(byPeople).map(cityOf)
  return Array.from({ length: pages }, (_, page) =>
    cities.slice(page * limit, (page + 1) * limit)
  ).filter(page => page.length > 0)
}

function citiesByCountry(data: AtlasData): Map<string, CityRow[]> {
  const cities = new Map<string, CityRow[]>()
  for (const city of data.cities) {
    const others = cities.get(city.countryCode)
    if (others === undefined) cities.set(city.countryCode, [city])
    else others.push(city)
  }
  return cities
}

function byPeople(one: CityRow, other: CityRow): number {
  return other.population - one.population || one.id - other.id
}

function cityOf({ name, population }: CityRow): Page[number] {
  return { name, people: population }
}

function populationOf(cities: readonly CityRow[]): Omit<Populous, 'country'> {
  return {
    cities: cities.length,
    people: cities.reduce((sum, { population }) => sum + population, 0),
    largest: cities.reduce((largest, { population }) => Math.max(largest, population), 0)
  }
}

export function expectedAroundRollback(data: AtlasData, countryCode: string): AroundRollback {
  const all = data.cities.length
  const inside = data.cities.filter(city => city.countryCode !== countryCode).length
  return { before: all, inside, after: all }
}

/** The same of any data: the language is none of it. */
export const expectedEvents: readonly Event[] = [
  { when: 'in a part', name: 'Weltsprache' },
  { when: 'after the part was taken back', name: 'Volapük' },
  { when: 'in the transaction', name: 'Volapük' },
  { when: 'after the commit', name: 'Volapük' }
]

export function expectedUpserts(data: AtlasData): AfterWrite[] {
  const all = data.languages.length
  return [
    { languages: all + 1, name: 'Esperanto' },
    { languages: all + 1, name: 'Esperanto (planned)' },
    { languages: all, name: null }
  ]
}

export function expectedWalk(data: AtlasData): Walk {
  const northwards = [...data.cities].sort((one, other) => one.latitude - other.latitude)
  return {
    cities: data.cities.length,
    people: data.cities.reduce((sum, { population }) => sum + population, 0),
    southOfEquator: data.cities.filter(({ latitude }) => latitude < 0).length,
    northernmost: northwards.at(-1)?.name ?? '',
    southernmost: northwards[0]?.name ?? ''
  }
}

export function expectedNames(data: AtlasData): CountryNames[] {
  return data.countries
    .map(({ code, name, flag, nativeNames, translations }) => ({
      code,
      name,
      flag,
      nativeNames,
      translations
    }))
    .sort((one, other) => (one.code < other.code ? -1 : 1))
}

function nameIn(names: ReadonlyMap<string, string>, code: string): string {
  const name = names.get(code)
  if (name === undefined) throw new Error(`The data has no name for ${code}.`)
  return name
}
