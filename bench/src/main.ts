import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCompile } from './compile/compile.js'
import type { Choice } from './database-suite.js'
import type { Growth } from './growth/growth-suite.js'
import type { PageMeasured } from './page/page-suite.js'
import { printGrowth } from './report/growth-table.js'
import { writePage } from './report/page.js'
import { printFailures, printTable } from './report/table.js'
import { printTargets } from './report/targets-table.js'
import type { Failure, Result } from './result.js'
import { measuredSuites } from './suites.js'
import { judge } from './targets.js'
import type { WasmMeasured } from './wasm/wasm-suite.js'

const suites = [...Object.keys(measuredSuites), 'growth', 'compile', 'wasm', 'page']

const { values } = parseArgs({
  options: {
    suite: { type: 'string', multiple: true },
    workload: { type: 'string' },
    contender: { type: 'string' },
    json: { type: 'string' },
    page: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    'round-ms': { type: 'string' },
    targets: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false }
  }
})

// A quick run does not wait for a build of the engine. The page needs a browser: only who asks for
// it has one installed.
const chosen =
  values.suite ?? suites.filter(name => name !== 'page' && !(values.quick && name === 'compile'))
const unknown = chosen.filter(name => !suites.includes(name))
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; there are: ${suites.join(', ')}`)
  process.exit(2)
}

const usual = values.quick ? { rounds: 5, roundMs: 10 } : { rounds: 9, roundMs: 80 }
const choice: Choice = {
  effort: {
    rounds: wholeNumber('rounds', values.rounds) ?? usual.rounds,
    roundMs: wholeNumber('round-ms', values['round-ms']) ?? usual.roundMs
  },
  quick: values.quick,
  workload: values.workload,
  contender: values.contender,
  progress: text => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
}
const results: Result[] = []
const failures: Failure[] = []
for (const [name, run] of Object.entries(measuredSuites)) {
  if (!chosen.includes(name)) continue
  const measured = await run(choice)
  results.push(...measured.results)
  failures.push(...measured.failures)
}
const growths = chosen.includes('growth') ? await growth() : []
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
printTable(results)
printGrowth(growths)
if (chosen.includes('compile')) await runCompile(choice)
const wasm = chosen.includes('wasm') ? await compiledInWasm() : undefined
const page = chosen.includes('page') ? await inPage() : undefined
if (values.json !== undefined) {
  await writeFile(
    values.json,
    `${JSON.stringify([...results, ...growths, ...(wasm?.results ?? [])], null, 2)}\n`
  )
}
if (values.page) {
  const site = fileURLToPath(new URL('../../site', import.meta.url))
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
  writePage(
    results,
    growths,
    { rounds: choice.effort.rounds, command },
    {
      docs: path.join(site, 'docs/internals'),
      data: path.join(site, 'src/data/generated/benchmark.json')
    }
  )
}
printFailures(failures)
const judgements = values.targets ? judge(results) : []
if (values.targets) printTargets(judgements)
const missed = judgements.some(({ met }) => !met)
process.exitCode =
  failures.length > 0 || missed || wasm?.met === false || page?.met === false ? 1 : 0

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d*$/.test(text))
    return text === undefined ? undefined : Number(text)
  console.error(`--${name} is a whole number above 0, not ${text}`)
  process.exit(2)
}

/** Loaded when it is run: it brings models of its own. */
async function growth(): Promise<Growth[]> {
  const { runGrowth } = await import('./growth/growth-suite.js')
  return runGrowth(choice)
}

/** Loaded when it is run: only then the module has to be there. */
async function compiledInWasm(): Promise<WasmMeasured> {
  const { runWasm } = await import('./wasm/wasm-suite.js')
  return runWasm(choice)
}

/** Loaded when it is run: it starts a browser. */
async function inPage(): Promise<PageMeasured> {
  const { runPage } = await import('./page/page-suite.js')
  return runPage(choice)
}
