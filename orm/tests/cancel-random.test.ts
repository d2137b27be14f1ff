import { getEventListeners } from 'node:events'
import { type Database, Model, t, VersaError } from 'versa-orm'
import { beforeAll, expect, test } from 'vitest'
import { describeEachDatabase } from './support/databases.js'

class Entry extends Model.table('entries', {
  id: t.id(),
  label: t.text({ length: 80 }).unique()
}) {}

const rounds = 1_000
const width = 20

/** Numbers that are the same each time. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

describeEachDatabase('a thousand aborts', (open, { traits }) => {
  let db: Database

  beforeAll(async () => {
    db = await open({ maxConnections: 4 })
    await db.schema.create([Entry])
  })

  test('leave no half write, and a pool that works', { timeout: 120_000 }, async () => {
    const random = randomOf(7)
    const written = new Set<string>()
    const unknown: unknown[] = []
    const shared = new AbortController()

    const calls: readonly ((label: string, signal: AbortSignal) => Promise<unknown>)[] = [
      (label, signal) => Entry.create({ label }, { signal }),
      async (label, signal) => {
        const list = Array.from({ length: 50 }, (_, at) => ({ label: `${label}-${at}` }))
        await Entry.createMany(list, { signal })
      },
      (label, signal) => db.transaction(() => Entry.create({ label }), { signal }),
      (_, signal) => Entry.where('label', 'like', '%9').options({ signal }).all(),
      async (_, signal) => {
        for await (const _ of Entry.options({ signal }).stream());
      },
      (_, signal) =>
        Entry.query()
          .options({ signal: shared.signal })
          .count()
          .then(() => signal)
    ]

    async function once(round: number): Promise<void> {
      const controller = new AbortController()
      const call = calls[Math.floor(random() * calls.length)]
      const label = `r${round}`
      const pause = random() * 6
      const timer = setTimeout(() => controller.abort(), pause)
      try {
        await call?.(label, controller.signal)
        written.add(label)
      } catch (error) {
        if (!(error instanceof VersaError) || error.code !== 'CANCELLED') unknown.push(error)
      }
      clearTimeout(timer)
      if (getEventListeners(controller.signal, 'abort').length > 0) unknown.push('a listener')
    }

    for (let round = 0; round < rounds; round += width) {
      await Promise.all(Array.from({ length: width }, (_, at) => once(round + at)))
      // Who has no signal is never stopped.
      expect(await Entry.where('label', 'nobody').count()).toBe(0)
    }
    expect(unknown).toEqual([])
    expect(getEventListeners(shared.signal, 'abort')).toEqual([])

    const labels = (await Entry.query().pluck('label')).map(label => label.split('-')[0] ?? '')
    const counts = new Map<string, number>()
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
    // What was acknowledged is there, what was cancelled is not, and nothing is there in part.
    for (const [label, count] of counts) {
      expect([1, 50]).toContain(count)
      expect(written, label).toContain(label)
    }
    await Promise.all(Array.from({ length: 50 }, () => Entry.count()))
    if (traits.server) await db.transaction(() => Entry.create({ label: 'last' }))
  })
})
