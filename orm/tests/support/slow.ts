import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, Model, sql, t } from 'versa-orm'
import { expect } from 'vitest'
import type { Traits } from './databases.js'

export class Digit extends Model.table('digits', { n: t.int().primary() }) {}

/** Makes the rows that slow queries count. */
export async function createDigits(db: Database): Promise<void> {
  await db.schema.create([Digit])
  await Digit.using(db).createMany(Array.from({ length: 100 }, (_, n) => ({ n })))
}

/** A query that no database answers within minutes. */
export const endless = () =>
  Digit.query()
    .crossJoin(Digit.as('b'))
    .crossJoin(Digit.as('c'))
    .crossJoin(Digit.as('d'))
    .crossJoin(Digit.as('e'))
    .where(sql`digits.n + b.n + c.n + d.n + e.n < ${0}`)

/** The same for conditions and values of other statements: there is no such row. */
export const endlessly = sql`(select count(*) from digits a, digits b, digits c, digits d, digits e
  where a.n + b.n + c.n + d.n + e.n < ${0}) = ${0}`

/** How many statements of other connections the server runs in this database. */
export async function running(observer: Database): Promise<number> {
  const counted =
    observer.product === 'PostgreSQL'
      ? observer.sql`select count(*) as n from pg_stat_activity where state = 'active'
          and datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend'`
      : observer.sql`select count(*) as n from information_schema.processlist
          where db = database() and id <> connection_id() and command <> 'Sleep'`
  return Number((await counted.first())?.['n'])
}

/** Waits until the server runs so many statements. */
export async function untilRunning(
  observer: Database,
  { server }: Pick<Traits, 'server'>,
  count: number
): Promise<void> {
  if (!server) return sleep(40)
  const begun = performance.now()
  while ((await running(observer)) !== count) {
    expect(performance.now() - begun, `${count} statements run`).toBeLessThan(5_000)
    await sleep(5)
  }
}

/** How long something took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
