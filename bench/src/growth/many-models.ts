import { type AnyModel, belongsTo, type Database, hasMany, Model, type Query, t } from 'versa-orm'

/** How many models there are: what joins and relations go up to. */
export const modelCount = 64

class Hub extends Model.table('hub', { id: t.id(), name: t.text() }) {}

/** Models whose rows refer to those of one, which has a relation to each of them. */
export function makeModels(): { readonly hub: typeof Hub; readonly spokes: readonly AnyModel[] } {
  class Center extends Hub {}
  const spokes = Array.from({ length: modelCount }, (_, at) => {
    class Spoke extends Model.table(`spoke${at}`, {
      id: t.id(),
      hubId: t.int().references('hub'),
      label: t.text()
    }) {
      static hub = belongsTo(() => Center, 'hubId')
    }
    Object.assign(Center, { [`spoke${at}`]: hasMany(() => Spoke, 'hubId') })
    return Spoke
  })
  return { hub: Center, spokes }
}

/** A query that joins so many of the spokes to the hub. */
export function joined(db: Database, count: number): Query<typeof Hub> {
  const { hub, spokes } = makeModels()
  let query = hub.using(db).query() as unknown as Joinable
  for (const [at, spoke] of spokes.slice(0, count).entries()) {
    query = query.join(spoke, 'hub.id', `spoke${at}.hubId`)
  }
  return query.select('hub.name') as unknown as Query<typeof Hub>
}

/** A query as it is when its models are not known beforehand. */
interface Joinable {
  join(model: AnyModel, left: string, right: string): Joinable
  select(...columns: string[]): Joinable
}

/** A query that loads so many of the hub's relations. */
export function withRelations(db: Database, count: number): Query<typeof Hub> {
  const { hub } = makeModels()
  const names = Array.from({ length: count }, (_, at) => [`spoke${at}`, true])
  const query = hub.using(db).query() as unknown as { with(relations: object): unknown }
  return query.with(Object.fromEntries(names)) as Query<typeof Hub>
}
