import { avg, count, max, sum } from 'versa-orm'
import { City, Country } from './models'

show(await City.query().sum('population'), 'People in large cities')

// One statement: a join, groups, and what they add up to.
export default City.query()
  .join(Country, 'cities.countryCode', 'countries.code')
  .groupBy('countries.code', 'countries.name')
  .having(count('cities.id'), '>=', 20)
  .select({
    country: 'countries.name',
    cities: count('cities.id'),
    people: sum('cities.population'),
    average: avg('cities.population'),
    largest: max('cities.population')
  })
  .orderBy('people', 'desc')
  .limit(15)
  .rows()
