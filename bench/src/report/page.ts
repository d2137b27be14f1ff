import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import type { Growth } from '../growth/growth-suite.js'
import type { Result } from '../result.js'
import { barChart } from './chart.js'

/** Where what is published of a run is written. */
export interface Places {
  /** The folder of the page, whose charts are in a folder beside it. */
  readonly docs: string
  /** The file of the results, for charts elsewhere. */
  readonly data: string
}

/** Writes the page of the documentation, tables and charts, and the results that it was made of. */
export function writePage(
  results: readonly Result[],
  growths: readonly Growth[],
  { rounds, command }: { readonly rounds: number; readonly command: string },
  { docs: folder, data }: Places
): void {
  mkdirSync(path.dirname(data), { recursive: true })
  writeFileSync(data, `[\n${results.map(dataOf).join(',\n')}\n]\n`)
  const charts = path.join(folder, 'benchmarks')
  rmSync(charts, { recursive: true, force: true })
  mkdirSync(charts, { recursive: true })
  const databases = [...new Set(results.map(({ database }) => database))]
  const sections = databases.map(database => {
    const own = results.filter(result => result.database === database)
    return [
      `## ${database}`,
      ...workloadsOf(own).map(workload => section(database, workload, own, charts))
    ]
  })
  const lines = [
    '---',
    'title: Benchmarks',
    `description: VersaORM beside the raw drivers and ${librariesOf(results)}, in one run.`,
    'sidebar_position: 6',
    '---',
    '',
    '# Benchmarks',
    '',
    `This page is what \`${command}\` showed.`,
    'All contenders of a database run in one',
    'process and take turns in each round; before anything is measured, each has to return the',
    'same data. A ratio says how many times as fast a contender is as the fastest raw driver in',
    'the same run: the median over the rounds, with the middle half behind it. Times are not',
    'shown: they say more about the machine than about the code.',
    '',
    `Measured on ${cpus().length} cores with Node ${process.versions.node}, in ${rounds} rounds.`,
    'On a small machine under 15 % is a tie.',
    '',
    ...sections.flat(),
    ...growthSection(growths)
  ]
  writeFileSync(path.join(folder, 'benchmarks.md'), `${lines.join('\n').trimEnd()}\n`)
}

/** A line of its own for each result, with as many digits as mean something. */
function dataOf(result: Result): string {
  return JSON.stringify(result, (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(4)) : value
  )
}

function librariesOf(results: readonly Result[]): string {
  const others = results.filter(({ kind }) => kind === 'orm')
  const names = [...new Set(others.map(({ contender }) => contender.split(',')[0]))]
  return `${names.length} other ${names.length === 1 ? 'library' : 'libraries'}`
}

function growthSection(growths: readonly Growth[]): string[] {
  if (growths.length === 0) return []
  const rows = growths.map(({ what, points, slope }) => {
    const [from, to] = [points[0]?.size ?? 0, points.at(-1)?.size ?? 0]
    return `| ${what} | ${from} – ${to.toLocaleString('en')} | ${slope.toFixed(2)} |`
  })
  return [
    '',
    '## Growth of VersaORM’s costs',
    '',
    'The time grows by that power of the size: at 1 it doubles where the size doubles; below 1 a',
    'part of it does not grow.',
    '',
    '| what | sizes | slope |',
    '|---|---|---|',
    ...rows
  ]
}

function workloadsOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ workload }) => workload))]
}

function section(
  database: string,
  workload: string,
  all: readonly Result[],
  charts: string
): string {
  const results = all.filter(result => result.workload === workload)
  const ranked = [...results].sort((left, right) => (left.median_us ?? 0) - (right.median_us ?? 0))
  const rows = ranked.map(
    ({ contender, version, ratio_raw, spread, ratio_best_orm }) =>
      `| ${contender} ${version} | ${text(ratio_raw)} | ${spread.map(text).join(' – ')} ` +
      `| ${text(ratio_best_orm)} |`
  )
  const compared = ranked.filter(({ ratio_raw }) => ratio_raw !== null)
  const picture: string[] = []
  if (compared.length > 1) {
    const file = `${slug(database)}-${slug(workload)}.svg`
    const title = `${database}: ${workload}`
    const bars = compared.map(({ contender, ratio_raw, kind }) => ({
      label: contender,
      value: ratio_raw ?? 0,
      own: kind === 'versa'
    }))
    writeFileSync(path.join(charts, file), barChart(title, bars))
    picture.push(`![${title}, times as fast as the raw driver](./benchmarks/${file})`, '')
  }
  return [
    '',
    `### ${workload}`,
    '',
    ...picture,
    '| contender | × raw driver | middle half | × best other ORM |',
    '|---|---|---|---|',
    ...rows
  ].join('\n')
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function text(ratio: number | null): string {
  if (ratio === null) return '–'
  return ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)
}
