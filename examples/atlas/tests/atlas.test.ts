import { connect, type Database } from 'versa-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { load } from '../src/load/load.js'
import { silentProgress } from '../src/load/progress.js'
import { models } from '../src/models/all.js'
import { printedReport, silentReport } from '../src/show/report.js'
import { Statements } from '../src/show/statements.js'
import { neighboursOfSpeakers } from '../src/steps/neighbours.js'
import { tour } from '../src/tour.js'
import { differences } from '../src/verify/verdict.js'
import { cutOfTheAtlas } from './cut.js'

const data = cutOfTheAtlas()
const statements = new Statements()
let db: Database

beforeAll(async () => {
  db = await connect('sqlite::memory:', { log: statements.record })
  await db.schema.create(models)
  await load(data, silentProgress)
})

afterAll(() => db.close())

describe('the atlas in memory', () => {
  test('every step finds what the data says', async () => {
    const facts = await tour(db, data, silentReport)
    expect(facts).toHaveLength(7)
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
    expect(text).toMatch(/\d ms +1 row {2}.*SELECT count\(\*\) AS "count" FROM "atlas_cities"/)
  })
})
