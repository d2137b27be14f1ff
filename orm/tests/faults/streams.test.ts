import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, Model, sql, t } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from '../support/databases.js'
import { collectGarbage } from './support/memory.js'

const text = 'x'.repeat(1_000)

class Page extends Model.table('pages', { id: t.id(), text: t.text() }) {}

const streams = 10_000
const atOnce = 8
/** What a process may grow by, whatever it did: freed memory that is not given back. */
const allowance = 24 * 1024 * 1024

describeEachDatabase('streams that are broken off', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: atOnce })
    await db.schema.create([Page])
    await Page.createMany(Array.from({ length: 500 }, () => ({ text })))
  })

  /** Reads the first row of as many streams. */
  async function breakOff(count: number): Promise<void> {
    let left = count
    const one = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        for await (const page of Page.query().stream()) {
          if (page.text.length !== text.length) throw new Error('a row is not what was written')
          break
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, one))
  }

  /** How many connections of this database the server has; what it has in all for a file. */
  async function connections(): Promise<number> {
    const count =
      traits.product === 'PostgreSQL'
        ? sql`select count(*) as n from pg_stat_activity where datname = current_database()`
        : sql`select count(*) as n from information_schema.processlist where db = database()`
    if (!traits.server) return 1
    return Number((await db.sql`${count}`.first())?.['n'])
  }

  test('leave memory and connections as they were', async () => {
    await breakOff(streams / 4)
    const before = await collectGarbage()
    await breakOff((streams / 4) * 3)
    const after = await collectGarbage()
    expect(after.heapUsed).toBeLessThan(before.heapUsed + allowance / 4)
    expect(after.rss).toBeLessThan(before.rss + allowance)
    // The last ones may still be ending.
    for (let wait = 0; wait < 50 && (await connections()) > atOnce + 1; wait += 1) await sleep(20)
    expect(await connections()).toBeLessThanOrEqual(atOnce + 1)
    expect(await Page.query().count()).toBe(500)
  }, 300_000)
})
