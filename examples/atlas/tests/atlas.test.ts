import type { Database } from 'versa-orm'
import { beforeAll, expect, test, vi } from 'vitest'
import { describeEachDatabase } from '../../../orm/tests/support/databases.js'
import { load } from '../src/load/load.js'
import { silentProgress } from '../src/load/progress.js'
import { models } from '../src/models/all.js'
import { printedReport, silentReport } from '../src/show/report.js'
import { Statements } from '../src/show/statements.js'
import { countriesOfMetropolises } from '../src/steps/metropolises.js'
import { neighboursOfSpeakers } from '../src/steps/neighbours.js'
import { pagesOfCities } from '../src/steps/pages.js'
import { tour } from '../src/tour.js'
import { differences } from '../src/verify/verdict.js'
import { cutOfTheAtlas } from './cut.js'

const data = cutOfTheAtlas()

describeEachDatabase('the atlas', open => {
  const statements = new Statements()
  let db: Database

  beforeAll(async () => {
    db = await open({ log: statements.record })
    await db.schema.create(models)
    await load(data, silentProgress)
  })

  test('every step finds what the data says', async () => {
    const facts = await tour(db, data, silentReport)
    expect(facts).toHaveLength(10)
    expect(differences(facts)).toEqual([])
  })

  test('a wrong fact is found', async () => {
    const [city] = data.cities
    const short = { ...data, cities: data.cities.filter(other => other !== city) }
    const wrong = differences(await tour(db, short, silentReport)).map(({ what }) => what)
    expect(wrong).toContain('rows of each table')
    expect(wrong).toContain('cities around a rollback')
  })

  test('the neighbours of Portugal and Macau', async () => {
    expect(await neighboursOfSpeakers('por')).toEqual([
      { country: 'Macau', neighbours: [{ name: 'China', languages: ['Chinese'] }] },
      { country: 'Portugal', neighbours: [{ name: 'Spain', languages: ['Spanish'] }] }
    ])
  })

  test('one statement per level of eager loading, whatever the number of rows', async () => {
    statements.take()
    await neighboursOfSpeakers('por')
    expect(statements.take()).toHaveLength(4)
  })

  test('countries by their cities, with a count and the first: two statements', async () => {
    statements.take()
    const found = await countriesOfMetropolises(1_000_000, 2)
    expect(found.map(({ country }) => country)).toEqual(['China', 'Japan', 'Spain', 'Hong Kong'])
    expect(found[1]?.largest[0]?.name).toBe('Tokyo')
    expect(statements.take()).toHaveLength(2)
  })

  test('pages end where the cities do', async () => {
    const pages = await pagesOfCities(1_000, 50)
    expect(pages.flat()).toHaveLength(data.cities.length)
    expect(new Set(pages.slice(0, -1).map(page => page.length))).toEqual(new Set([50]))
  })

  test('loading what is there already fails and leaves the rest as it was', async () => {
    await expect(db.transaction(() => load(data, silentProgress))).rejects.toMatchObject({
      code: 'UNIQUE_VIOLATION'
    })
    const facts = await tour(db, data, silentReport)
    expect(differences(facts)).toEqual([])
  })
  test('the report shows results, SQL and times', async () => {
    const lines: string[] = []
    const print = vi.spyOn(console, 'log').mockImplementation(line => lines.push(String(line)))
    statements.take()
    await tour(db, data, printedReport(statements))
    print.mockRestore()
    const text = lines.join('\n')
    expect(text).toContain('│ China ')
    expect(text).toContain('日本')
    expect(text).toMatch(/\d ms +1 row {2}.*SELECT count\(\*\) AS .count. FROM .atlas_cities./)
  })
})
