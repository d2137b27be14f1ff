import { expect, test } from 'vitest'
import { cargoOutcome } from '../test/cargo.mjs'
import { failingTests } from '../test/failures.mjs'
import { playwrightOutcome } from '../test/playwright.mjs'
import { vitestOutcome } from '../test/vitest.mjs'

const result = 'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; 0 s\n'
const failing = 'test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n'

test('the results of all test programs of cargo are added up', () => {
  expect(cargoOutcome(0, `running 4 tests\n${result}   Doc-tests versa\n${result}`)).toEqual({
    passed: 6,
    failed: 0,
    skipped: 2,
    output: ''
  })
})

test('a failing test of cargo is counted once and explained without what went well', () => {
  const build = '   Compiling a v1\ntest a ... ok\ntest b ... FAILED\nassertion\n'
  const output = `${build}${result}${failing}`
  expect(cargoOutcome(101, output)).toEqual({
    passed: 5,
    failed: 1,
    skipped: 1,
    output: `test b ... FAILED\nassertion\n${result}${failing}`
  })
})

test('a cargo run that does not compile or crashes is a failure', () => {
  expect(cargoOutcome(101, `${result}error: could not compile`)).toMatchObject({
    passed: 3,
    failed: 1
  })
})

const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }

test('what Vitest reports is taken over', () => {
  expect(vitestOutcome(0, 'text', report)).toEqual({
    passed: 5,
    failed: 0,
    skipped: 2,
    output: ''
  })
  expect(vitestOutcome(1, 'text', { ...report, numFailedTests: 2 })).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    output: 'text'
  })
})

test('a Vitest run that fails without a failing test, or reports nothing, is a failure', () => {
  expect(vitestOutcome(1, 'unhandled', report)).toMatchObject({ passed: 5, failed: 1 })
  expect(vitestOutcome(1, 'no tests', undefined)).toMatchObject({ passed: 0, failed: 1 })
})

const stats = { expected: 5, unexpected: 0, flaky: 0, skipped: 2 }

test('what Playwright reports is taken over', () => {
  expect(playwrightOutcome(0, 'text', { stats })).toEqual({
    passed: 5,
    failed: 0,
    skipped: 2,
    output: ''
  })
  expect(playwrightOutcome(1, 'text', { stats: { ...stats, unexpected: 2 } })).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    output: 'text'
  })
})

test('a test of Playwright that passed at the second attempt has failed', () => {
  const outcome = playwrightOutcome(0, 'text', { stats: { ...stats, flaky: 1 } })
  expect(outcome).toMatchObject({ passed: 5, failed: 1, output: 'text' })
})

test('a Playwright run that fails without a failing test, or runs none, is a failure', () => {
  expect(playwrightOutcome(1, 'no server', { stats })).toMatchObject({ passed: 5, failed: 1 })
  expect(playwrightOutcome(1, 'no report', undefined)).toMatchObject({ passed: 0, failed: 1 })
  const none = { ...stats, expected: 0 }
  expect(playwrightOutcome(0, 'no tests', { stats: none })).toMatchObject({ passed: 0, failed: 1 })
})

test('what failed is named once, whoever ran it', () => {
  const output = [
    'test a::works ... ok',
    'test a::b ... FAILED',
    '     × says no 12ms',
    ' FAIL  page.test.ts > a page > says no',
    ' FAIL  page.test.ts > a page > says no',
    '  1) e2e/page.spec.ts:3:1 › is small ────────────',
    '  1 failed',
    '    e2e/page.spec.ts:3:1 › is small ─────────────',
    '  19 passed (3.4m)'
  ].join('\n')
  expect(failingTests(output)).toEqual([
    'a::b',
    'page.test.ts > a page > says no',
    'e2e/page.spec.ts:3:1 › is small'
  ])
})

test('what went well is not told with what failed', () => {
  const vitest = ' ✓ a.test.ts (2 tests) 9ms\n     ✓ works 4ms\n     × fails 5ms\n'
  const failed = vitestOutcome(1, vitest, { ...report, numFailedTests: 1 })
  expect(failed.output).toBe('     × fails 5ms\n')
  const playwright = '[1/2] a.spec.ts:1:1 › works\n  1) a.spec.ts:2:1 › fails ───\n'
  const outcome = playwrightOutcome(1, playwright, { stats: { ...stats, unexpected: 1 } })
  expect(outcome.output).toBe('  1) a.spec.ts:2:1 › fails ───\n')
})
