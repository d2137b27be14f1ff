import { Country } from './models'

// Countries with many large cities, how many they are, and the three largest. Two statements.
export default Country.whereHas('cities', q => q.where('population', '>=', 1_000_000), '>=', 10)
  .withCount('cities', { as: 'large', where: q => q.where('population', '>=', 1_000_000) })
  .with({ cities: q => q.orderBy('population', 'desc').orderBy('id').limit(3) })
  .orderBy('large', 'desc')
  .orderBy('code')
