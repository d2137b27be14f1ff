import { expect, test } from 'vitest'
import { readLcov } from '../coverage/lcov.mjs'
import { ranges, reportOf } from '../coverage/report.mjs'
import { withoutTests } from '../coverage/rust-tests.mjs'

/**
 * A file whose lines ran as often as is said, from line 1.
 *
 * @param {string} file
 * @param {readonly number[]} counts
 */
const covered = (file, counts) => ({
  file,
  lines: new Map(counts.map((count, index) => [index + 1, count]))
})

test('lcov: a file that is told twice ran as often as both say', () => {
  const text = 'SF:a.rs\nDA:1,0\nDA:2,3\nend_of_record\nSF:a.rs\nDA:1,2\nend_of_record\n'
  expect(readLcov(text)).toEqual([covered('a.rs', [2, 3])])
})

test('lines that did not run are ranges, across lines that cannot run', () => {
  const lines = new Map([
    [1, 1],
    [2, 0],
    [5, 0],
    [6, 4],
    [9, 0]
  ])
  expect(ranges({ file: 'a.rs', lines })).toEqual(['2-5', '9'])
})

test('a report has a line for each part, and names files with gaps', () => {
  const { text, enough } = reportOf('engine', [
    covered('engine/sql/src/a.rs', Array(97).fill(1)),
    covered('engine/rows/src/b.rs', [1, 0, 0])
  ])
  expect(enough).toBe(true)
  expect(text.split('\n').map(line => line.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'engine/rows 33.3 % 1 of 3',
    'engine/sql 100.0 % 97 of 97',
    'engine 98.0 % 98 of 100',
    '',
    'Below 95 %:',
    'engine/rows/src/b.rs 33.3 % 1 of 3 not 2-3'
  ])
})

test('too little is not rounded up', () => {
  const { text, enough } = reportOf('orm', [
    covered('orm/src/query/a.ts', [...Array(8_999).fill(1), ...Array(1_001).fill(0)])
  ])
  expect(enough).toBe(false)
  expect(text).toContain(' 89.9 %')
})

test('tests within the sources do not count', () => {
  /** @type {Record<string, string>} */
  const sources = {
    'src/a.rs': 'fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n',
    'src/pool.rs': 'fn a() {}\n#[cfg(test)]\nmod tests;\n',
    'src/pool/tests.rs': 'fn b() {}\n',
    'src/lib.rs': '#[cfg(test)]\nmod hostile;\nfn a() {}\n',
    'src/hostile.rs': 'fn b() {}\n',
    'src/login.rs': '#[cfg(test)]\npub(crate) fn read() {}\nfn a() {}\n'
  }
  const files = Object.keys(sources).map(file => covered(file, [1, 1, 1, 1]))
  const kept = withoutTests(files, file => sources[file] ?? '')
  expect(kept.map(({ file, lines }) => [file, lines.size])).toEqual([
    ['src/a.rs', 1],
    ['src/pool.rs', 4],
    ['src/lib.rs', 4],
    ['src/login.rs', 4]
  ])
})
