import { expect, test } from 'vitest'
import { compilingOf } from '../src/compile/compile.js'
import { readDivanTable } from '../src/compile/divan-table.js'

const table = `Timer precision: 20 ns
compile             fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ select_by_key                  │               │               │               │         │
│  ├─ PostgreSQL    4.135 µs      │ 5.488 µs      │ 4 µs          │ 4.358 µs      │ 100     │ 100
│  ╰─ SQLite        4.186 µs      │ 5.717 µs      │ 500 ns        │ 4.417 µs      │ 100     │ 100
╰─ upsert_rows                    │               │               │               │         │
   ├─ PostgreSQL    6.669 µs      │ 11.46 µs      │ 6 µs          │ 7.03 µs       │ 100     │ 100
   ╰─ SQLite        6.479 µs      │ 9.583 µs      │ 1.5 ms        │ 6.788 µs      │ 100     │ 100
`

test("divan's medians are read, each beside the first query of its dialect", () => {
  const compiled = compilingOf(readDivanTable(table))
  expect(compiled).toEqual([
    { query: 'select by key', database: 'PostgreSQL', median_ns: 4_000, ratio_reference: 1 },
    { query: 'select by key', database: 'SQLite', median_ns: 500, ratio_reference: 1 },
    { query: 'upsert rows', database: 'PostgreSQL', median_ns: 6_000, ratio_reference: 1.5 },
    { query: 'upsert rows', database: 'SQLite', median_ns: 1_500_000, ratio_reference: 3_000 }
  ])
})

test('a table of another form is refused', () => {
  expect(() => readDivanTable('├─ a │\n│  ├─ SQLite  1 µs │ 2 µs │ soon │')).toThrow('soon')
  expect(() => compilingOf([{ benchmark: 'x', argument: 'SQLite', median_ns: 1 }])).toThrow(
    'select by key'
  )
})
