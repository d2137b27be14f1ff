import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import Table from 'cli-table3'
import type { Query } from '../../../orm/src/ast/generated/ast.js'
import type { Choice } from '../database-suite.js'
import { median, quantile } from '../statistics.js'
import { nativeCompiler, wasmCompiler } from './engines.js'
import { queries } from './queries.js'

/** What compiling in WebAssembly may take. */
const limits = { firstMs: 50, ratioNative: 3 }

/** How long WebAssembly takes to compile a query, beside the native engine. */
export interface WasmResult {
  readonly query: string
  /** Times as long as the native engine: the median of the rounds. */
  readonly ratio_native: number
  /** The lowest and highest ratio of the middle half of the rounds. */
  readonly spread: readonly [number, number]
}

/** How long the module takes from its bytes to its first query. */
export interface WasmStart {
  readonly load_ms: number
  readonly first_ms: number
}

/** What was measured, and whether the limits are kept. */
export interface WasmMeasured {
  readonly start: WasmStart
  readonly results: readonly WasmResult[]
  readonly met: boolean
}

/** Compilations per round: some milliseconds, so that the clock's steps do not count. */
const repeats = 200

/** Measures the engine for browsers beside the native one, and prints it. */
export async function runWasm(
  choice: Pick<Choice, 'effort' | 'quick' | 'workload' | 'progress'>
): Promise<WasmMeasured> {
  const start = startOf(choice.quick ? 3 : 9, choice.progress)
  const results = await resultsOf(choice)
  const met =
    start.first_ms <= limits.firstMs &&
    results.every(({ ratio_native }) => ratio_native <= limits.ratioNative)
  print(start, results, met)
  return { start, results, met }
}

async function resultsOf({
  effort,
  workload = '',
  progress
}: Pick<Choice, 'effort' | 'workload' | 'progress'>): Promise<WasmResult[]> {
  const native = await nativeCompiler()
  const wasm = wasmCompiler()
  try {
    const chosen = Object.entries(queries).filter(([name]) => name.includes(workload))
    return chosen.map(([name, query]) => {
      progress(`wasm, ${name}`)
      const ratios = ratiosOf(
        () => timeOf(native.compile, query),
        () => timeOf(wasm.compile, query),
        effort.rounds * 5
      )
      const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const
      return { query: name, ratio_native: median(ratios), spread }
    })
  } finally {
    await native.close()
    await wasm.close()
  }
}

/** Both in turn within each round, so that noise hits both. */
function ratiosOf(native: () => number, wasm: () => number, rounds: number): number[] {
  for (let round = 0; round < 5; round++) {
    native()
    wasm()
  }
  return Array.from({ length: rounds }, (_, round) => {
    if (round % 2 === 0) {
      const base = native()
      return wasm() / base
    }
    const time = wasm()
    return time / native()
  })
}

function timeOf(compile: (query: Query) => void, query: Query): number {
  const begin = performance.now()
  for (let at = 0; at < repeats; at++) compile(query)
  return performance.now() - begin
}

/** The medians of processes of their own. */
function startOf(processes: number, progress: (text: string) => void): WasmStart {
  const program = fileURLToPath(new URL('first-compile.ts', import.meta.url))
  const starts = Array.from({ length: processes }, (_, at) => {
    progress(`wasm, start ${at + 1}`)
    const args = ['--import', 'tsx', program]
    const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
    return JSON.parse(said) as { load: number; first: number }
  })
  return {
    load_ms: median(starts.map(({ load }) => load)),
    first_ms: median(starts.map(({ first }) => first))
  }
}

function print(start: WasmStart, results: readonly WasmResult[], met: boolean): void {
  const table = new Table({
    head: ['compile in WebAssembly', '× native', 'middle half'],
    style: { head: [], border: [] }
  })
  for (const { query, ratio_native, spread } of results) {
    table.push([query, ratio_native.toFixed(2), spread.map(ratio => ratio.toFixed(2)).join('–')])
  }
  console.log(`\n${table.toString()}`)
  console.log(
    'A query whose shape is new, from its AST to its plan for SQLite (medians): smaller is\n' +
      `faster, ${limits.ratioNative} is the most. From the module's bytes to an engine: ` +
      `${start.load_ms.toFixed(1)} ms; the first query then: ${start.first_ms.toFixed(1)} ms,\n` +
      `${limits.firstMs} at most. ${met ? 'Both are kept.' : 'THAT IS NOT KEPT.'}`
  )
}
