import type { DatabaseName, Session } from '../../peer.js'
import type { PrismaClient } from './client.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** How relations are loaded where Prisma can join. */
interface Loading {
  readonly relationLoadStrategy?: 'join' | 'query'
}

/** A country with all that belongs to it; languages through the table between. */
const whole = { cities: true, languages: { select: { language: true } } }

/** Countries and cities. */
export function atlasByPrisma(db: PrismaClient, database: DatabaseName, many: Loading): Atlas {
  return {
    async countriesOf(continent) {
      const countries = await db.country.findMany({
        where: { continent },
        orderBy: { code: 'asc' },
        include: whole,
        ...many
      })
      return countries.map(country => ({
        ...country,
        languages: country.languages.map(({ language }) => language)
      }))
    },
    citiesNamed: prefix =>
      db.city.findMany({
        where: { name: { startsWith: prefix } },
        orderBy: [{ population: 'desc' }, { id: 'desc' }],
        take: 20
      }),
    populationByContinent: () => populationOf(db, database)
  }
}

/** Its `groupBy` knows no joins: its documentation gives SQL for that. */
function populationOf(db: PrismaClient, database: DatabaseName) {
  return database === 'MariaDB'
    ? db.$queryRaw`
        select c.continent, count(*) as cities, sum(t.population) as population
        from countries c
        join cities t on t.countryCode = c.code
        group by c.continent order by c.continent`
    : db.$queryRaw`
        select c.continent, count(*) as cities, sum(t.population) as population
        from countries c
        join cities t on t."countryCode" = c.code
        group by c.continent order by c.continent`
}
