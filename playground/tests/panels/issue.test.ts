import { expect, test } from 'vitest'
import { failedRun, sampleContext, sampleRun } from '../../src/panels/gallery/sample-run'
import { fenced, issueText } from '../../src/panels/issue/issue-text'

test('an issue has versions, code, error, statements with values and plans', () => {
  const text = issueText(failedRun, sampleContext)
  expect(text).toContain('- versa-orm: 0.1.0')
  expect(text).toContain('- SQLite: 3.54.1')
  expect(text).toContain("### `query.ts`\n\n```ts\nimport { User } from './models'")
  expect(text).toContain('VersaError UNIQUE_VIOLATION: A row with the same')
  expect(text).toContain('at query.ts:4:12')
  expect(text).toContain('-- 1: 30\n-- 2: 10')
  expect(text).toContain('-- plan: SCAN users (slow)')
})

test('values of more than 500 characters are cut, and lines stay lines', () => {
  const [statement] = sampleRun.statements
  if (statement === undefined) throw new Error('The sample has no statements')
  const parameters = ['x'.repeat(2_000), 'a\n-- b\n```\nc']
  const text = issueText(
    { ...sampleRun, statements: [{ ...statement, parameters }] },
    sampleContext
  )
  expect(text).toContain(`-- 1: '${'x'.repeat(499)}`)
  expect(text).not.toContain('x'.repeat(501))
  expect(text).toContain("-- 2: 'a -- b ``` c'")
})

test('of many statements the last are shown, and it is said', () => {
  const [statement] = sampleRun.statements
  if (statement === undefined) throw new Error('The sample has no statements')
  const statements = Array.from({ length: 300 }, (_, index) => ({
    ...statement,
    number: index + 1
  }))
  const text = issueText({ ...sampleRun, statements }, sampleContext)
  expect(text).toContain('The last 20 of 300.')
  expect(text).toContain('300. 0.42 ms')
  expect(text).not.toContain('\n280. ')
})

test('a fence is longer than any within', () => {
  expect(fenced('ts', 'a ```` b')).toBe('`````ts\na ```` b\n`````')
  expect(fenced('ts', 'a\n')).toBe('```ts\na\n```')
})
