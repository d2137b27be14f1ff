import { expect, test } from 'vitest'
import { judgeTypes, slopesOf } from '../types-cost/judge.mjs'

const counted = {
  tools: 'a compiler',
  projects: { 10: 1_000, 100: 10_000 },
  compared: 40_000,
  expressions: { find: { first: 200, again: 0 } }
}
const kysely = { tools: '', project: '', instantiations: 100_000 }
const recorded = {
  tools: 'a compiler',
  costs: {
    '10 models': { instantiations: 1_000 },
    '100 models': { instantiations: 10_000 },
    '500 models': { instantiations: 50_000 },
    '200 models beside Kysely': { instantiations: 40_000 },
    find: { first: 200, again: 0 }
  },
  kysely
}

test('what is as it was recorded passes, and the largest project may be left out', () => {
  expect(judgeTypes(recorded, counted, kysely)).toEqual({
    passed: 7,
    failed: 0,
    skipped: 0,
    output: ''
  })
})

test('growth beyond linear fails', () => {
  expect(slopesOf({ 10: 100, 100: 10_000 })[0]?.slope).toBeCloseTo(2)
  const grown = { ...counted, projects: { 10: 1_000, 100: 12_000 } }
  const { failed, output } = judgeTypes(recorded, grown, kysely)
  expect(failed).toBe(2)
  expect(output).toMatch(/from 10 to 100 models .* the power 1\.079/)
  expect(output).toMatch(/100 models, instantiations grew: 10000 before, 12000 now \(\+20\.0 %\)/)
})

test('more than half of what Kysely takes fails', () => {
  const { failed, output } = judgeTypes(recorded, counted, { ...kysely, instantiations: 79_999 })
  expect(failed).toBe(1)
  expect(output).toMatch(/0\.50 of Kysely/)
})

test('an expression beyond the budget fails, and one that grew', () => {
  const dear = { ...counted, expressions: { find: { first: 900, again: 0 } } }
  const { failed, output } = judgeTypes(recorded, dear, kysely)
  expect(failed).toBe(2)
  expect(output).toMatch(/^find takes 900 instantiations/m)
  expect(output).toMatch(/^find, first grew/m)
})

test('a few more are no change', () => {
  const near = { ...counted, expressions: { find: { first: 209, again: 9 } } }
  expect(judgeTypes(recorded, near, kysely).failed).toBe(0)
})

test('new and missing expressions fail until they are recorded', () => {
  const other = { ...counted, expressions: { first: { first: 200, again: 0 } } }
  const { failed, output } = judgeTypes(recorded, other, kysely)
  expect(failed).toBe(2)
  expect(output).toMatch(/find: gone; record that with npm run types-cost -- --record/)
  expect(output).toMatch(/first: new/)
})

test('counts of another compiler are not compared, but judged', () => {
  const other = { ...counted, tools: 'another', projects: { 10: 1_000, 100: 20_000 } }
  const { failed, skipped } = judgeTypes(recorded, other, kysely)
  expect(failed).toBe(1)
  expect(skipped).toBe(4)
})
