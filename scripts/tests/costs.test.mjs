import { expect, test } from 'vitest'
import { compareCosts } from '../costs/compare.mjs'

/** @param {Record<string, [number, number]>} costs */
const record = costs => ({
  tools: 'the same',
  costs: Object.fromEntries(
    Object.entries(costs).map(([name, [instructions, allocations]]) => [
      name,
      { instructions, allocations }
    ])
  )
})

test('the same costs, and small changes, are no change', () => {
  expect(compareCosts(record({ read: [1_000, 4] }), record({ read: [1_049, 4] }))).toEqual([])
  expect(compareCosts(record({ read: [1_000, 4] }), record({ read: [951, 4.4] }))).toEqual([])
})

test('growth is named with its figures', () => {
  expect(compareCosts(record({ read: [1_000, 4] }), record({ read: [1_100, 6] }))).toEqual([
    'read, instructions grew: 1000 before, 1100 now (+10.0 %)',
    'read, allocations grew: 4 before, 6 now (+50.0 %)'
  ])
})

test('what fell is to be kept', () => {
  expect(compareCosts(record({ read: [1_000, 4] }), record({ read: [500, 4] }))[0]).toMatch(
    /fell: 1000 before, 500 now \(-50.0 %\).*--record/
  )
})

test('new and missing scenarios are named', () => {
  const changes = compareCosts(record({ gone: [1, 1] }), record({ fresh: [1, 1] }))
  expect(changes).toEqual([
    expect.stringMatching(/^fresh: new/),
    expect.stringMatching(/^gone: gone/)
  ])
})

test('from nothing to something is growth', () => {
  expect(compareCosts(record({ read: [10, 0] }), record({ read: [10, 2] }))).toHaveLength(1)
})
