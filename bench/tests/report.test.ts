import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { barChart } from '../src/report/chart.js'
import { writePage } from '../src/report/page.js'
import type { Result } from '../src/result.js'
import { judge } from '../src/targets.js'

const result = (contender: string, kind: Result['kind'], ratio: number): Result => ({
  database: 'SQLite',
  workload: '100 rows',
  contender,
  kind,
  version: '1.0.0',
  median_us: 100 / ratio,
  spread: [ratio, ratio],
  ratio_raw: ratio,
  ratio_best_orm: ratio * 2
})

test('a chart names itself and what it shows, and holds no markup of names', () => {
  const svg = barChart('<rows>', [
    { label: 'a & b', value: 2, own: true },
    { label: 'raw', value: 1, own: false }
  ])
  expect(svg).toContain('<title id="t">&lt;rows&gt;</title>')
  expect(svg).toContain('a &amp; b 2.00×, raw 1.00×')
  expect(svg).toContain('prefers-color-scheme: dark')
  expect(svg.match(/<rect/g)).toHaveLength(2)
})

test('the page has a table and a chart per workload, the fastest first', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'versa-bench-page-'))
  try {
    const growth = { what: 'rows', points: [{ size: 10, time: 1 }], slope: 1 }
    const results = [result('raw', 'driver', 1), result('versa-orm', 'versa', 4)]
    const data = path.join(folder, 'data/benchmark.json')
    const command = 'npm run bench -- --page'
    writePage(results, [growth], { rounds: 5, command }, { docs: folder, data })
    expect(JSON.parse(readFileSync(data, 'utf8'))).toEqual(results)
    const page = readFileSync(path.join(folder, 'benchmarks.md'), 'utf8')
    expect(page).toContain(`\`${command}\``)
    expect(page).toMatch(/\| versa-orm 1\.0\.0 \| 4\.00 .*\n\| raw 1\.0\.0 \| 1\.00 /)
    expect(readdirSync(path.join(folder, 'benchmarks'))).toEqual(['sqlite-100-rows.svg'])
    expect(page).toContain('(./benchmarks/sqlite-100-rows.svg)')
    expect(page).toContain('| rows | 10 – 10 | 1.00 |')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('targets are met or missed by what was measured', () => {
  const judged = (ratio: number) =>
    judge([result('raw', 'driver', 1), result('versa-orm', 'versa', ratio)]).map(({ met }) => met)
  expect(judged(4.5)).toEqual([true, true])
  expect(judged(3.5)).toEqual([false, true])
  expect(judged(0.4)).toEqual([false, false])
})
