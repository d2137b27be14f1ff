import { count, type Database, prepare, sum } from 'versa-orm'
import { City, Country } from '../../data/atlas.js'
import type { Session } from '../../peer.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** Countries and cities as models. */
export function atlasModels(db: Database): Atlas {
  return {
    countriesOf: continent => countries(db, continent).all(),
    citiesNamed: prefix => named(db, `${prefix}%`).all(),
    populationByContinent: () => population(db).rows()
  }
}

/** As plain rows. */
export function atlasPlainRows(db: Database): Atlas {
  return {
    countriesOf: continent => countries(db, continent).rows(),
    citiesNamed: prefix => named(db, `${prefix}%`).rows()
  }
}

/** By queries that are prepared. */
export function atlasPrepared(db: Database): Atlas {
  const countriesOf = prepare((continent: string) => countries(db, continent))
  const citiesLike = prepare((pattern: string) => named(db, pattern))
  const populations = prepare(() => population(db))
  return {
    countriesOf: continent => countriesOf.all(continent),
    citiesNamed: prefix => citiesLike.all(`${prefix}%`),
    populationByContinent: () => populations.rows()
  }
}

function countries(db: Database, continent: string) {
  return Country.using(db)
    .where('continent', continent)
    .orderBy('code')
    .with({ cities: true, languages: true })
}

function named(db: Database, pattern: string) {
  return City.using(db)
    .where('name', 'like', pattern)
    .orderBy('population', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
}

function population(db: Database) {
  return Country.using(db)
    .query()
    .join(City, 'countries.code', 'cities.countryCode')
    .select({
      continent: 'countries.continent',
      cities: count(),
      population: sum('cities.population')
    })
    .groupBy('countries.continent')
    .orderBy('countries.continent')
}
