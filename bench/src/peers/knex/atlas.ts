import type { Knex } from 'knex'
import type { Row, Session } from '../../peer.js'
import { attach, attachThrough, keysOf } from '../assemble.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** Countries and cities; what belongs together is put together by hand. */
export function atlasByKnex(db: Knex): Atlas {
  return {
    async countriesOf(continent) {
      const countries: Row[] = await db('countries').where({ continent }).orderBy('code')
      const codes = keysOf(countries, 'code') as string[]
      const [cities, languages]: Row[][] = await Promise.all([
        db('cities').whereIn('countryCode', codes),
        db('country_languages as x')
          .join('languages as l', 'l.code', 'x.languageCode')
          .select('x.countryCode', 'l.*')
          .whereIn('x.countryCode', codes)
      ])
      attach(countries, cities ?? [], 'countryCode', 'cities', 'code')
      return attachThrough(countries, languages ?? [], 'countryCode', 'languages', 'code')
    },
    citiesNamed: async prefix =>
      await db('cities')
        .where('name', 'like', `${prefix}%`)
        .orderBy([
          { column: 'population', order: 'desc' },
          { column: 'id', order: 'desc' }
        ])
        .limit(20),
    populationByContinent: async () =>
      await db('countries as c')
        .join('cities as t', 't.countryCode', 'c.code')
        .select('c.continent')
        .count({ cities: '*' })
        .sum({ population: 't.population' })
        .groupBy('c.continent')
        .orderBy('c.continent')
  }
}
