import { sql } from '@mikro-orm/core'
import type { SqlEntityManager } from '@mikro-orm/knex'
import type { Session } from '../../peer.js'
import { cities, countries } from './entities.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** Countries and cities, each reading with an entity manager of its own. */
export function atlasByMikroOrm(direct: SqlEntityManager): Atlas {
  return {
    countriesOf: continent =>
      direct
        .fork()
        .find(
          countries,
          { continent },
          { orderBy: { code: 'asc' }, populate: ['cities', 'languages'] }
        ),
    citiesNamed: prefix =>
      direct
        .fork()
        .find(
          cities,
          { name: { $like: `${prefix}%` } },
          { orderBy: { population: 'desc', id: 'desc' }, limit: 20 }
        ),
    populationByContinent: () =>
      direct
        .createQueryBuilder(countries, 'c')
        .select([
          'c.continent',
          sql`count(*)`.as('cities'),
          sql`sum(${sql.ref('t', 'population')})`.as('population')
        ])
        .join('c.cities', 't')
        .groupBy('c.continent')
        .orderBy({ continent: 'asc' })
        .execute()
  }
}
