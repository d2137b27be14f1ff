import { type DataSource, Like } from 'typeorm'
import type { Session } from '../../peer.js'
import { cities, countries } from './entities.js'

type Atlas = Pick<Session, 'countriesOf' | 'citiesNamed' | 'populationByContinent'>

/** Countries and cities by repositories. */
export function atlasByTypeorm(source: DataSource): Atlas {
  const countriesHere = source.getRepository(countries)
  const citiesHere = source.getRepository(cities)
  return {
    // By joins, as the customers: queries of their own take a hundred times as long.
    countriesOf: continent =>
      countriesHere.find({
        where: { continent },
        order: { code: 'ASC' },
        relations: { cities: true, languages: true }
      }),
    citiesNamed: prefix =>
      citiesHere.find({
        where: { name: Like(`${prefix}%`) },
        order: { population: 'DESC', id: 'DESC' },
        take: 20
      }),
    populationByContinent: () =>
      countriesHere
        .createQueryBuilder('c')
        .innerJoin('c.cities', 't')
        .select('c.continent', 'continent')
        .addSelect('count(*)', 'cities')
        .addSelect('sum(t.population)', 'population')
        .groupBy('c.continent')
        .orderBy('c.continent', 'ASC')
        .getRawMany<object>()
  }
}
