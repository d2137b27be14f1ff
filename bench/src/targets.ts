import type { Result } from './result.js'

/** How fast a contender has to be in a workload; see the documentation's page on performance. */
export interface Target {
  readonly database: string
  readonly workload: string
  readonly contender: string
  /** At least so many times as fast as the fastest raw driver, or as the one that is named. */
  readonly raw?: number
  readonly driver?: string
  /** At least so many times as fast as the fastest other ORM. */
  readonly orm?: number
}

const plain = 'versa-orm'
const prepared = 'versa-orm, prepared'
const alone = 'versa-orm, rows'

/** What the project aims at. */
export const targets: readonly Target[] = [
  { database: 'SQLite', workload: 'point read', contender: plain, raw: 1, orm: 1 },
  { database: 'SQLite', workload: 'point read', contender: prepared, raw: 1.3, orm: 1.5 },
  { database: 'SQLite', workload: 'insert one', contender: plain, raw: 1, orm: 1 },
  { database: 'SQLite', workload: 'update one', contender: plain, raw: 1.1, orm: 1 },
  { database: 'SQLite', workload: '100 rows', contender: plain, raw: 4, orm: 1 },
  { database: 'SQLite', workload: '10,000 rows', contender: plain, raw: 4, orm: 1 },
  { database: 'SQLite', workload: '100,000 rows', contender: plain, raw: 4, orm: 1 },
  { database: 'SQLite', workload: 'insert 1,000 in one call', contender: plain, raw: 1.5, orm: 1 },
  { database: 'PostgreSQL', workload: 'point read', contender: plain, raw: 1, orm: 1 },
  { database: 'PostgreSQL', workload: 'point read, 32 in flight', contender: alone, raw: 1.3 },
  {
    database: 'PostgreSQL',
    workload: 'point read, 32 in flight',
    contender: plain,
    raw: 3.5,
    orm: 1
  },
  { database: 'PostgreSQL', workload: '10,000 rows', contender: plain, raw: 2, orm: 1 },
  {
    database: 'PostgreSQL',
    workload: 'insert 1,000 in one call',
    contender: plain,
    raw: 1.25,
    orm: 1
  },
  { database: 'MariaDB', workload: 'point read', contender: plain, raw: 1.1, orm: 1 },
  { database: 'MariaDB', workload: '10,000 rows', contender: plain, raw: 1.5, orm: 1 },
  {
    database: 'PostgreSQL',
    workload: 'HTTP shop service',
    contender: plain,
    raw: 1,
    driver: 'pg',
    orm: 1
  },
  { database: 'SQLite', workload: 'memory of 100,000 rows', contender: plain, raw: 1 },
  { database: 'PostgreSQL', workload: 'memory of 100,000 rows', contender: plain, raw: 1 },
  ...['eager load, 1 level', 'eager load, 2 levels', 'eager load, 3 levels'].flatMap(workload => [
    { database: 'SQLite', workload, contender: plain, raw: 1.8, orm: 2 },
    { database: 'PostgreSQL', workload, contender: plain, raw: 1.4, orm: 2 }
  ])
]

/** A target beside what was measured. */
export interface Judgement {
  readonly what: string
  readonly wanted: number
  readonly measured: number
  readonly met: boolean
}

/** What became of the targets whose workloads were measured, and of being ahead of every ORM. */
export function judge(results: readonly Result[]): Judgement[] {
  const judgements: Judgement[] = []
  const add = (what: string, wanted: number | undefined, measured: number | null): void => {
    if (wanted === undefined || measured === null) return
    judgements.push({ what, wanted, measured, met: measured >= wanted })
  }
  const seen = new Set<string>()
  for (const { database, workload, contender, raw, driver, orm } of targets) {
    const of = (name: string) =>
      results.find(
        other =>
          other.database === database && other.workload === workload && other.contender === name
      )
    const result = of(contender)
    if (result === undefined) continue
    const what = `${database}, ${workload}: ${contender}`
    // A driver's own ratio is to the fastest one.
    const slower = driver === undefined ? 1 : (of(driver)?.ratio_raw ?? 1)
    const toRaw = result.ratio_raw === null ? null : result.ratio_raw / slower
    add(`${what} × ${driver ?? 'raw driver'}`, raw, toRaw)
    add(`${what} × best ORM`, orm, result.ratio_best_orm)
    if (orm !== undefined) seen.add(`${database}/${workload}`)
  }
  for (const result of results) {
    if (result.contender !== plain || seen.has(`${result.database}/${result.workload}`)) continue
    add(`${result.database}, ${result.workload}: ${plain} × best ORM`, 1, result.ratio_best_orm)
  }
  return judgements
}
