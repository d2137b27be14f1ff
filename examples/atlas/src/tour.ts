import type { Database } from 'versa-orm'
import type { AtlasData } from './data/atlas-data.js'
import { integer } from './show/numbers.js'
import type { Report } from './show/report.js'
import type { Cell } from './show/table.js'
import { countRows } from './steps/counts.js'
import { hooksOfTransactions } from './steps/hooks.js'
import { countriesOfMetropolises, type Metropolises } from './steps/metropolises.js'
import { mostPopulous } from './steps/most-populous.js'
import { type CountryNames, namesOfCountries } from './steps/names.js'
import { type Neighbourhood, neighboursOfSpeakers } from './steps/neighbours.js'
import { pagesOfCities } from './steps/pages.js'
import { deleteAndRollBack } from './steps/rollback.js'
import { upsertTwice } from './steps/upsert.js'
import { walkCities } from './steps/walk.js'
import * as expect from './verify/expected.js'
import type { Fact } from './verify/verdict.js'

/**
 * Runs every step on a loaded atlas and shows what it found.
 *
 * @param db The database that holds the atlas.
 * @param data What it was loaded from.
 * @param report Where the steps are shown.
 * @returns What was found beside what must be found.
 */
export async function tour(db: Database, data: AtlasData, report: Report): Promise<Fact[]> {
  return [
    await showCounts(data, report),
    await showNeighbours(data, report),
    await showMostPopulous(data, report),
    await showMetropolises(data, report),
    await showPages(data, report),
    await showRollback(db, data, report),
    await showHooks(db, report),
    await showUpsert(data, report),
    await showWalk(data, report),
    await showNames(data, report)
  ]
}

async function showCounts(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('What is in the database')
  const actual = await countRows()
  report.table(['table', 'rows'], Object.entries(actual))
  report.statements()
  return { what: 'rows of each table', actual, expected: expect.expectedCounts(data) }
}

async function showNeighbours(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('Eager loading, three levels deep: Portuguese > countries > borders > languages')
  const actual = await neighboursOfSpeakers('por')
  report.table(['country', 'neighbour', 'spoken there'], actual.flatMap(neighbourRows))
  report.statements()
  return {
    what: 'neighbours of countries that speak Portuguese',
    actual,
    expected: expect.expectedNeighbours(data, 'por')
  }
}

function neighbourRows({ country, neighbours }: Neighbourhood): Cell[][] {
  if (neighbours.length === 0) return [[country, '-', '']]
  return neighbours.map(({ name, languages }, index) => [
    index === 0 ? country : '',
    name,
    listText(languages)
  ])
}

/** As much of a list as fits into a table's column. */
function listText(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ')
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown
}

async function showMostPopulous(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('An aggregate with a join: most people in cities')
  const actual = await mostPopulous(10)
  report.table(
    ['country', 'cities', 'people in them', 'largest city'],
    actual.map(row => [row.country, row.cities, row.people, row.largest])
  )
  report.statements()
  return { what: 'most populous', actual, expected: expect.expectedMostPopulous(data, 10) }
}

async function showMetropolises(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('By their related rows: countries with ten cities of a million people and more')
  const actual = await countriesOfMetropolises(1_000_000, 10)
  report.table(['country', 'such cities', 'the largest three'], actual.map(metropolisesRow))
  report.statements()
  return {
    what: 'countries of metropolises',
    actual,
    expected: expect.expectedMetropolises(data, 1_000_000, 10)
  }
}

function metropolisesRow({ country, cities, largest }: Metropolises): Cell[] {
  return [country, cities, largest.map(({ name }) => name).join(', ')]
}

async function showPages(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('Pages by a cursor: the largest cities, five at a time')
  const actual = await pagesOfCities(3, 5)
  report.table(
    ['page', 'city', 'people'],
    actual.flatMap((page, index) =>
      page.map(({ name, people }, place) => [place === 0 ? index + 1 : '', name, people])
    )
  )
  report.statements()
  return { what: 'pages of cities', actual, expected: expect.expectedPages(data, 3, 5) }
}

async function showRollback(db: Database, data: AtlasData, report: Report): Promise<Fact> {
  report.heading('A transaction rolled back: all cities of China deleted, then not')
  const actual = await deleteAndRollBack(db, 'CN')
  report.table(['cities before', 'inside', 'after'], [[actual.before, actual.inside, actual.after]])
  report.statements()
  return {
    what: 'cities around a rollback',
    actual,
    expected: expect.expectedAroundRollback(data, 'CN')
  }
}

async function showHooks(db: Database, report: Report): Promise<Fact> {
  report.heading('What is done after a transaction, and after a part that was taken back')
  const actual = await hooksOfTransactions(db)
  report.table(
    ['when', 'name of "vol"'],
    actual.map(({ when, name }) => [when, name ?? '-'])
  )
  report.statements()
  return { what: 'hooks of transactions', actual, expected: expect.expectedEvents }
}

async function showUpsert(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('An upsert: the same language inserted, then updated')
  const actual = await upsertTwice()
  const writes = ['first upsert', 'second upsert', 'deleted again']
  report.table(
    ['after', 'languages', 'name of "epo"'],
    actual.map(({ languages, name }, index) => [writes[index] ?? '', languages, name ?? '-'])
  )
  report.statements()
  return { what: 'upserts', actual, expected: expect.expectedUpserts(data) }
}

async function showWalk(data: AtlasData, report: Report): Promise<Fact> {
  report.heading(`A streamed walk over all ${integer(data.cities.length)} cities`)
  const actual = await walkCities()
  report.table(
    ['cities', 'people', 'south of the equator', 'northernmost', 'southernmost'],
    [Object.values(actual)]
  )
  report.statements()
  return { what: 'the walk', actual, expected: expect.expectedWalk(data) }
}

async function showNames(data: AtlasData, report: Report): Promise<Fact> {
  report.heading('Names in many scripts, from JSON columns')
  const actual = await namesOfCountries()
  const shown = ['AM', 'CN', 'EG', 'ET', 'GE', 'GR', 'JP', 'KR', 'TH', 'UA']
  report.table(
    ['', 'country', 'its own name', 'in Chinese', 'in Russian', 'in Arabic'],
    actual.filter(({ code }) => shown.includes(code)).map(nameRow)
  )
  report.statements()
  return { what: 'names of all countries', actual, expected: expect.expectedNames(data) }
}

function nameRow({ flag, name, nativeNames, translations }: CountryNames): Cell[] {
  const own = Object.values(nativeNames).map(({ common }) => common)
  const [chinese, russian, arabic] = ['zho', 'rus', 'ara'].map(
    language => translations[language]?.common ?? '-'
  )
  return [flag, name, own.join(', '), chinese ?? '-', russian ?? '-', arabic ?? '-']
}
