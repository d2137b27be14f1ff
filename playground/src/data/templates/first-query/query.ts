import { Country } from './models'

// Type a dot behind `Country` and see what there is. Nothing runs before the rows are asked for.
const large = Country.where('areaKm2', '>', 1_000_000)

show(await large.count(), 'How many are large')

export default large.where('region', 'Africa').orderBy('areaKm2', 'desc').select('name', 'areaKm2')
