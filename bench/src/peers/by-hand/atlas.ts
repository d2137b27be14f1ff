import type { Session } from '../../peer.js'
import { attach, attachThrough, keysOf } from '../assemble.js'
import type { HandWritten } from '../by-hand.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** The workloads of countries and cities as they are written by hand on a driver. */
export function atlasByHand(driver: HandWritten): Atlas {
  const { quote: q, placeholder: p } = driver
  const name = (text: string) => `${q}${text}${q}`
  const texts = {
    countries: `select * from countries where continent = ${p(1)} order by code`,
    cities: `select * from cities where ${name('countryCode')} in list`,
    languages:
      `select x.${name('countryCode')}, l.* from country_languages x ` +
      `join languages l on l.code = x.${name('languageCode')} ` +
      `where x.${name('countryCode')} in list`,
    named:
      `select * from cities where name like ${p(1)} ` +
      'order by population desc, id desc limit 20',
    population:
      'select c.continent, count(*) as cities, sum(t.population) as population ' +
      `from countries c join cities t on t.${name('countryCode')} = c.code ` +
      'group by c.continent order by c.continent'
  }
  return {
    async countriesOf(continent) {
      const countries = await driver.query(texts.countries, [continent])
      const codes = keysOf(countries, 'code')
      const [cities, languages] = await Promise.all([
        driver.queryList(texts.cities, codes),
        driver.queryList(texts.languages, codes)
      ])
      attach(countries, cities, 'countryCode', 'cities', 'code')
      return attachThrough(countries, languages, 'countryCode', 'languages', 'code')
    },
    citiesNamed: prefix => driver.query(texts.named, [`${prefix}%`]),
    populationByContinent: () => driver.query(texts.population, [])
  }
}
