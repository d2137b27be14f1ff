import { sql } from 'versa-orm'
import { City } from './models'

// What stands in braces is bound, never pasted into the text: see the SQL.
const least = 5_000_000
const rows = await db.sql`
  select name, population from cities where population > ${least} order by population desc
`.rows()
show(rows, 'SQL of my own')

// A fragment can be a part of a query.
export default City.where(sql`abs(latitude) < ${1}`)
  .select('name', { distance: sql`round(abs(latitude) * 111, 1)` })
  .orderBy('population', 'desc')
  .rows()
