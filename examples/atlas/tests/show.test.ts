import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { withoutPassword } from '../src/database-url.js'
import { counted, duration } from '../src/show/numbers.js'
import { tableText } from '../src/show/table.js'

test('columns are aligned where characters are two columns wide', () => {
  const text = tableText(
    ['name', 'rows'],
    [
      ['日本', 1_234],
      ['Japan', 5]
    ]
  )
  expect(stripVTControlCharacters(text).split('\n')).toEqual([
    '┌───────┬───────┐',
    '│ name  │  rows │',
    '├───────┼───────┤',
    '│ 日本  │ 1,234 │',
    '│ Japan │     5 │',
    '└───────┴───────┘'
  ])
})

test('the widest column of a table that is too wide is wrapped', () => {
  const rows = [['Spain', 'Catalan, Basque, Galician, Spanish']]
  const lines = stripVTControlCharacters(tableText(['country', 'languages'], rows, 30)).split('\n')
  expect(lines).toEqual([
    '┌─────────┬──────────────────┐',
    '│ country │ languages        │',
    '├─────────┼──────────────────┤',
    '│ Spain   │ Catalan, Basque, │',
    '│         │ Galician,        │',
    '│         │ Spanish          │',
    '└─────────┴──────────────────┘'
  ])
})

test('numbers with their nouns and units', () => {
  expect(counted(1, 'row')).toBe('1 row')
  expect(counted(135_233, 'row')).toBe('135,233 rows')
  expect([duration(0.44), duration(1_950)]).toEqual(['0.4 ms', '2.0 s'])
})

test('a password is not shown', () => {
  expect(withoutPassword('postgres://ada:secret@host:5432/db')).toBe(
    'postgres://ada:•••@host:5432/db'
  )
  expect(withoutPassword('sqlite:atlas.db')).toBe('sqlite:atlas.db')
})
