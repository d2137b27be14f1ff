import { expect, test } from 'vitest'
import type { Section } from '../../src/cli/doc/docs/manifest.js'
import { excerpt } from '../../src/cli/doc/terms/excerpt.js'
import { search } from '../../src/cli/doc/terms/search.js'

const section = (kind: Section['kind'], name: string, within: string, text: string): Section => ({
  kind,
  name,
  within,
  url: null,
  text
})

const sections = [
  section('page', 'Relations', 'Relations', 'What belongsTo is, and eager loading of relations.'),
  section('page', 'Eager loading', 'Relations', 'with({ posts: true }) loads them.'),
  section('page', 'Templates', 'SQL', 'A template is no relation; late, later.'),
  section('symbol', 'sum', '', 'function sum(column)'),
  section('symbol', 'Sum', '', 'type Sum = string'),
  section('symbol', 'sum', 'Query', 'sum(column): Promise<number>'),
  section('symbol', 'STALE', '', 'a symbol of the same name'),
  section('error', 'STALE', 'Error codes', 'Somebody else changed the row.')
]

const names = (term: string) =>
  search({ sections }, term).hits.map(({ section: { kind, name, within } }) => {
    return [kind, within, name].filter(part => part !== '').join(' ')
  })

test('an error code comes before a symbol before a page', () => {
  expect(names('STALE').slice(0, 2)).toEqual(['error Error codes STALE', 'symbol STALE'])
})

test('the case that was typed comes first, and an export before a member', () => {
  expect(names('sum').slice(0, 3)).toEqual(['symbol sum', 'symbol Query sum', 'symbol Sum'])
  expect(names('Sum')[0]).toBe('symbol Sum')
})

test('a member is found with its type', () => {
  expect(names('Query.sum')[0]).toBe('symbol Query sum')
  expect(names('query.SUM')[0]).toBe('symbol Query sum')
})

test('a heading says more than the text, and every word has to be there', () => {
  expect(names('eager loading')[0]).toBe('page Relations Eager loading')
  expect(names('eager template')).toEqual([])
})

test('words are found by their beginnings, and by their plural', () => {
  expect(names('late')).toEqual(['page SQL Templates'])
  expect(names('plate')).toEqual([])
  expect(names('belongs')).toEqual(['page Relations Relations'])
  expect(names('templates')[0]).toBe('page SQL Templates')
})

test('nothing found: the nearest name, or the nearest word of one', () => {
  expect(search({ sections }, 'Relatons').suggestion).toBe('Relations')
  expect(search({ sections }, 'loadnig').suggestion).toBe('loading')
  expect(search({ sections }, 'qqqqqqqqqq').suggestion).toBeUndefined()
})

test('strange terms break nothing', () => {
  for (const term of [
    '.*',
    '(',
    '\\',
    '```',
    '\u0000',
    '__proto__',
    'constructor',
    'x'.repeat(1e5)
  ]) {
    expect(search({ sections }, term).hits).toEqual([])
  }
})

test('an excerpt is one line of plain words', () => {
  const text = excerpt(
    `\`\`\`ts\ncode\n\`\`\`\n## Head\nSee **[this](x.md)** \`code\`.\n\n| a |\n${'w '.repeat(200)}`
  )
  expect(text).toMatch(/^Head See this code\. w /)
  expect(text.length).toBeLessThanOrEqual(160)
  expect(text.endsWith(' …')).toBe(true)
})
