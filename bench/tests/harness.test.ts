import { describe, expect, test } from 'vitest'
import type { Notes } from '../src/databases/notes.js'
import { type Contender, measure } from '../src/measure.js'
import type { Peer, Session } from '../src/peer.js'
import { isSameData } from '../src/same-data.js'
import { median, quantile, ratioOf } from '../src/statistics.js'
import type { Workload } from '../src/workloads/workload.js'

const notes: Notes = {
  restore: async () => {},
  removeAdded: async () => {},
  content: async () => [],
  close: async () => {}
}

function contender(name: string, kind: Peer['kind'], customer: Session['customer']): Contender {
  const session: Session = {
    close() {},
    ...(customer === undefined ? {} : { customer })
  }
  const open = async () => session
  return { notes, session, peer: { name, kind, package: 'none', databases: ['SQLite'], open } }
}

const pointRead: Workload = {
  name: 'point read',
  needs: 'customer',
  compare: 'result',
  run: (session, round) => session.customer?.(round)
}

const effort = { rounds: 5, roundMs: 1 }

/** Spends time that can be measured. */
function spend(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

describe('statistics', () => {
  test('medians and quantiles do not depend on the order', () => {
    expect(median([5, 1, 3])).toBe(3)
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(2)
    expect(median([])).toBeNaN()
  })

  test('a ratio is the median of the rounds, not the ratio of the medians', () => {
    const { ratio, spread } = ratioOf([1, 2, 4], [2, 8, 4])
    expect(ratio).toBe(2)
    expect(spread).toEqual([1, 4])
  })
})

describe('the same data', () => {
  test('is seen through what drivers make of booleans, dates and sums', () => {
    expect(isSameData({ a: true, b: null }, { b: null, a: 1 })).toBe(true)
    expect(isSameData({ sum: '12.50' }, { sum: 12.5 })).toBe(true)
    expect(isSameData({ at: new Date(0) }, { at: '1970-01-01 00:00:00.000' })).toBe(true)
    expect(isSameData({ children: [{ a: 1 }, { a: 2 }] }, { children: [{ a: 2 }, { a: 1 }] })).toBe(
      true
    )
  })

  test('is not what differs', () => {
    expect(isSameData({ a: 1 }, { a: 2 })).toBe(false)
    expect(isSameData({ a: 1 }, { a: 1, b: null })).toBe(false)
    expect(isSameData([{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 1 }])).toBe(false)
    expect(isSameData({ at: new Date(0) }, { at: new Date(1_000) })).toBe(false)
    expect(isSameData({ children: [{ a: 1 }] }, { children: [] })).toBe(false)
  })
})

describe('measuring', () => {
  test('refuses a contender that returns other data, and goes on with the others', async () => {
    const { results, failures } = await measure(
      'SQLite',
      pointRead,
      [
        contender('raw', 'driver', id => ({ id })),
        contender('wrong', 'orm', id => ({ id: id + 1 })),
        contender('right', 'orm', async id => ({ id }))
      ],
      effort
    )
    expect(results.map(result => result.contender)).toEqual(['raw', 'right'])
    expect(failures).toEqual([
      expect.objectContaining({ contender: 'wrong', message: 'returns other data than raw' })
    ])
  })

  test('names a contender that fails, be it late', async () => {
    let calls = 0
    const { results, failures } = await measure(
      'SQLite',
      pointRead,
      [
        contender('raw', 'driver', id => ({ id })),
        contender('late', 'orm', id => {
          if (calls++ > 60) throw new Error('worn out')
          return { id }
        })
      ],
      effort
    )
    expect(results.map(result => result.contender)).toEqual(['raw'])
    expect(failures).toMatchObject([{ contender: 'late', message: 'worn out' }])
  })

  test('compares with the fastest raw driver and the fastest other library', async () => {
    // Far apart: other work on the machine must not bring them together.
    const { results } = await measure(
      'SQLite',
      pointRead,
      [
        contender('slow driver', 'driver', id => {
          spend(2)
          return { id }
        }),
        contender('fast driver', 'driver', id => {
          spend(0.1)
          return { id }
        }),
        contender('library', 'orm', id => {
          spend(4)
          return { id }
        }),
        contender('none', 'orm', undefined)
      ],
      effort
    )
    const of = (name: string) => results.find(result => result.contender === name)
    expect(results).toHaveLength(3)
    expect(of('fast driver')).toMatchObject({ ratio_raw: 1 })
    expect(of('library')).toMatchObject({ ratio_best_orm: 1 })
    expect(of('slow driver')?.ratio_raw).toBeLessThan(0.8)
    expect(of('fast driver')?.ratio_best_orm).toBeGreaterThan(2)
  })

  test('awaits what is a promise only by its then', async () => {
    let open = 0
    let most = 0
    const { failures } = await measure(
      'SQLite',
      pointRead,
      [
        contender('raw', 'driver', id => ({ id })),
        contender('thenable', 'orm', id => {
          most = Math.max(most, ++open)
          const work = new Promise<object>(resolve => {
            setImmediate(() => {
              open--
              resolve({ id })
            })
          })
          // biome-ignore lint/suspicious/noThenProperty: a library's promise is what this is about
          return { then: work.then.bind(work) } as never
        })
      ],
      effort
    )
    expect(failures).toEqual([])
    expect(most).toBe(1)
  })
})
