import { type AnyModel, connect, type Database, sql } from 'versa-orm'
import type { Choice } from '../database-suite.js'
import { makePlace } from '../databases/place.js'
import { joined, makeModels, modelCount, withRelations } from './many-models.js'
import { Numbered } from './numbered.js'
import { type Point, slopeOf } from './slope.js'

/** How the time of something grows with its size. */
export interface Growth {
  readonly what: string
  readonly points: readonly Point[]
  readonly slope: number
}

const rounds = 5
/** SQLite joins 64 tables at most, the query's own among them. */
const joinsMax = 63

/** How VersaORM's costs grow: with the rows of a result, and with the models of a program. */
export async function runGrowth({ quick, progress }: Choice): Promise<Growth[]> {
  const place = await makePlace('SQLite')
  const db = await connect(place.target.url)
  try {
    const rowsMax = quick ? 100_000 : 1_000_000
    progress('growth: rows')
    await fillNumbered(db, rowsMax)
    const { hub, spokes } = makeModels()
    await db.schema.create([hub, ...spokes])
    await db.sql`insert into hub (name) values (${'center'})`.execute()
    for (let at = 0; at < modelCount; at++) {
      const table = sql.id(`spoke${at}`)
      await db.sql`insert into ${table} ("hubId", label) values (1, ${'a'}), (1, ${'b'})`.execute()
    }
    // Two rows of each spoke would make 2^n rows of a join.
    for (let at = 0; at < modelCount; at++) {
      await db.sql`delete from ${sql.id(`spoke${at}`)} where label = ${'b'}`.execute()
    }
    const numbers = Numbered.using(db)
    const growths: Growth[] = []
    const add = async (
      what: string,
      sizes: readonly number[],
      run: (size: number) => unknown
    ): Promise<void> => {
      progress(`growth: ${what}`)
      const points: Point[] = []
      for (const size of sizes) points.push({ size, time: await fastest(() => run(size)) })
      growths.push({ what, points, slope: slopeOf(points) })
    }
    await add('rows read', powers(10, 10, rowsMax), size => numbers.where('id', '<=', size).all())
    const doubled = powers(1, 2, modelCount)
    await add('models defined, and a query of each', doubled, async count => {
      const fresh = makeModels().spokes.slice(0, count)
      for (const model of fresh) await queryOf(model, db)
    })
    const joins = doubled.map(count => Math.min(count, joinsMax))
    await add('tables joined, query built and compiled', joins, count => joined(db, count).toSQL())
    await add('relations loaded', doubled, count => withRelations(db, count).all())
    return growths
  } finally {
    await db.close()
    await place.remove()
  }
}

async function fillNumbered(db: Database, count: number): Promise<void> {
  await db.schema.create([Numbered])
  await db.sql`insert into numbered (name, score, at)
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
    select 'row ' || n, n / 8.0, '2026-01-31 12:00:00.000' from numbers`.execute()
}

function queryOf(model: AnyModel, db: Database): Promise<unknown> {
  // Any model has an id; which one it is, the compiler need not know.
  return (model as typeof Numbered).using(db).find(1)
}

function powers(first: number, factor: number, last: number): number[] {
  const all: number[] = []
  for (let size = first; size <= last; size *= factor) all.push(size)
  return all
}

/** The shortest of some rounds, in milliseconds: what is measured can only be disturbed. */
async function fastest(run: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    await run()
    best = Math.min(best, performance.now() - begin)
  }
  return best
}
