import { expect, test } from 'vitest'
import { readAtlasData } from '../src/data/atlas-data.js'

const data = readAtlasData()

test('the packages hold what the README says', () => {
  expect(
    Object.fromEntries(Object.entries(data).map(([name, rows]) => [name, rows.length]))
  ).toEqual({
    countries: 250,
    cities: 135_233,
    languages: 153,
    currencies: 162,
    countryLanguages: 412,
    countryCurrencies: 275,
    countryBorders: 649
  })
})

test('every reference leads somewhere', () => {
  const codes = new Set(data.countries.map(({ code }) => code))
  const languages = new Set(data.languages.map(({ code }) => code))
  const currencies = new Set(data.currencies.map(({ code }) => code))
  expect(data.cities.filter(({ countryCode }) => !codes.has(countryCode))).toEqual([])
  expect(data.countryBorders.filter(({ neighbourCode }) => !codes.has(neighbourCode))).toEqual([])
  expect(data.countryLanguages.filter(row => !languages.has(row.languageCode))).toEqual([])
  expect(data.countryCurrencies.filter(row => !currencies.has(row.currencyCode))).toEqual([])
})

test('records become rows', () => {
  expect(data.cities.find(({ name }) => name === 'Longyearbyen')).toEqual({
    id: 2_729_907,
    name: 'Longyearbyen',
    countryCode: 'SJ',
    population: 2_060,
    latitude: 78.22334,
    longitude: 15.64689
  })
  expect(data.countries.find(({ code }) => code === 'AQ')).toMatchObject({
    name: 'Antarctica',
    capital: null,
    unMember: false
  })
})
