import { asc, count, desc, eq, like, sql, sum } from 'drizzle-orm'
import type { Row, Session } from '../../peer.js'
import type { Opened, Prepared } from '../drizzle.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>
type Source = Pick<Opened, 'db' | 'schema' | 'database'>

/** Countries and cities, each query built anew. */
export function atlas({ db, schema, database }: Source): Atlas {
  const { countries } = schema
  return {
    // On MariaDB it cannot be: a language is a relation to one row, as a product is.
    ...(database === 'MariaDB'
      ? {}
      : {
          countriesOf: async (continent: string) =>
            (
              await db.query.countries.findMany({
                where: eq(countries.continent, continent),
                orderBy: asc(countries.code),
                with: whole
              })
            ).map(countryOf)
        }),
    citiesNamed: async prefix => await named({ db, schema }, `${prefix}%`),
    populationByContinent: async () => await population({ db, schema })
  }
}

/** The same queries, prepared once. */
export function atlasPrepared(
  { db, schema, database }: Source,
  run: <R>(query: Prepared<R>, values: Record<string, unknown>) => R | Promise<R>
): Atlas {
  const { countries } = schema
  const inContinent = db.query.countries
    .findMany({
      where: eq(countries.continent, sql.placeholder('continent')),
      orderBy: asc(countries.code),
      with: whole
    })
    .prepare('countries')
  const citiesLike = named({ db, schema }, sql.placeholder('pattern')).prepare('cities')
  const populations = population({ db, schema }).prepare('population')
  return {
    // As above.
    ...(database === 'MariaDB'
      ? {}
      : {
          countriesOf: async (continent: string) =>
            (await run(inContinent, { continent })).map(countryOf)
        }),
    citiesNamed: prefix => run(citiesLike, { pattern: `${prefix}%` }),
    populationByContinent: () => run(populations, {})
  }
}

/** A country with all that belongs to it; languages through the table between. */
const whole = { cities: true, languages: { columns: {}, with: { language: true } } } as const

/** A country without the rows between it and its languages. */
function countryOf<C extends { languages: readonly { readonly language: Row }[] }>(country: C) {
  return { ...country, languages: country.languages.map(({ language }) => language) }
}

function named(
  { db, schema: { cities } }: Pick<Opened, 'db' | 'schema'>,
  pattern: Parameters<typeof like>[1]
) {
  return db
    .select()
    .from(cities)
    .where(like(cities.name, pattern))
    .orderBy(desc(cities.population), desc(cities.id))
    .limit(20)
}

function population({ db, schema: { cities, countries } }: Pick<Opened, 'db' | 'schema'>) {
  return db
    .select({
      continent: countries.continent,
      cities: count(),
      population: sum(cities.population)
    })
    .from(countries)
    .innerJoin(cities, eq(cities.countryCode, countries.code))
    .groupBy(countries.continent)
    .orderBy(asc(countries.continent))
}
