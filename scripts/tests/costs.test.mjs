import { expect, test } from 'vitest'
import { compareCosts } from '../costs/compare.mjs'
import { costsOutcome } from '../test/costs.mjs'

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

test('each scenario is a test, the gone and the new too', () => {
  const recorded = record({ same: [1_000, 1], grown: [1_000, 1], gone: [1, 1] })
  const counted = record({ same: [1_000, 1], grown: [2_000, 1], fresh: [1, 1] })
  expect(costsOutcome(recorded, counted)).toMatchObject({ passed: 1, failed: 3, skipped: 0 })
})

test('counts of other tools are left out', () => {
  const counted = { ...record({ read: [2_000, 1] }), tools: 'others' }
  expect(costsOutcome(record({ read: [1_000, 1] }), counted)).toMatchObject({
    failed: 0,
    skipped: 1
  })
})
